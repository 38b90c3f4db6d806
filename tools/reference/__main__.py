"""`python -m tools.reference`: write the generated parts of docs/interfaces.md."""

from pathlib import Path

from tools.reference.blocks import with_blocks
from tools.reference.endpoints import endpoints
from tools.reference.event_kinds import event_kinds
from tools.reference.parameters import parameters
from tools.reference.ros_interfaces import ros_interfaces

PAGE = Path(__file__).resolve().parents[2] / "docs" / "interfaces.md"


def fresh(page: str) -> str:
    """Return the page with every generated part renewed."""
    blocks = {
        "events": event_kinds(),
        "http": endpoints(),
        "parameters": parameters(),
        "ros": ros_interfaces(),
    }
    return with_blocks(page, blocks)


if __name__ == "__main__":
    PAGE.write_text(fresh(PAGE.read_text()))
