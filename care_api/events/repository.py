"""Events in the database."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from sqlmodel import Session, col, func, select

from care_api.db import Lock, Work, among, insert_new, insert_rows, lock
from care_api.events import identity
from care_api.events.tables import BootRow, DeadLetterRow, EventBodyRow, EventRow
from codebook.event import Event

_LAST_STREAM = "nabo_last_stream"
_AT_ONCE = 1000
"""Parameters of one query, far below what the databases allow."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """An event, as it is written down, and the unit whose pages it changes."""

    event: Event
    unit_id: UUID
    document: str
    """JSON of the event."""
    digest: str
    """SHA-256 of that."""

    @classmethod
    def of(cls, event: Event, unit_id: UUID) -> Self:
        """Return an event with its document."""
        document = event.model_dump_json()
        digest = hashlib.sha256(document.encode()).hexdigest()
        return cls(event=event, unit_id=unit_id, document=document, digest=digest)


def append(work: Work, placed: Sequence[Placed]) -> None:
    """Append events that are not there yet.

    Args:
        work: Its transaction holds the stream's lock from here on.
        placed: With different ids, none of which is in the log.
    """
    if not placed:
        return
    lock(work.session, Lock.STREAM)
    start = _last_stream_of(work) + 1
    work.session.info[_LAST_STREAM] = start + len(placed) - 1
    insert_rows(
        work.session,
        EventRow,
        [row_of(each, start + index, work.now) for index, each in enumerate(placed)],
    )
    insert_rows(
        work.session,
        EventBodyRow,
        [{"event_id": each.event.id, "document": each.document} for each in placed],
    )


def _last_stream_of(work: Work) -> int:
    """Return the highest stream number; read once, for nobody else appends in this transaction."""
    known: int | None = work.session.info.get(_LAST_STREAM)
    return last_stream(work.session) if known is None else known


def row_of(placed: Placed, stream: int, received_at: datetime) -> dict[str, Any]:
    """Return an event's row, column by column."""
    event = placed.event
    return {
        "id": event.id,
        "stream": stream,
        "robot_id": event.robot_id,
        "boot_id": event.boot_id,
        "sequence": event.sequence,
        "resident_id": event.resident_id,
        "unit_id": placed.unit_id,
        "kind": event.kind,
        "occurrence_id": identity.occurrence_of(event),
        "occurred_at": event.occurred_at,
        "received_at": received_at,
        "digest": placed.digest,
    }


def last_stream(session: Session) -> int:
    """Return the highest stream number, 0 before the first event."""
    return session.exec(select(func.max(EventRow.stream))).one() or 0


def last_sequence(session: Session, boot_id: UUID) -> int:
    """Return how many events one boot has recorded."""
    query = select(func.max(EventRow.sequence)).where(EventRow.boot_id == boot_id)
    return session.exec(query).one() or 0


