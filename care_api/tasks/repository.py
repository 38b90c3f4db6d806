"""Tasks in the database."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Update,
    bindparam,
    delete,
    literal_column,
    update,
)
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import Select

from care_api.bulk import among, dialect_of, found, insert_rows, wanted
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
    if rows:
        values = [tuple(row.values()) for row in rows]
        insert_rows(session, TaskRow, tuple(rows[0]), values, skip_present=True)


class Known(NamedTuple):
    """What has to be known of a task to move it on."""

    resident_id: UUID
    kind: str
    overdue_at: datetime | None


def locked(session: Session, ids: Iterable[UUID] | Iterable[str]) -> dict[UUID, Known]:
    """Return task -> what is known of it, of those that are there, locked for `write_progress`."""
    dialect = dialect_of(session)
    rows = found(session, _select_locked(dialect), wanted(dialect, ids))
    return {task_id: Known(*known) for task_id, *known in rows}


@cache
def _select_locked(dialect: str) -> Select[UUID, UUID, str, Any]:
    query = select(TaskRow.id, TaskRow.resident_id, TaskRow.kind, TaskRow.overdue_at)
    return query.where(among(dialect, TaskRow.id)).order_by(col(TaskRow.id)).with_for_update()


def write_progress(session: Session, rows: Sequence[dict[str, Any]]) -> None:
    """Write what each task's events come to, by `task_id`; all rows have the same columns.

    No task that this transaction has read as a row learns of it: it is read afterwards.
    """
    if rows:
        session.connection().execute(_update_progress(tuple(rows[0])), rows)


@cache
def _update_progress(columns: tuple[str, ...]) -> Update:
    table = TaskRow.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    new: dict[str, BindParameter[Any]] = {
        name: bindparam(name) for name in columns if name != "task_id"
    }
    return update(table).where(table.c.id == bindparam("task_id")).values(new)


def drop_untouched(session: Session, resident_id: UUID, after: datetime) -> None:
    """Delete what is due later than `after` and has not begun."""
    session.exec(
        delete(TaskRow).where(
            col(TaskRow.resident_id) == resident_id,
            col(TaskRow.due_at) > after,
            col(TaskRow.stage) == Stage.DUE.value,
        )
    )


def of_day(session: Session, resident_ids: Iterable[UUID], local_on: date) -> Sequence[TaskRow]:
    """Return the residents' tasks of one local date, in order of time."""
    dialect = dialect_of(session)
    query = (
        select(TaskRow)
        .where(among(dialect, TaskRow.resident_id), TaskRow.local_on == local_on)
        .order_by(col(TaskRow.due_at), col(TaskRow.id))
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def last_reported(
    session: Session, resident_ids: Iterable[UUID], local_on: date
) -> Sequence[TaskRow]:
    """Return each resident's task of one local date that was reported last."""
    dialect = dialect_of(session)
    latest_first = (col(TaskRow.reported_at).desc(), col(TaskRow.due_at), col(TaskRow.id))
    ranked = (
        select(
            TaskRow.id,
            func.row_number()
            .over(partition_by=col(TaskRow.resident_id), order_by=latest_first)
            .label("rank"),
        )
        .where(
            among(dialect, TaskRow.resident_id),
            TaskRow.local_on == local_on,
            col(TaskRow.reported_at).is_not(None),
        )
        .subquery()
    )
    query = select(TaskRow).join(ranked, ranked.c.id == col(TaskRow.id)).where(ranked.c.rank == 1)
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def around(
    session: Session, resident_ids: Iterable[UUID], local_on: date, since: datetime, most: int
) -> Sequence[TaskRow]:
    """Return tasks of one local date, at most so many: those due `since` an instant come first."""
    dialect = dialect_of(session)
    query = (
        select(TaskRow)
        .where(among(dialect, TaskRow.resident_id), TaskRow.local_on == local_on)
        .order_by(col(TaskRow.due_at) < since, col(TaskRow.due_at), col(TaskRow.id))
        .limit(most)
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


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


def titles(session: Session, ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return task -> what it is called, of those that are there."""
    dialect = dialect_of(session)
    query = select(TaskRow.id, TaskRow.title).where(among(dialect, TaskRow.id))
    return dict(session.exec(query, params=wanted(dialect, ids)).all())


def by_ids(session: Session, ids: Iterable[UUID]) -> Sequence[TaskRow]:
    """Return those of the tasks that are there."""
    dialect = dialect_of(session)
    query = select(TaskRow).where(among(dialect, TaskRow.id))
    return session.exec(query, params=wanted(dialect, ids)).all()


def next_of(session: Session, resident_ids: Iterable[UUID], most: int) -> Sequence[TaskRow]:
    """Return of each resident the first tasks that are not over, at most so many, in order."""
    dialect = dialect_of(session)
    in_order = (col(TaskRow.due_at), col(TaskRow.id))
    place = func.row_number().over(partition_by=col(TaskRow.resident_id), order_by=in_order)
    ranked = (
        select(TaskRow.id, place.label("place"))
        .where(among(dialect, TaskRow.resident_id), col(TaskRow.stage).not_in(_OVER))
        .subquery()
    )
    query = (
        select(TaskRow)
        .join(ranked, ranked.c.id == col(TaskRow.id))
        .where(ranked.c.place <= most)
        .order_by(*in_order)
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def open_of(
    session: Session, resident_ids: Iterable[UUID], until: datetime | None = None
) -> Sequence[TaskRow]:
    """Return the residents' tasks that are not over, in order of time.

    Args:
        session: Any.
        resident_ids: Whose.
        until: Due before then; None: however late.
    """
    dialect = dialect_of(session)
    query = select(TaskRow).where(
        among(dialect, TaskRow.resident_id), col(TaskRow.stage).not_in(_OVER)
    )
    if until is not None:
        query = query.where(col(TaskRow.due_at) < until)
    in_order = query.order_by(col(TaskRow.due_at), col(TaskRow.id))
    return session.exec(in_order, params=wanted(dialect, resident_ids)).all()


def open_locked(session: Session, resident_id: UUID) -> Sequence[TaskRow]:
    """Return a resident's tasks that are not over, locked for a change."""
    query = (
        select(TaskRow)
        .where(TaskRow.resident_id == resident_id, col(TaskRow.stage).not_in(_OVER))
        .order_by(col(TaskRow.id))
        .with_for_update()
    )
    return session.exec(query.execution_options(populate_existing=True)).all()


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
