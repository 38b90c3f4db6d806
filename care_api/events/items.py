"""One item of a batch: readable, from this robot, about one of its residents; or refused."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from pydantic import JsonValue, ValidationError

from codebook.alert import AlertStage
from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.event import Event
from codebook.help import HelpCancelled, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.presence import PresenceChanged
from codebook.privacy import ListeningPaused, ListeningStopped, WordsForgotten
from codebook.request import Request
from codebook.task import TaskStage

_HIGHEST_SEQUENCE = 2**63 - 1
_NEEDS_RESIDENT = (
    TaskStage,
    CheckInAnswered,
    HelpRequested,
    HelpClarified,
    HelpCancelled,
    MannerChanged,
    Request,
    AsNeededTooSoon,
    ListeningPaused,
    ListeningStopped,
    WordsForgotten,
    PresenceChanged,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """An item that cannot be stored."""

    id: UUID | None
    """None where it could not be read."""
    reason: str
    """What is wrong and what to do; never what the item says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The robot that sends, and whom it may speak of."""

    robot_id: UUID
    unit_id: UUID
    residents: Mapping[UUID, UUID]
    """Resident -> unit of all whom it looks, or has looked, after."""

    def unit_of(self, resident_id: UUID | None) -> UUID:
        """Return whose pages an event about the resident, or about the robot itself, changes."""
        return self.residents[resident_id] if resident_id else self.unit_id


def read(item: Event | JsonValue, sender: Sender) -> Event | Refused:
    """Return the event that an item holds, or why it is refused."""
    if isinstance(item, Event):
        objection = _objection(item, sender)
        return Refused(id=item.id, reason=objection) if objection else item
    try:
        event = Event.model_validate(item)
        event.model_dump_json()  # text that is no Unicode passes as a value, not as a document
    except ValidationError as fault:
        return Refused(id=_id_of(item), reason=_reason(fault))
    except (OverflowError, UnicodeError, ValueError):
        return Refused(id=_id_of(item), reason="a time or text that cannot be stored; drop it")
    reason = _objection(event, sender)
    return Refused(id=event.id, reason=reason) if reason else event


def _objection(event: Event, sender: Sender) -> str | None:
    if event.robot_id != sender.robot_id:
        return "robot_id: not the robot that sends it; send your own events only"
    if isinstance(event.body, AlertStage):
        return "body.kind: alert.* is written by the server only"
    if event.sequence > _HIGHEST_SEQUENCE:
        return "sequence: larger than a count can be; start a new boot"
    if event.resident_id is None:
        if isinstance(event.body, _NEEDS_RESIDENT):
            return f"resident_id: {event.kind} needs the resident that it concerns"
        return None
    if event.resident_id not in sender.residents:
        return "resident_id: not a resident of this robot; assign the resident to the robot first"
    return None


def place_of(item: Event | JsonValue) -> tuple[UUID, int] | None:
    """Return boot and sequence of an item, or None where they cannot be read."""
    if isinstance(item, Event):
        return item.boot_id, item.sequence
    if not isinstance(item, dict):
        return None
    sequence = item.get("sequence")
    if not isinstance(sequence, int) or not 0 < sequence <= _HIGHEST_SEQUENCE:
        return None
    try:
        return UUID(str(item.get("boot_id"))), sequence
    except ValueError:
        return None


def _id_of(item: JsonValue) -> UUID | None:
    if not isinstance(item, dict):
        return None
    try:
        return UUID(str(item.get("id")))
    except ValueError:
        return None


def _reason(fault: ValidationError) -> str:
    """Return where the first error lies and what it is, without the value that was sent."""
    first = fault.errors(include_input=False, include_url=False, include_context=False)[0]
    where = ".".join(str(part) for part in first["loc"]) or "event"
    return _kept(f"{where}: {_without_values(first['type'], first['msg'])}")


def _kept(text: str) -> str:
    """Return a text that any database keeps: PostgreSQL takes no NUL."""
    return text.replace("\0", "")


def _without_values(kind: str, message: str) -> str:
    # These two quote what was sent.
    return "unknown" if kind in {"union_tag_invalid", "value_error"} else message
