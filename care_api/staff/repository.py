"""Staff in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, delete, func, update
from sqlmodel import Session, and_, col, select

from care_api.staff.tables import (
    LoginFailureRow,
    OneTimeKeyRow,
    RecoveryCodeRow,
    StaffRow,
    StaffSessionRow,
    StaffUnitRow,
)
from care_api.tenants.tables import TenantRow, UnitRow


def by_user_name(session: Session, user_name: str) -> StaffRow | None:
    """Return whoever logs in by that name and still works here."""
    query = select(StaffRow).where(StaffRow.user_name == user_name, col(StaffRow.left_at).is_(None))
    return session.exec(query).one_or_none()


def working(session: Session, staff_id: UUID) -> StaffRow | None:
    """Return somebody who still works here."""
    row = session.get(StaffRow, staff_id)
    return row if row is not None and row.left_at is None else None


def of_session(
    session: Session, token_hash: str, now: datetime, used_after: datetime
) -> tuple[StaffRow, StaffSessionRow] | None:
    """Return whose session it is, while it lasts."""
    query = (
        select(StaffRow, StaffSessionRow)
        .join(StaffSessionRow, col(StaffSessionRow.staff_id) == col(StaffRow.id))
        .where(
            StaffSessionRow.token_hash == token_hash,
            _is_open(now, used_after),
            col(StaffRow.left_at).is_(None),
        )
    )
    return session.exec(query).one_or_none()


def open_sessions(
    session: Session, staff_id: UUID, now: datetime, used_after: datetime
) -> list[StaffSessionRow]:
    """Return somebody's sessions that last, the last used first."""
    query = (
        select(StaffSessionRow)
        .where(StaffSessionRow.staff_id == staff_id, _is_open(now, used_after))
        .order_by(col(StaffSessionRow.last_seen_at).desc(), col(StaffSessionRow.started_at).desc())
    )
    return list(session.exec(query).all())


def alive(
    session: Session, token_hashes: Iterable[str], now: datetime, used_after: datetime
) -> list[str]:
    """Return which of the sessions last, of people who still work here."""
    query = (
        select(StaffSessionRow.token_hash)
        .join(StaffRow, col(StaffSessionRow.staff_id) == col(StaffRow.id))
        .where(
            col(StaffSessionRow.token_hash).in_(list(token_hashes)),
            _is_open(now, used_after),
            col(StaffRow.left_at).is_(None),
        )
    )
    return list(session.exec(query).all())


def _is_open(now: datetime, used_after: datetime) -> ColumnElement[bool]:
    return and_(
        col(StaffSessionRow.expires_at) > now,
        col(StaffSessionRow.last_seen_at) > used_after,
        col(StaffSessionRow.ended_at).is_(None),
    )


def units_of(session: Session, staff_id: UUID) -> list[tuple[UnitRow, list[str]]]:
    """Return the units somebody works in, with the roles there, by name."""
    query = (
        select(UnitRow, StaffUnitRow.role)
        .join(StaffUnitRow, col(StaffUnitRow.unit_id) == col(UnitRow.id))
        .where(StaffUnitRow.staff_id == staff_id)
        .order_by(col(UnitRow.name), col(UnitRow.id))
    )
    roles: dict[UUID, tuple[UnitRow, list[str]]] = {}
    for unit, role in session.exec(query):
        roles.setdefault(unit.id, (unit, []))[1].append(role)
    return list(roles.values())


def tenant_name(session: Session, tenant_id: UUID) -> str:
    """Return what the municipality is called."""
    return session.exec(select(TenantRow.name).where(TenantRow.id == tenant_id)).one()


def names(session: Session, staff_ids: set[UUID]) -> dict[UUID, str]:
    """Return id -> name."""
    query = select(StaffRow.id, StaffRow.name).where(col(StaffRow.id).in_(staff_ids))
    return dict(session.exec(query).all())


def add_session(session: Session, row: StaffSessionRow) -> None:
    """Keep a new login."""
    session.add(row)


