"""The words: taken out of the events that hold them; what they were taken to mean stays."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete
from sqlmodel import Session, col, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from care_api.commands.state import CommandState
from care_api.commands.tables import CommandRow
from care_api.events import repository as log
from care_api.events.tables import BootRow, DeadLetterRow, EventRow
from care_api.events.wishes import WITH_WORDS
from care_api.retention.log_shelf import LogShelf, is_of_open_alert
from care_api.retention.shelf import Rows, Scope, Shelf
from care_api.robots.tables import RobotRow
from codebook.erasure import without_speech


def _erase(session: Session, event_ids: Sequence[UUID]) -> None:
    for event in log.by_ids(session, event_ids).values():
        without = without_speech(event)
        if without != event:
            log.rewrite(session, without)


def _commands(scope: Scope) -> SelectOfScalar[UUID]:
    """Return what robots were asked, once its time is over and the robot has had it or never."""
    return select(CommandRow.id).where(
        col(CommandRow.unit_id).in_(scope.units),
        CommandRow.state != CommandState.SENT.value,
        col(CommandRow.expires_at) < scope.before,
        col(CommandRow.state_at) < scope.before,
    )


def _drop_commands(session: Session, ids: Sequence[UUID]) -> None:
    session.exec(delete(CommandRow).where(col(CommandRow.id).in_(ids)))


def _letters(scope: Scope) -> SelectOfScalar[str]:
    """Return what was refused, where the robot's log is whole without it."""
    robots = select(RobotRow.id).where(col(RobotRow.unit_id).in_(scope.units))
    is_accounted = (
        select(BootRow.boot_id)
        .where(
            BootRow.boot_id == DeadLetterRow.boot_id,
            col(BootRow.contiguous) >= DeadLetterRow.sequence,
        )
        .exists()
    )
    return select(DeadLetterRow.id).where(
        col(DeadLetterRow.robot_id).in_(robots),
        col(DeadLetterRow.received_at) < scope.before,
        or_(col(DeadLetterRow.sequence).is_(None), is_accounted),
    )


def _drop_letters(session: Session, ids: Sequence[str]) -> None:
    session.exec(delete(DeadLetterRow).where(col(DeadLetterRow.id).in_(ids)))


IN_EVENTS = LogShelf(
    col(EventRow.kind).in_((*WITH_WORDS, "speech.said")),
    lambda _scope: is_of_open_alert(),
    _erase,
)
SHELVES: tuple[Shelf, ...] = (
    IN_EVENTS,
    Rows(_commands, _drop_commands),
    Rows(_letters, _drop_letters),
)
