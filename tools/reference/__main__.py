"""`python -m tools.reference`: write the generated parts of the pages in docs/."""

from pathlib import Path

from tools.reference.blocks import with_blocks
from tools.reference.decisions import decisions
from tools.reference.endpoints import endpoints
from tools.reference.event_kinds import event_kinds, heartbeat, orders
from tools.reference.parameters import parameters
from tools.reference.roles import giving_table, rights_table, route_table
from tools.reference.ros_interfaces import ros_interfaces
from tools.reference.task_machine import task_machine

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "interfaces.md"
MACHINE_PAGE = DOCS / "task-machine.md"
ROLES_PAGE = DOCS / "roles.md"
DECISIONS_PAGE = DOCS / "decisions" / "README.md"


def fresh(page: str) -> str:
    """Return the page with every generated part renewed."""
    blocks = {
        "events": event_kinds(),
        "heartbeat": heartbeat(),
        "http": endpoints(),
        "orders": orders(),
        "parameters": parameters(),
        "ros": ros_interfaces(),
    }
    return with_blocks(page, blocks)


def fresh_machine(page: str) -> str:
    """Return the page about the task machine with its table renewed."""
    return with_blocks(page, {"machine": task_machine()})


def fresh_roles(page: str) -> str:
    """Return the page about roles with its tables renewed."""
    blocks = {"rights": rights_table(), "giving": giving_table(), "routes": route_table()}
    return with_blocks(page, blocks)


def fresh_decisions(page: str) -> str:
    """Return the page about decisions with its list renewed."""
    return with_blocks(page, {"decisions": decisions(DECISIONS_PAGE.parent)})


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text()))
    MACHINE_PAGE.write_text(fresh_machine(MACHINE_PAGE.read_text()))
    ROLES_PAGE.write_text(fresh_roles(ROLES_PAGE.read_text()))
    DECISIONS_PAGE.write_text(fresh_decisions(DECISIONS_PAGE.read_text()))