def end_session(session: Session, token_hash: str, now: datetime) -> None:
    """End a login; nothing happens where there is none."""
    row = session.get(StaffSessionRow, token_hash)
    if row is not None and row.ended_at is None:
        row.ended_at = now


def end_other_sessions(session: Session, staff_id: UUID, own: str, now: datetime) -> None:
    """End all of somebody's logins but one."""
    session.exec(
        update(StaffSessionRow)
        .where(
            col(StaffSessionRow.staff_id) == staff_id,
            col(StaffSessionRow.token_hash) != own,
            col(StaffSessionRow.ended_at).is_(None),
        )
        .values(ended_at=now)
    )


def forget_sessions(session: Session, staff_id: UUID, now: datetime) -> None:
    """Delete somebody's logins that would be over by now in any case."""
    session.exec(
        delete(StaffSessionRow).where(
            col(StaffSessionRow.staff_id) == staff_id, col(StaffSessionRow.expires_at) <= now
        )
    )


def note_seen(session: Session, token_hash: str, now: datetime) -> None:
    """Keep when a login was last used."""
    row = session.get(StaffSessionRow, token_hash)
    if row is not None:
        row.last_seen_at = now


def set_way(session: Session, token_hash: str, way: str) -> None:
    """Keep how a login was opened."""
    row = session.get(StaffSessionRow, token_hash)
    if row is not None:
        row.way = way


def one_time_key(session: Session, staff_id: UUID) -> OneTimeKeyRow | None:
    """Return the key of somebody's app, locked for a change."""
    query = select(OneTimeKeyRow).where(OneTimeKeyRow.staff_id == staff_id).with_for_update()
    return session.exec(query).one_or_none()


def count_recovery(session: Session, staff_id: UUID) -> int:
    """Return how many recovery codes somebody has left."""
    query = select(func.count()).where(col(RecoveryCodeRow.staff_id) == staff_id)
    return session.exec(query).one()


def use_recovery(session: Session, staff_id: UUID, code_hash: str) -> bool:
    """Delete a recovery code of somebody's; return whether it was there."""
    row = session.get(RecoveryCodeRow, code_hash)
    if row is None or row.staff_id != staff_id:
        return False
    session.delete(row)
    return True


def forget_recovery(session: Session, staff_id: UUID) -> None:
    """Delete somebody's recovery codes."""
    session.exec(delete(RecoveryCodeRow).where(col(RecoveryCodeRow.staff_id) == staff_id))


def set_password(session: Session, staff_id: UUID, password_hash: str) -> None:
    """Keep the hash of a new password."""
    row = session.get(StaffRow, staff_id)
    if row is not None:
        row.password_hash = password_hash


def failure(session: Session, user_name_hash: str) -> LoginFailureRow | None:
    """Return the failed attempts under a name, locked for a change."""
    query = (
        select(LoginFailureRow)
        .where(LoginFailureRow.user_name_hash == user_name_hash)
        .with_for_update()
    )
    return session.exec(query).one_or_none()


def set_locale(session: Session, staff_id: UUID, locale: str) -> None:
    """Keep which language somebody reads."""
    row = session.get(StaffRow, staff_id)
    if row is not None:
        row.locale = locale


def working_as(session: Session, unit_id: UUID, roles: Sequence[str]) -> dict[UUID, str]:
    """Return id -> name of those who work in a unit in one of the roles, by name."""
    query = (
        select(StaffRow.id, StaffRow.name)
        .join(StaffUnitRow, col(StaffUnitRow.staff_id) == col(StaffRow.id))
        .where(
            StaffUnitRow.unit_id == unit_id,
            col(StaffUnitRow.role).in_(roles),
            col(StaffRow.left_at).is_(None),
        )
        .order_by(col(StaffRow.name), col(StaffRow.id))
    )
    return dict(session.exec(query).all())


def works_in(session: Session, staff_id: UUID, unit_id: UUID) -> bool:
    """Return whether somebody works in a unit."""
    query = select(StaffUnitRow.staff_id).where(
        StaffUnitRow.staff_id == staff_id, StaffUnitRow.unit_id == unit_id
    )
    return session.exec(query.limit(1)).first() is not None
