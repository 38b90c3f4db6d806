"""Events in the database."""

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Executable, bindparam, exists, literal_column, or_, text
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select, SelectOfScalar

from care_api.bulk import among, dialect_of, found, insert_texts, wanted
from care_api.db import Lock, Work, insert_new, inserting, lock
from care_api.events.entry import BODY_COLUMNS, COLUMNS, Entry
from care_api.events.tables import NOT_TALK, BootRow, DeadLetterRow, EventBodyRow, EventRow
from care_api.residents.tables import ResidentRow
from care_api.robots.tables import RobotResidentRow
from care_api.spelling import digits, utc_text
from codebook.event import Event

_LAST_STREAM = "nabo_last_stream"
_IN_ORDER = (col(EventRow.occurred_at), col(EventRow.sequence), col(EventRow.id))
_MOST_OFF = timedelta(days=2)
"""How far a robot's clock may be off for its events to be found by when they occurred."""


def append(work: Work, entries: Sequence[Entry], units: Iterable[UUID]) -> int:
    """Append events that are not there yet; return the first one's stream number.

    Args:
        work: Its transaction holds the stream's lock from here on.
        entries: At least one, with different ids, none of which is in the log.
        units: Whose pages each of them changes.
    """
    lock(work.session, Lock.STREAM)
    first = _last_stream_of(work) + 1
    work.session.info[_LAST_STREAM] = first + len(entries) - 1
    received_at = utc_text(work.now)
    rows = [
        entry.row(stream, digits(unit_id), received_at)
        for stream, (entry, unit_id) in enumerate(zip(entries, units, strict=True), first)
    ]
    insert_texts(work.session, EventRow, COLUMNS, rows)
    insert_texts(work.session, EventBodyRow, BODY_COLUMNS, [each.body_row for each in entries])
    return first


def _last_stream_of(work: Work) -> int:
    """Return the highest stream number; read once, for nobody else appends in this transaction."""
    known: int | None = work.session.info.get(_LAST_STREAM)
    return last_stream(work.session) if known is None else known


def last_stream(session: Session) -> int:
    """Return the highest stream number, 0 before the first event."""
    [(highest,)] = found(session, _LAST_STREAM_NUMBER, {})
    return highest or 0


_LAST_STREAM_NUMBER = select(func.max(EventRow.stream))


def last_sequence(session: Session, boot_id: UUID) -> int:
    """Return how many events one boot has recorded."""
    query = select(func.max(EventRow.sequence)).where(EventRow.boot_id == boot_id)
    return session.exec(query).one() or 0


def digests(session: Session, event_ids: Iterable[str]) -> dict[str, str]:
    """Return id -> digest of those that are there; ids are told by their digits."""
    dialect = dialect_of(session)
    known = found(session, _select_digests(dialect), wanted(dialect, event_ids))
    return {digits(event_id): digest for event_id, digest in known}


@cache
def _select_digests(dialect: str) -> Select[UUID, str]:
    return select(EventRow.id, EventRow.digest).where(among(dialect, EventRow.id))


def by_ids(session: Session, event_ids: Iterable[UUID]) -> dict[UUID, Event]:
    """Return id -> event."""
    events = _events(session, col(EventRow.id).in_(list(event_ids)))
    return {event.id: event for event in events}


def of_occurrences(
    session: Session, occurrence_ids: Iterable[UUID], before: int | None = None
) -> dict[UUID, list[Event]]:
    """Return occurrence -> all that is known of it, in order of occurrence.

    Args:
        session: Any.
        occurrence_ids: Which.
        before: Only what has a lower stream number than this; None: all.
    """
    dialect = dialect_of(session)
    until = sys.maxsize if before is None else before
    params = {**wanted(dialect, occurrence_ids), "until": until}
    told: dict[UUID, list[Event]] = {}
    for occurrence_id, document in found(session, _select_of_occurrences(dialect), params):
        told.setdefault(occurrence_id, []).append(Event.model_validate_json(document))
    return told


@cache
def _select_of_occurrences(dialect: str) -> Select[Any, str]:
    return (
        select(EventRow.occurrence_id, EventBodyRow.document)
        .join(EventBodyRow, col(EventRow.id) == col(EventBodyRow.event_id))
        .where(among(dialect, EventRow.occurrence_id), col(EventRow.stream) < bindparam("until"))
        .order_by(*_IN_ORDER)
    )


def of_boot(session: Session, boot_id: UUID, kind: str) -> list[Event]:
    """Return one boot's events of one kind, in order of occurrence.

    Args:
        session: Any.
        boot_id: Which boot's.
        kind: One of those that are indexed for this.
    """
    documents = found(session, select_of_boot(kind), {"boot_id": boot_id})
    return [Event.model_validate_json(document) for (document,) in documents]


@cache
def select_of_boot(kind: str) -> SelectOfScalar[str]:
    """Return the query for one kind of events of the boot `boot_id`."""
    is_kind = col(EventRow.kind) == literal_column(f"'{kind}'")  # for the partial index
    return (
        select(EventBodyRow.document)
        .join(EventRow, col(EventRow.id) == col(EventBodyRow.event_id))
        .where(EventRow.boot_id == bindparam("boot_id"), is_kind)
        .order_by(*_IN_ORDER)
    )


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


def reported_to_others(
    session: Session, robot_id: UUID, span: tuple[datetime, datetime]
) -> list[UUID]:
    """Return the events by which other robots were told of this one's residents, in order.

    Args:
        session: Any.
        robot_id: The robot that is not meant.
        span: Aware UTC, [start, end) of when they occurred.
    """
    since, until = span
    params = {"robot_id": robot_id, "since": since, "until": until}
    return sorted(event_id for (event_id,) in found(session, _REPORTED_TO_OTHERS, params))


