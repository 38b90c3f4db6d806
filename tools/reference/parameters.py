"""The robot's parameters, node by node."""

from robot_nodes.parameters import NODES, Parameter
from tools.reference.blocks import table


def parameters() -> str:
    """Return Markdown: a table of every node's parameters."""
    rows = [_row(node, parameter) for node, declared in NODES.items() for parameter in declared]
    return table(("node", "parameter", "default", "what it can be", "meaning"), rows)


def _row(node: str, parameter: Parameter) -> tuple[str, ...]:
    default = f"`{parameter.default}`" if parameter.default != "" else "empty"
    return (node, f"`{parameter.name}`", default, parameter.wanted, parameter.description)
