"""Reading the log: a resident's day, and when they were last heard."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlmodel import Session

from care_api.events import repository
from codebook.event import Event
from schedules.occurrences import instant

DAY_KINDS = (
    "speech.said",
    "speech.heard",
    "task.due",
    "task.announced",
    "task.heard",
    "task.reported",
    "task.unanswered",
    "task.escalated",
    "task.missed",
    "task.closed",
    "task.withdrawn",
    "plan.lease-expired",
    "plan.lease-renewed",
    "checkin.answered",
    "as_needed.too-soon",
    "help.requested",
    "help.clarified",
    "help.cancelled",
    "resident.manner-changed",
    "company.requested",
    "errand.requested",
    "contact.requested",
    "privacy.paused",
    "privacy.stopped",
    "privacy.resumed",
    "privacy.forgotten",
    "alert.raised",
    "alert.worsened",
    "alert.clarified",
    "alert.notified",
    "alert.notification-failed",
    "alert.escalated",
    "alert.handed-back",
    "alert.handed-over",
    "alert.acknowledged",
    "alert.handled",
    "alert.closed",
    "alert.resolved",
)
"""What a nurse reads in a resident's day."""
MOST = 500
"""Events on one page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelinePage:
    """A part of one resident's day, in order of occurrence."""

    events: tuple[Event, ...]
    next_offset: int | None
    """Where the next page starts; None at the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeadLetter:
    """An item that was refused. Personal data."""

    received_at: datetime
    reason: str
    boot_id: UUID | None
    """None where the item could not be read."""
    sequence: int | None
    document: str
    """As it came, JSON."""


_LATEST = 5
"""Refusals of one robot that are told by their reasons."""
_MOST_REFUSALS = 200
"""Looked at for that, of all robots together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """How much of a robot's log was not taken, and why; never what it said."""

    count: int = 0
    latest: tuple[tuple[datetime, str], ...] = ()
    """When and why, newest first."""


def day(
    session: Session,
    resident_id: UUID,
    local_on: date,
    zone: str,
    *,
    offset: int = 0,
    limit: int = MOST,
) -> TimelinePage:
    """Return what happened on one local date of a resident.

    Args:
        session: Any.
        resident_id: Whose day.
        local_on: The date in `zone`.
        zone: IANA name.
        offset: How many events to leave out.
        limit: How many to return at most.
    """
    here = ZoneInfo(zone)
    start = instant(local_on, time(0), here)
    end = instant(local_on + timedelta(days=1), time(0), here)
    rows = repository.timeline(session, resident_id, (start, end), DAY_KINDS, (offset, limit + 1))
    is_more = len(rows) > limit
    return TimelinePage(events=tuple(rows[:limit]), next_offset=offset + limit if is_more else None)


def between(
    session: Session, resident_id: UUID, days: tuple[date, date], zone: str, kinds: Sequence[str]
) -> list[Event]:
    """Return a resident's events of some kinds, from one local date to another, both included."""
    here = ZoneInfo(zone)
    start = instant(days[0], time(0), here)
    end = instant(days[1] + timedelta(days=1), time(0), here)
    return repository.of_resident(session, resident_id, (start, end), kinds)


def of_occurrences(session: Session, ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    """Return occurrence -> all that is known of it, in order of occurrence."""
    return repository.of_occurrences(session, ids)


def of_unit(
    session: Session, unit_id: UUID, between: tuple[int, int], kinds: Sequence[str]
) -> list[Event]:
    """Return what arrived of a unit after one stream number, up to and with another.

    In order of occurrence; none of the kinds may be talk.
    """
    return repository.of_unit(session, unit_id, between, kinds)


def last_stream(session: Session) -> int:
    """Return the log's highest stream number, 0 before the first event."""
    return repository.last_stream(session)


def last_stream_before(session: Session, unit_id: UUID, received_before: datetime) -> int:
    """Return a unit's latest stream number, talk left out, that arrived before an instant."""
    return repository.last_stream_before(session, unit_id, received_before)


def last_heard(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return resident -> when the robot last heard them speak."""
    return repository.last_contacts(session, resident_ids)


def has_received(session: Session, resident_id: UUID, kind: str, since: datetime) -> bool:
    """Return whether a resident's event of some kind has come in since an instant."""
    return repository.has_received(session, resident_id, kind, since)


def dead_letters(session: Session, robot_id: UUID) -> tuple[DeadLetter, ...]:
    """Return a robot's latest refused items, newest first."""
    return tuple(
        DeadLetter(
            received_at=row.received_at,
            reason=row.reason,
            boot_id=row.boot_id,
            sequence=row.sequence,
            document=row.document,
        )
        for row in repository.dead_letters(session, robot_id, MOST)
    )


def refusals(session: Session, robot_ids: Iterable[UUID]) -> dict[UUID, Refusals]:
    """Return robot -> what was refused of it and why; those without are left out."""
    ids = list(robot_ids)
    counts = repository.count_dead_letters(session, ids)
    latest: dict[UUID, list[tuple[datetime, str]]] = defaultdict(list)
    for robot_id, received_at, reason in repository.latest_refusals(session, ids, _MOST_REFUSALS):
        latest[robot_id].append((received_at, reason))
    return {
        robot_id: Refusals(count=count, latest=tuple(latest[robot_id][:_LATEST]))
        for robot_id, count in counts.items()
    }


def position(session: Session) -> int:
    """Return how far the log reaches: a page that shows this is told what comes after."""
    return repository.last_stream(session)
