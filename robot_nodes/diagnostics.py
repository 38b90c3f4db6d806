"""Each node's state on /diagnostics, once a second. Never a transcript."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from diagnostic_msgs.msg import DiagnosticArray, DiagnosticStatus, KeyValue

from robot_nodes.ros import CONVERSATION, RobotNode, time_message

PERIOD = timedelta(seconds=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How a node is."""

    trouble: str = ""
    """One line for a technician; empty while all is well."""
    figures: Mapping[str, str] = field(default_factory=dict)
    """Name -> value; no personal data."""


def report_health(node: RobotNode, health: Callable[[], Health]) -> None:
    """Publish what `health` returns once a second while the node is active."""
    publication = node.publication(DiagnosticArray, "/diagnostics", CONVERSATION)

    def report() -> None:
        message = DiagnosticArray(status=[_status(node, health())])
        message.header.stamp = time_message(node.now())
        publication.publish(message)

    node.every(PERIOD, report)


def _status(node: RobotNode, health: Health) -> DiagnosticStatus:
    return DiagnosticStatus(
        level=DiagnosticStatus.WARN if health.trouble else DiagnosticStatus.OK,
        name=node.get_fully_qualified_name(),
        message=health.trouble or "well",
        hardware_id="nabo",
        values=[KeyValue(key=key, value=value) for key, value in health.figures.items()],
    )
