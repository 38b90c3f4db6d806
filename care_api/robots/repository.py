"""Robots in the database."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import BindParameter, ColumnElement, Update, and_, bindparam, delete, or_, update
from sqlmodel import Session, col, func, select

from care_api.alerts.cause import Cause
from care_api.alerts.tables import AlertRow
from care_api.bulk import among, dialect_of, found, wanted
from care_api.db import insert_new
from care_api.residents.tables import ResidentRow
from care_api.robots.robot_identity import RobotIdentity
from care_api.robots.tables import (
    PairingCodeRow,
    RobotResidentRow,
    RobotRow,
    RobotStateRow,
    UsedAssertionRow,
)


def get(session: Session, robot_id: UUID) -> RobotRow | None:
    """Return a robot."""
    return session.get(RobotRow, robot_id)


def identity(session: Session, robot_id: UUID) -> RobotIdentity | None:
    """Return a robot that is in service."""
    for unit_id, last_seen_at, orders_version, clock_off_at in found(
        session, _IN_SERVICE, {"robot_id": robot_id}
    ):
        return RobotIdentity(
            id=robot_id,
            unit_id=unit_id,
            last_seen_at=last_seen_at,
            news=orders_version,
            clock_off_at=clock_off_at,
        )
    return None


_IN_SERVICE = select(
    RobotRow.unit_id, RobotRow.last_seen_at, RobotRow.orders_version, RobotRow.clock_off_at
).where(col(RobotRow.id) == bindparam("robot_id"), col(RobotRow.revoked_at).is_(None))


def write_sign(session: Session, robot_id: UUID, values: Mapping[str, Any]) -> None:
    """Write what a sign of life comes to into a robot's columns.

    A robot that this transaction has read as a row does not learn of it.
    """
    session.connection().execute(_update_sign(tuple(values)), {**values, "robot_id": robot_id})


@cache
def _update_sign(columns: tuple[str, ...]) -> Update:
    new: dict[str, BindParameter[Any]] = {name: bindparam(name) for name in columns}
    return update(RobotRow).where(col(RobotRow.id) == bindparam("robot_id")).values(new)


def of_units(session: Session, unit_ids: Iterable[UUID]) -> Sequence[RobotRow]:
    """Return the units' robots by name."""
    query = (
        select(RobotRow)
        .where(col(RobotRow.unit_id).in_(list(unit_ids)))
        .order_by(col(RobotRow.name), col(RobotRow.id))
    )
    return session.exec(query).all()


def newly_silent(session: Session, silent_since: datetime) -> Sequence[RobotRow]:
    """Return robots in service, last seen before an instant, whose silence has no alert yet."""
    is_alerted = (
        select(AlertRow.id)
        .where(
            col(AlertRow.robot_id) == col(RobotRow.id),
            AlertRow.cause == Cause.ROBOT_SILENT.value,
            or_(
                col(RobotRow.last_seen_at).is_(None),
                col(AlertRow.raised_at) > col(RobotRow.last_seen_at),
            ),
        )
        .exists()
    )
    query = select(RobotRow).where(
        col(RobotRow.paired_at).is_not(None),
        col(RobotRow.revoked_at).is_(None),
        or_(col(RobotRow.last_seen_at).is_(None), col(RobotRow.last_seen_at) < silent_since),
        ~is_alerted,
    )
    return session.exec(query).all()


def pairing_code(session: Session, code_hash: str) -> PairingCodeRow | None:
    """Return a code, locked for its one use."""
    query = select(PairingCodeRow).where(PairingCodeRow.code_hash == code_hash).with_for_update()
    return session.exec(query).one_or_none()


def use_assertion(session: Session, assertion_id: str, expires_at: datetime) -> bool:
    """Mark an assertion as used; return False where it was used before."""
    row = {"id": assertion_id, "expires_at": expires_at}
    return bool(insert_new(session, UsedAssertionRow, [row]))


