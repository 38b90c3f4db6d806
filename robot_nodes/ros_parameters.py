"""How our parameters become ROS parameters."""

from rcl_interfaces.msg import FloatingPointRange, IntegerRange, ParameterDescriptor
from rclpy.exceptions import InvalidParameterTypeException, InvalidParameterValueException
from rclpy.node import Node

from robot_nodes.parameters import Parameter


class SetUpFailed(Exception):  # noqa: N818 - a state of the world
    """A node cannot do its work here: names the thing and the remedy."""


def declare(node: Node, parameter: Parameter) -> None:
    """Declare a parameter with all that is known of it.

    Raises:
        SetUpFailed: It was set to something that it cannot be.
    """
    try:
        given = node.declare_parameter(
            parameter.name, parameter.default, _descriptor(parameter)
        ).value
    except (InvalidParameterTypeException, InvalidParameterValueException) as fault:
        raise SetUpFailed(f"{fault}; wanted: {parameter.wanted}") from fault
    if parameter.choices and given not in parameter.choices:
        raise SetUpFailed(f"parameter {parameter.name} is {given!r}; wanted: {parameter.wanted}")


def _descriptor(parameter: Parameter) -> ParameterDescriptor:
    """Return how ROS describes and bounds a parameter; it is fixed while the node runs."""
    unit = f" Unit: {parameter.unit}." if parameter.unit else ""
    described = ParameterDescriptor(
        name=parameter.name, description=parameter.description + unit, read_only=True
    )
    low, high = parameter.at_least, parameter.at_most
    if low is not None and high is not None:
        if isinstance(parameter.default, float):
            described.floating_point_range = [FloatingPointRange(from_value=low, to_value=high)]
        else:
            described.integer_range = [IntegerRange(from_value=int(low), to_value=int(high))]
    if parameter.choices:
        described.additional_constraints = parameter.wanted
    return described
