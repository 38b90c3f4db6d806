"""Presence; and tasks, what else happened, and handovers: each only once all of it is over."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, not_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.events.tables import EventRow
from care_api.handovers.tables import HandoverAdditionRow, HandoverRow, HandoverSignatureRow
from care_api.retention.log_shelf import LogShelf, delete_events, is_in_use
from care_api.retention.shelf import Rows, Scope, Shelf
from care_api.tasks.tables import TaskRow
from schedules.task import Stage

_OVER = [stage.value for stage in Stage if stage.is_over]


def _tasks(scope: Scope) -> SelectOfScalar[UUID]:
    return select(TaskRow.id).where(
        col(TaskRow.resident_id).in_(scope.residents),
        col(TaskRow.local_on) <= scope.before.date(),  # by the index
        not_(_is_task_kept(scope)),
    )


def _is_task_kept(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a task is not over, or not so long ago, or an open alert's."""
    is_of_open_alert = (
        select(AlertRow.id)
        .where(AlertRow.occurrence_id == TaskRow.id, AlertRow.state != AlertState.CLOSED.value)
        .exists()
    )
    return or_(
        col(TaskRow.window_closes_at) >= scope.before,
        col(TaskRow.stage).not_in(_OVER),
        and_(col(TaskRow.reported_at).is_not(None), col(TaskRow.reported_at) >= scope.before),
        is_of_open_alert,
    )


def _drop_tasks(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(TaskRow).where(col(TaskRow.id).in_(ids)))


def _handovers(scope: Scope) -> SelectOfScalar[UUID]:
    return select(HandoverRow.id).where(
        col(HandoverRow.unit_id).in_(scope.units), not_(_is_handover_kept(scope))
    )


def _is_handover_kept(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that a handover lacks a signature, or had one or a word added since.

    The unit's newest stays as well: the next one counts on from it.
    """
    later = aliased(HandoverRow)
    newest = (
        select(func.max(later.number)).where(later.unit_id == HandoverRow.unit_id).scalar_subquery()
    )
    is_added_to = (
        select(HandoverAdditionRow.handover_id)
        .where(
            HandoverAdditionRow.handover_id == HandoverRow.id,
            col(HandoverAdditionRow.at) >= scope.before,
        )
        .exists()
    )
    return or_(
        col(HandoverRow.completed_at).is_(None),
        col(HandoverRow.completed_at) >= scope.before,
        col(HandoverRow.number) == newest,
        is_added_to,
    )


def _drop_handovers(session: Session, ids: Sequence[UUID]) -> None:
    for table in (HandoverAdditionRow, HandoverSignatureRow):
        session.exec(delete(table).where(col(table.handover_id).in_(ids)))
    session.exec(delete(HandoverRow).where(col(HandoverRow.id).in_(ids)))


def _is_held(scope: Scope) -> ColumnElement[bool]:
    """Return the condition that an event belongs to something that is kept."""
    is_of_task = (
        select(TaskRow.id)
        .where(TaskRow.id == EventRow.occurrence_id, _is_task_kept(scope))
        .exists()
    )
    is_handed_over = (
        select(HandoverRow.id)
        .where(
            HandoverRow.unit_id == EventRow.unit_id,
            col(HandoverRow.after_stream) < EventRow.stream,
            col(HandoverRow.through_stream) >= EventRow.stream,
            _is_handover_kept(scope),
        )
        .exists()
    )
    return or_(is_in_use(scope), is_of_task, is_handed_over)


IN_ROOMS = LogShelf(col(EventRow.kind) == "presence.changed", is_in_use, delete_events)
EVENTS = LogShelf(true(), _is_held, delete_events)
PRESENCE_SHELVES: tuple[Shelf, ...] = (IN_ROOMS,)
EVENT_SHELVES: tuple[Shelf, ...] = (
    Rows(_handovers, _drop_handovers),
    Rows(_tasks, _drop_tasks),
    EVENTS,
)