def digests(session: Session, event_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return id -> digest of those that are there."""
    query = select(EventRow.id, EventRow.digest).where(among(session, EventRow.id, event_ids))
    return dict(session.exec(query).all())


def by_ids(session: Session, event_ids: Iterable[UUID]) -> dict[UUID, Event]:
    """Return id -> event."""
    found = _events(session, col(EventRow.id).in_(list(event_ids)))
    return {event.id: event for event in found}


def of_occurrence(session: Session, occurrence_id: UUID) -> list[Event]:
    """Return all that is known of one task, in order of occurrence."""
    return _events(session, EventRow.occurrence_id == occurrence_id)


def of_occurrences(session: Session, occurrence_ids: Iterable[UUID]) -> dict[UUID, list[Event]]:
    """Return occurrence -> all that is known of it, in order of occurrence."""
    found: dict[UUID, list[Event]] = {}
    wanted = list(occurrence_ids)
    for first in range(0, len(wanted), _AT_ONCE):
        ids = wanted[first : first + _AT_ONCE]
        for event in _events(session, col(EventRow.occurrence_id).in_(ids)):
            occurrence_id = identity.occurrence_of(event)
            if occurrence_id is not None:
                found.setdefault(occurrence_id, []).append(event)
    return found


def of_boot(session: Session, boot_id: UUID, kind: str) -> list[Event]:
    """Return one boot's events of one kind, in order of occurrence."""
    return _events(session, EventRow.boot_id == boot_id, EventRow.kind == kind)


def of_resident(
    session: Session, resident_id: UUID, between: tuple[datetime, datetime], kinds: Sequence[str]
) -> list[Event]:
    """Return one resident's events of some kinds in [start, end), in order of occurrence."""
    return _events(
        session,
        EventRow.resident_id == resident_id,
        col(EventRow.occurred_at) >= between[0],
        col(EventRow.occurred_at) < between[1],
        col(EventRow.kind).in_(kinds),
    )


def rewrite(session: Session, event: Event) -> None:
    """Put another content in the place of an event's; its digest still tells what it was."""
    row = session.get_one(EventBodyRow, event.id)
    row.document = event.model_dump_json()
    session.add(row)


def _events(session: Session, *conditions: Any) -> list[Event]:  # noqa: ANN401 - SQL expressions
    query = (
        select(EventBodyRow.document)
        .join(EventRow, col(EventRow.id) == col(EventBodyRow.event_id))
        .where(*conditions)
        .order_by(col(EventRow.occurred_at), col(EventRow.sequence), col(EventRow.id))
    )
    return [Event.model_validate_json(document) for document in session.exec(query)]


def timeline(
    session: Session,
    resident_id: UUID,
    between: tuple[datetime, datetime],
    kinds: Sequence[str],
    page: tuple[int, int],
) -> list[Event]:
    """Return one resident's events in [start, end), in order of occurrence.

    Args:
        session: Any.
        resident_id: Whose.
        between: Aware instants, the second exclusive.
        kinds: Which kinds.
        page: How many to leave out, and how many to return at most.
    """
    offset, limit = page
    query = (
        select(EventBodyRow.document)
        .join(EventRow, col(EventRow.id) == col(EventBodyRow.event_id))
        .where(EventRow.resident_id == resident_id, col(EventRow.kind).in_(kinds))
        .where(col(EventRow.occurred_at) >= between[0], col(EventRow.occurred_at) < between[1])
        .order_by(col(EventRow.occurred_at), col(EventRow.sequence), col(EventRow.id))
        .offset(offset)
        .limit(limit)
    )
    return [Event.model_validate_json(document) for document in session.exec(query)]


def after(session: Session, stream: int, until: int | None, limit: int) -> Sequence[EventRow]:
    """Return all units' events after a stream number, in the stream's order.

    Args:
        session: Any.
        stream: The number that is already known.
        until: The last number to return; None: as far as there are any.
        limit: How many to return at most.
    """
    query = select(EventRow).where(col(EventRow.stream) > stream)
    if until is not None:
        query = query.where(col(EventRow.stream) <= until)
    return session.exec(query.order_by(col(EventRow.stream)).limit(limit)).all()


def last_contacts(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return resident -> when the robot last heard them speak."""
    query = (
        select(EventRow.resident_id, func.max(EventRow.occurred_at))
        .where(col(EventRow.resident_id).in_(list(resident_ids)), EventRow.kind == "speech.heard")
        .group_by(col(EventRow.resident_id))
    )
    return {resident: at for resident, at in session.exec(query) if resident is not None}


def boot(session: Session, boot_id: UUID) -> BootRow | None:
    """Return how much of a boot's log has arrived, locked for a change."""
    query = select(BootRow).where(BootRow.boot_id == boot_id).with_for_update()
    return session.exec(query).one_or_none()


def sequences_after(session: Session, boot_id: UUID, sequence: int) -> list[int]:
    """Return a boot's sequences above `sequence` that are stored or dead letters, rising."""
    stored = select(EventRow.sequence).where(
        EventRow.boot_id == boot_id, col(EventRow.sequence) > sequence
    )
    buried = select(DeadLetterRow.sequence).where(
        DeadLetterRow.boot_id == boot_id, col(DeadLetterRow.sequence) > sequence
    )
    return sorted([*session.exec(stored), *(each for each in session.exec(buried) if each)])


def dead_letters(session: Session, robot_id: UUID, limit: int) -> Sequence[DeadLetterRow]:
    """Return a robot's latest refused items, newest first."""
    query = (
        select(DeadLetterRow)
        .where(DeadLetterRow.robot_id == robot_id)
        .order_by(col(DeadLetterRow.received_at).desc(), col(DeadLetterRow.id))
        .limit(limit)
    )
    return session.exec(query).all()


def bury(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    """Keep refused items, each once."""
    insert_new(session, DeadLetterRow, letters)
