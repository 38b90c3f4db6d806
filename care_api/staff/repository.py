"""Staff in the database."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.staff.tables import LoginFailureRow, StaffRow, StaffSessionRow, StaffUnitRow
from care_api.tenants.tables import TenantRow, UnitRow


def by_user_name(session: Session, user_name: str) -> StaffRow | None:
    """Return whoever logs in by that name and still works here."""
    query = select(StaffRow).where(StaffRow.user_name == user_name, col(StaffRow.left_at).is_(None))
    return session.exec(query).one_or_none()


def of_session(session: Session, token_hash: str, now: datetime) -> StaffRow | None:
    """Return whose session it is, while it lasts."""
    query = (
        select(StaffRow)
        .join(StaffSessionRow, col(StaffSessionRow.staff_id) == col(StaffRow.id))
        .where(
            StaffSessionRow.token_hash == token_hash,
            StaffSessionRow.expires_at > now,
            col(StaffSessionRow.ended_at).is_(None),
            col(StaffRow.left_at).is_(None),
        )
    )
    return session.exec(query).one_or_none()


def units_of(session: Session, staff_id: UUID) -> list[tuple[UnitRow, str]]:
    """Return the units somebody works in, with the role there, by name."""
    query = (
        select(UnitRow, StaffUnitRow.role)
        .join(StaffUnitRow, col(StaffUnitRow.unit_id) == col(UnitRow.id))
        .where(StaffUnitRow.staff_id == staff_id)
        .order_by(col(UnitRow.name))
    )
    return list(session.exec(query).all())


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


def works_in(session: Session, staff_id: UUID, unit_id: UUID) -> bool:
    """Return whether somebody works in a unit."""
    return session.get(StaffUnitRow, (staff_id, unit_id)) is not None
