"""Tells robots that wait for news that there is some: a number in the robot's row, which rises."""

from collections.abc import Collection, Iterable
from uuid import UUID

from sqlalchemy import ColumnElement, update
from sqlmodel import Session, col, func, select

from care_api.robots.tables import RobotResidentRow, RobotRow


def for_robots(session: Session, robot_ids: Iterable[UUID]) -> None:
    """Let what these robots have to do count as changed, once the transaction is committed."""
    _bump(session, col(RobotRow.id).in_(list(robot_ids)))


def for_resident(session: Session, resident_id: UUID) -> None:
    """Let what the resident's robots have to do count as changed."""
    theirs = select(RobotResidentRow.robot_id).where(RobotResidentRow.resident_id == resident_id)
    _bump(session, col(RobotRow.id).in_(theirs))


def for_sharers(session: Session, resident_ids: Collection[UUID]) -> None:
    """Let what robots must know count as changed, where several look after one resident.

    The one that told it is among them: all rows are locked in one order.
    """
    if not resident_ids:
        return
    present = col(RobotResidentRow.ended_at).is_(None)
    shared = (
        select(RobotResidentRow.resident_id)
        .where(col(RobotResidentRow.resident_id).in_(list(resident_ids)), present)
        .group_by(col(RobotResidentRow.resident_id))
        .having(func.count() > 1)
    )
    theirs = select(RobotResidentRow.robot_id).where(
        col(RobotResidentRow.resident_id).in_(shared), present
    )
    _bump(session, col(RobotRow.id).in_(theirs))


def _bump(session: Session, which: ColumnElement[bool]) -> None:
    session.exec(
        update(RobotRow)
        .where(which)
        .values(orders_version=col(RobotRow.orders_version) + 1)
        .execution_options(synchronize_session=False)
    )


def numbers(session: Session, robot_ids: Iterable[UUID]) -> dict[UUID, int]:
    """Return robot -> number, of these robots."""
    query = select(RobotRow.id, RobotRow.orders_version).where(
        col(RobotRow.id).in_(list(robot_ids))
    )
    return dict(session.exec(query).all())
