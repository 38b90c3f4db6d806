"""Brings lifecycle nodes up and down, in order."""

from collections.abc import Sequence

from rclpy.lifecycle import TransitionCallbackReturn

from robot_nodes.ros import RobotNode, SetUpFailed


def bring_up(nodes: Sequence[RobotNode]) -> None:
    """Configure all nodes, then activate them, in order.

    Raises:
        SetUpFailed: A node cannot do its work here; says which and why.
    """
    for node in nodes:
        _changed(node, node.trigger_configure())
    for node in nodes:
        _changed(node, node.trigger_activate())


def take_down(nodes: Sequence[RobotNode]) -> None:
    """Deactivate those nodes that are active, in order."""
    for node in nodes:
        if not node.is_resting:
            node.trigger_deactivate()


def _changed(node: RobotNode, result: TransitionCallbackReturn) -> None:
    if result is TransitionCallbackReturn.SUCCESS:
        return
    if isinstance(node.failure, SetUpFailed):
        raise SetUpFailed(f"{node.get_name()}: {node.failure}") from node.failure
    if node.failure is not None:
        raise node.failure
    raise SetUpFailed(f"{node.get_name()}: the transition failed")
