"""Tasks in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, delete, literal_column
from sqlmodel import Session, col, select

from care_api.db import insert_rows
from care_api.residents.tables import ResidentRow
from care_api.tasks.tables import TaskRow
from schedules.outcome import Outcome
from schedules.task import Stage

# Literals, not parameters: so that the databases see that the partial indexes hold all of it.
_OVER: list[ColumnElement[str]] = [
    literal_column(f"'{stage.value}'") for stage in Stage if stage.is_over
]


def add_new(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Insert tasks that are not there yet."""
    insert_rows(session, TaskRow, rows, skip_present=True)


def all_locked(session: Session, ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Return those of the tasks that are there, locked for a change."""
    query = (
        select(TaskRow)
        .where(col(TaskRow.id).in_(list(ids)))
        .order_by(col(TaskRow.id))
        .with_for_update()
    )
    return session.exec(query).all()


def drop_untouched(
    session: Session, resident_id: UUID, after: datetime, keep: Collection[UUID]
) -> None:
    """Delete what is due later than `after`, has not begun, and is not to be kept."""
    session.exec(
        delete(TaskRow).where(
            col(TaskRow.resident_id) == resident_id,
            col(TaskRow.due_at) > after,
            col(TaskRow.stage) == Stage.DUE.value,
            col(TaskRow.id).not_in(list(keep)),
        )
    )


def of_day(session: Session, resident_ids: Iterable[UUID], local_on: date) -> Sequence[TaskRow]:
    """Return the residents' tasks of one local date, in order of time."""
    query = (
        select(TaskRow)
        .where(col(TaskRow.resident_id).in_(list(resident_ids)), TaskRow.local_on == local_on)
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
    )
    return session.exec(query).all()


def between(
    session: Session, resident_id: UUID, first_on: date, last_on: date
) -> Sequence[TaskRow]:
    """Return a resident's tasks of local dates, both included, in order of time."""
    query = (
        select(TaskRow)
        .where(
            TaskRow.resident_id == resident_id,
            TaskRow.local_on >= first_on,
            TaskRow.local_on <= last_on,
        )
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
    )
    return session.exec(query).all()


def residents_of(session: Session, ids: Iterable[UUID]) -> dict[UUID, UUID]:
    """Return task -> resident, of those that are there."""
    query = select(TaskRow.id, TaskRow.resident_id).where(col(TaskRow.id).in_(list(ids)))
    return dict(session.exec(query).all())


def by_ids(session: Session, ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Return those of the tasks that are there."""
    return session.exec(select(TaskRow).where(col(TaskRow.id).in_(list(ids)))).all()


def open_of(session: Session, resident_ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Return the residents' tasks that are not over, in order of time."""
    query = (
        select(TaskRow)
        .where(col(TaskRow.resident_id).in_(list(resident_ids)), col(TaskRow.stage).not_in(_OVER))
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
    )
    return session.exec(query).all()


def overdue(session: Session, now: datetime) -> Sequence[tuple[TaskRow, ResidentRow]]:
    """Return tasks whose window has closed while they were open, locked for a change."""
    query = (
        select(TaskRow, ResidentRow)
        .join(ResidentRow, col(ResidentRow.id) == col(TaskRow.resident_id))
        .where(col(TaskRow.window_closes_at) <= now, col(TaskRow.stage).not_in(_OVER))
        .order_by(col(TaskRow.window_closes_at))
        .with_for_update(of=TaskRow)
    )
    return session.exec(query).all()


def taken(session: Session, item_ids: Collection[UUID]) -> Sequence[TaskRow]:
    """Return the items' tasks that were last reported as taken."""
    query = select(TaskRow).where(
        col(TaskRow.item_id).in_(list(item_ids)), TaskRow.outcome == Outcome.TAKEN.value
    )
    return session.exec(query).all()


def untouched_of(session: Session, item_id: UUID, after: datetime) -> Sequence[TaskRow]:
    """Return an item's tasks due later than `after` of which no robot has told anything."""
    query = select(TaskRow).where(
        TaskRow.item_id == item_id,
        col(TaskRow.due_at) > after,
        col(TaskRow.stage).in_([Stage.DUE.value, Stage.MISSED.value]),
        TaskRow.attempts == 0,
        col(TaskRow.outcome).is_(None),
    )
    return session.exec(query.with_for_update()).all()