def forget_assertions(session: Session, before: datetime) -> None:
    """Delete assertions that have expired: they are refused for that alone."""
    session.exec(delete(UsedAssertionRow).where(col(UsedAssertionRow.expires_at) < before))


def residents_of(session: Session, robot_id: UUID) -> Sequence[ResidentRow]:
    """Return whom the robot looks after now, by name."""
    return [resident for _, resident in residents_of_each(session, [robot_id])]


def residents_of_each(
    session: Session, robot_ids: Iterable[UUID]
) -> Sequence[tuple[UUID, ResidentRow]]:
    """Return robot and resident of each present assignment, by the residents' names."""
    query = (
        select(RobotResidentRow.robot_id, ResidentRow)
        .join(RobotResidentRow, col(RobotResidentRow.resident_id) == col(ResidentRow.id))
        .where(
            col(RobotResidentRow.robot_id).in_(list(robot_ids)),
            col(RobotResidentRow.ended_at).is_(None),
        )
        .order_by(col(ResidentRow.name), col(ResidentRow.id))
    )
    return session.exec(query).all()


def nearest_of_resident(
    session: Session, resident_id: UUID, preferred: UUID | None = None
) -> RobotRow | None:
    """Return the robot that reaches a resident: the preferred one, or the one heard from last."""
    query = (
        select(RobotRow)
        .join(RobotResidentRow, col(RobotResidentRow.robot_id) == col(RobotRow.id))
        .where(
            RobotResidentRow.resident_id == resident_id,
            col(RobotResidentRow.ended_at).is_(None),
            col(RobotRow.paired_at).is_not(None),
            col(RobotRow.revoked_at).is_(None),
        )
        .order_by(col(RobotRow.last_seen_at).desc().nulls_last(), col(RobotRow.id))
    )
    found = session.exec(query).all()
    return next((robot for robot in found if robot.id == preferred), found[0] if found else None)


def residents_ever(
    session: Session, robot_id: UUID
) -> Sequence[tuple[UUID, UUID, datetime | None]]:
    """Return resident, unit and when the service ended, of all whom the robot ever looked after."""
    ever = found(session, _EVER, {"robot_id": robot_id})
    return [(resident_id, unit_id, ended_at) for resident_id, unit_id, ended_at in ever]


_EVER = (
    select(ResidentRow.id, ResidentRow.unit_id, ResidentRow.ended_at)
    .join(RobotResidentRow, col(RobotResidentRow.resident_id) == col(ResidentRow.id))
    .where(RobotResidentRow.robot_id == bindparam("robot_id"))
)


def assignments_of_resident(session: Session, resident_id: UUID) -> Sequence[RobotResidentRow]:
    """Return which robots look, or have looked, after a resident."""
    query = select(RobotResidentRow).where(RobotResidentRow.resident_id == resident_id)
    return session.exec(query.order_by(col(RobotResidentRow.robot_id))).all()


def robots_of_residents(
    session: Session, resident_ids: Iterable[UUID]
) -> list[tuple[UUID, RobotRow]]:
    """Return resident and robot of each present assignment."""
    query = (
        select(RobotResidentRow.resident_id, RobotRow)
        .join(RobotRow, col(RobotRow.id) == col(RobotResidentRow.robot_id))
        .where(
            col(RobotResidentRow.resident_id).in_(list(resident_ids)),
            col(RobotResidentRow.ended_at).is_(None),
        )
        .order_by(col(RobotRow.name))
    )
    return list(session.exec(query).all())