def _select_reported_to_others() -> SelectOfScalar[UUID]:
    """Return the query; residents whom one robot alone looks after cost it nothing.

    It is sorted by whoever asks: an order by identifier tempts SQLite to walk through all events.
    """
    ours, theirs = RobotResidentRow, aliased(RobotResidentRow)
    has_another = exists().where(
        col(theirs.resident_id) == col(ours.resident_id),
        col(theirs.robot_id) != bindparam("robot_id"),
        or_(col(theirs.ended_at).is_(None), col(theirs.ended_at) > bindparam("since")),
    )
    shared = select(ours.resident_id).where(
        ours.robot_id == bindparam("robot_id"), col(ours.ended_at).is_(None), has_another
    )
    return select(EventRow.id).where(
        col(EventRow.resident_id).in_(shared),
        col(EventRow.occurred_at) >= bindparam("since"),
        col(EventRow.occurred_at) < bindparam("until"),
        EventRow.kind == "task.reported",
        col(EventRow.robot_id).is_distinct_from(bindparam("robot_id")),
    )


_REPORTED_TO_OTHERS = _select_reported_to_others()


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
        .order_by(*_IN_ORDER)
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
        .order_by(*_IN_ORDER)
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


def of_unit(
    session: Session, unit_id: UUID, between: tuple[int, int], kinds: Sequence[str]
) -> list[Event]:
    """Return a unit's events of some kinds after one stream number, up to and with another.

    In order of occurrence; none of the kinds may be talk.
    """
    return _events(
        session,
        EventRow.unit_id == unit_id,
        col(EventRow.stream) > between[0],
        col(EventRow.stream) <= between[1],
        text(f"event.{NOT_TALK}"),
        col(EventRow.kind).in_(kinds),
    )


def last_stream_before(session: Session, unit_id: UUID, received_before: datetime) -> int:
    """Return the unit's latest stream number, talk left out, that arrived before an instant."""
    query = (
        select(EventRow.stream)
        .where(
            EventRow.unit_id == unit_id,
            col(EventRow.received_at) < received_before,
            text(f"event.{NOT_TALK}"),
        )
        .order_by(col(EventRow.stream).desc())
        .limit(1)
    )
    return session.exec(query).first() or 0


def last_contacts(session: Session, resident_ids: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return resident -> when the robot last heard them speak."""
    last = (  # by the index, from the end: the log behind it is not read
        select(EventRow.occurred_at)
        .where(EventRow.resident_id == ResidentRow.id, EventRow.kind == "speech.heard")
        .order_by(col(EventRow.occurred_at).desc())
        .limit(1)
        .correlate(ResidentRow)
        .scalar_subquery()
    )
    query = select(ResidentRow.id, last).where(col(ResidentRow.id).in_(list(resident_ids)))
    return {resident: at for resident, at in session.exec(query) if at is not None}


def has_received(session: Session, resident_id: UUID, kind: str, since: datetime) -> bool:
    """Return whether a resident's event of some kind has come in since an instant."""
    query = (
        select(EventRow.id)
        .where(
            EventRow.resident_id == resident_id,
            col(EventRow.occurred_at) >= since - _MOST_OFF,  # the index ends there
            EventRow.kind == kind,
            col(EventRow.received_at) >= since,
        )
        .limit(1)
    )
    return session.exec(query).one_or_none() is not None


class Reached(NamedTuple):
    """How much of one boot's log has arrived; as `BootRow` has it."""

    robot_id: UUID
    contiguous: int
    highest: int


def reached(session: Session, boot_id: UUID) -> Reached | None:
    """Return how much of a boot's log has arrived, locked for a change."""
    rows = found(session, _REACHED, {"boot_id": boot_id})
    return Reached(*rows[0]) if rows else None


_REACHED = (
    select(BootRow.robot_id, BootRow.contiguous, BootRow.highest)
    .where(BootRow.boot_id == bindparam("boot_id"))
    .with_for_update()
)


def write_reached(session: Session, boot_id: UUID, now: Reached) -> None:
    """Write how much of a boot's log has arrived."""
    params = {"boot_id": boot_id, **now._asdict()}
    session.connection().execute(_write_reached(dialect_of(session)), params)


@cache
def _write_reached(dialect: str) -> Executable:
    insert = inserting(dialect)(BootRow)
    new = {"contiguous": insert.excluded.contiguous, "highest": insert.excluded.highest}
    return insert.on_conflict_do_update(index_elements=["boot_id"], set_=new)


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


def count_dead_letters(session: Session, robot_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return robot -> how many of its items were refused."""
    query = (
        select(DeadLetterRow.robot_id, func.count())
        .where(col(DeadLetterRow.robot_id).in_(list(robot_ids)))
        .group_by(col(DeadLetterRow.robot_id))
    )
    return dict(session.exec(query).all())


def latest_refusals(
    session: Session, robot_ids: Iterable[UUID], limit: int
) -> Sequence[tuple[UUID, datetime, str]]:
    """Return robot, time and reason of the latest refused items, newest first."""
    query = (
        select(DeadLetterRow.robot_id, DeadLetterRow.received_at, DeadLetterRow.reason)
        .where(col(DeadLetterRow.robot_id).in_(list(robot_ids)))
        .order_by(col(DeadLetterRow.received_at).desc(), col(DeadLetterRow.id))
        .limit(limit)
    )
    return session.exec(query).all()


def bury(session: Session, letters: Sequence[dict[str, Any]]) -> None:
    """Keep refused items, each once."""
    insert_new(session, DeadLetterRow, letters)
