"""One item of a batch: readable, from this robot, about one of its residents; or refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import get_args
from uuid import UUID

from pydantic import JsonValue, ValidationError

from care_api.events.entry import Entry
from care_api.events.kinds import kinds_of
from care_api.spelling import dashed, digits
from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.event import Event, ServerBody
from codebook.help import HelpCancelled, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.presence import PresenceChanged
from codebook.privacy import ListeningPaused, ListeningStopped, WordsForgotten
from codebook.request import Request
from codebook.task import TaskStage

_SERVERS_OWN = kinds_of(*get_args(ServerBody))
HIGHEST_SEQUENCE = 2**63 - 1
"""What the databases can count to."""
_NEEDS_RESIDENT = kinds_of(
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
class Unreadable:
    """An item that is no event that could be stored."""

    item: JsonValue
    """As it came. Personal data."""
    reason: str
    """What is wrong and what to do; never what the item says."""


Item = Entry | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """The robot that sends, and whom it may speak of."""

    robot_id: UUID
    robot_digits: str
    """The robot's id, as entries have it."""
    unit_id: UUID
    residents: Mapping[str, UUID]
    """Resident, by digits -> unit of all whom it looks, or has looked, after."""
    former: frozenset[str] = frozenset()
    """Those of them, by digits, for whom the service has ended."""

    def unit_of(self, resident_id: UUID | None) -> UUID:
        """Return whose pages an event about the resident, or about the robot itself, changes."""
        return self.residents[digits(resident_id)] if resident_id else self.unit_id

    def is_former(self, resident_id: UUID | None) -> bool:
        """Return whether nothing is expected of the resident any more."""
        return resident_id is not None and digits(resident_id) in self.former


def read(item: JsonValue) -> Item:
    """Return the event that an item holds, or why it holds none."""
    try:
        return Entry.of(Event.model_validate(item))
    except ValidationError as fault:
        return Unreadable(item=item, reason=_reason(fault))
    except (OverflowError, UnicodeError, ValueError):  # passes as a value, not as a document
        reason = "a time or text that cannot be stored; drop it"
        return Unreadable(item=item, reason=reason)


def objection(item: Item, sender: Sender) -> str | None:
    """Return why an item of this sender is refused, or None."""
    if isinstance(item, Unreadable):
        return item.reason
    if item.robot_id != sender.robot_digits:
        return "robot_id: not the robot that sends it; send your own events only"
    if item.kind in _SERVERS_OWN:
        return "body.kind: alert.* is written by the server only"
    if item.sequence > HIGHEST_SEQUENCE:
        return "sequence: larger than a count can be; start a new boot"
    if item.resident_id is None:
        if item.kind in _NEEDS_RESIDENT:
            return f"resident_id: {item.kind} needs the resident that it concerns"
        return None
    if item.resident_id not in sender.residents:
        return "resident_id: not a resident of this robot; assign the resident to the robot first"
    return None


def id_of(item: Item) -> str | None:
    """Return an item's id as the world writes it, or None where it cannot be read."""
    if isinstance(item, Entry):
        return dashed(item.id)
    known = _uuid(item.item, "id")
    return str(known) if known else None


def place_of(item: Item) -> tuple[UUID, int] | None:
    """Return boot and sequence of an item, or None where they cannot be read."""
    boot_id: UUID | None
    sequence: JsonValue
    match item:
        case Entry():
            boot_id, sequence = UUID(item.boot_id), item.sequence
        case Unreadable(item={"sequence": sequence}):
            boot_id = _uuid(item.item, "boot_id")
        case _:
            return None
    if boot_id is None or not isinstance(sequence, int) or not 0 < sequence <= HIGHEST_SEQUENCE:
        return None
    return boot_id, sequence


def document_of(item: Item) -> JsonValue:
    """Return what an item says. Personal data."""
    document: JsonValue = json.loads(item.document) if isinstance(item, Entry) else item.item
    return document


def _uuid(item: JsonValue, name: str) -> UUID | None:
    if not isinstance(item, dict):
        return None
    try:
        return UUID(str(item.get(name)))
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