def signs_of_residents(
    session: Session, resident_ids: Iterable[UUID], seen_since: datetime
) -> Sequence[tuple[UUID, str, bool, datetime | None]]:
    """Return resident, robot's name, whether it is online and when it was seen, by name.

    Of each present assignment; `seen_since` is when an online robot was seen at the latest.
    """
    dialect = dialect_of(session)
    query = (
        select(
            RobotResidentRow.resident_id,
            RobotRow.name,
            _is_online(seen_since),
            RobotRow.last_seen_at,
        )
        .join(RobotRow, col(RobotRow.id) == col(RobotResidentRow.robot_id))
        .where(
            among(dialect, RobotResidentRow.resident_id), col(RobotResidentRow.ended_at).is_(None)
        )
        .order_by(col(RobotRow.name))
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def unheard(
    session: Session, resident_ids: Iterable[UUID], seen_since: datetime
) -> Sequence[tuple[UUID, bool]]:
    """Return the residents of whom no robot is online, and whether one looks after them at all."""
    dialect = dialect_of(session)
    present = (
        select(RobotRow.id)
        .join(RobotResidentRow, col(RobotResidentRow.robot_id) == col(RobotRow.id))
        .where(
            col(RobotResidentRow.resident_id) == col(ResidentRow.id),
            col(RobotResidentRow.ended_at).is_(None),
        )
        .correlate(ResidentRow)
    )
    query = select(ResidentRow.id, present.exists()).where(
        among(dialect, ResidentRow.id), ~present.where(_is_online(seen_since)).exists()
    )
    return session.exec(query, params=wanted(dialect, resident_ids)).all()


def signs_of_units(
    session: Session, unit_ids: Iterable[UUID], seen_since: datetime, most: int
) -> Sequence[tuple[str, bool, datetime | None, int]]:
    """Return a robot's name, whether it is online, when it was seen, and how many robots there are.

    At most so many of the units' robots, those that are not online first, then by name.
    """
    is_online = _is_online(seen_since)
    query = (
        select(RobotRow.name, is_online, RobotRow.last_seen_at, func.count().over())
        .where(col(RobotRow.unit_id).in_(list(unit_ids)))
        .order_by(is_online, col(RobotRow.name), col(RobotRow.id))
        .limit(most)
    )
    return session.exec(query).all()


def _is_online(seen_since: datetime) -> ColumnElement[bool]:
    return and_(
        col(RobotRow.revoked_at).is_(None),
        col(RobotRow.paired_at).is_not(None),
        col(RobotRow.last_seen_at).is_not(None),
        col(RobotRow.last_seen_at) >= seen_since,
    )


def cared_for(
    session: Session, resident_ids: Iterable[UUID], unit_ids: Iterable[UUID]
) -> frozenset[UUID]:
    """Return those of the residents who live in one of the units and are still cared for."""
    query = select(ResidentRow.id).where(
        col(ResidentRow.id).in_(list(resident_ids)),
        col(ResidentRow.unit_id).in_(list(unit_ids)),
        col(ResidentRow.ended_at).is_(None),
    )
    return frozenset(session.exec(query))


def states(
    session: Session, robot_ids: Iterable[UUID]
) -> Sequence[tuple[RobotStateRow, float | None]]:
    """Return the robots' latest heartbeats, each with the robot's clock offset in seconds."""
    query = (
        select(RobotStateRow, RobotRow.clock_offset_s)
        .join(RobotRow, col(RobotRow.id) == col(RobotStateRow.robot_id))
        .where(col(RobotStateRow.robot_id).in_(list(robot_ids)))
    )
    return session.exec(query).all()


def assignments(session: Session, robot_id: UUID) -> Sequence[RobotResidentRow]:
    """Return a robot's present and past assignments."""
    query = select(RobotResidentRow).where(RobotResidentRow.robot_id == robot_id)
    return session.exec(query).all()


def present_assignments(session: Session, robot_ids: Iterable[UUID]) -> Sequence[RobotResidentRow]:
    """Return the robots' assignments that last."""
    query = select(RobotResidentRow).where(
        col(RobotResidentRow.robot_id).in_(list(robot_ids)),
        col(RobotResidentRow.ended_at).is_(None),
    )
    return session.exec(query).all()
