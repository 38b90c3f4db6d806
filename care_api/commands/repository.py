"""Commands in the database."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from care_api.commands.state import CommandState
from care_api.commands.tables import CommandRow


def waiting_for(session: Session, robot_id: UUID, now: datetime) -> Sequence[CommandRow]:
    """Return what the robot has not said it has, and is still worth having, oldest first."""
    query = (
        select(CommandRow)
        .where(
            CommandRow.robot_id == robot_id,
            CommandRow.state == CommandState.SENT.value,
            col(CommandRow.expires_at) > now,
        )
        .order_by(col(CommandRow.created_at), col(CommandRow.id))
    )
    return session.exec(query).all()


def locked(session: Session, command_id: UUID, robot_id: UUID) -> CommandRow | None:
    """Return a robot's command, locked for a change."""
    query = (
        select(CommandRow)
        .where(CommandRow.id == command_id, CommandRow.robot_id == robot_id)
        .with_for_update()
    )
    return session.exec(query).one_or_none()


def undelivered(session: Session, now: datetime) -> Sequence[CommandRow]:
    """Return commands whose time is over and that nobody has received, locked for a change."""
    query = (
        select(CommandRow)
        .where(CommandRow.state == CommandState.SENT.value, col(CommandRow.expires_at) <= now)
        .with_for_update()
    )
    return session.exec(query).all()


def sent_about(session: Session, resident_id: UUID) -> Sequence[CommandRow]:
    """Return what robots have not received yet of what is about a resident, locked for a change."""
    query = select(CommandRow).where(
        CommandRow.resident_id == resident_id, CommandRow.state == CommandState.SENT.value
    )
    return session.exec(query.with_for_update()).all()


def of_resident(session: Session, resident_id: UUID, limit: int) -> Sequence[CommandRow]:
    """Return the latest commands about a resident, newest first."""
    return _latest(session, col(CommandRow.resident_id) == resident_id, limit)


def of_robot(session: Session, robot_id: UUID, limit: int) -> Sequence[CommandRow]:
    """Return the robot's latest own commands, about no resident, newest first."""
    own = col(CommandRow.robot_id) == robot_id
    return _latest(session, own & col(CommandRow.resident_id).is_(None), limit)


def _latest(session: Session, condition: ColumnElement[bool], limit: int) -> Sequence[CommandRow]:
    query = (
        select(CommandRow)
        .where(condition)
        .order_by(col(CommandRow.created_at).desc(), col(CommandRow.id).desc())
        .limit(limit)
    )
    return session.exec(query).all()
