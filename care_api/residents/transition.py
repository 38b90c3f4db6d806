"""What can become of a resident in the service, as values."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Kind(StrEnum):
    """What becomes of them."""

    MOVE = "move"
    """They belong to another unit of the municipality from then on."""
    END = "end"
    """The service ends for them."""


class EndReason(StrEnum):
    """Why the service ends."""

    MOVED_AWAY = "moved_away"
    DIED = "died"
    DECLINED = "declined"
    """The resident does not want it any more."""
    UNSUITABLE = "unsuitable"
    """It suits the resident no longer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """Where somebody moves."""

    to_unit_id: UUID
    room: str
    """Or address. Personal data."""
    takes_robot: bool = False
    """Whether a robot that looks after nobody else goes along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """Why the service ends. Personal data."""

    reason: EndReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """A move or an end, planned or done."""

    id: UUID
    what: Move | End
    due_at: datetime
    planned_at: datetime
    planned_by: UUID
    done_at: datetime | None
    """None: it is still ahead."""
