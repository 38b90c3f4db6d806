"""Tenants and units in the database."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, or_, select

from care_api.tenants.tables import AlertLoanRow, TenantRow, UnitRow


def all_units(session: Session) -> Sequence[UUID]:
    """Return every unit of every tenant: for the server itself only."""
    return session.exec(select(UnitRow.id)).all()


def unit_name(session: Session, unit_id: UUID) -> str:
    """Return what a unit is called."""
    return session.get_one(UnitRow, unit_id).name


def units_of_tenant(session: Session, tenant_id: UUID) -> Sequence[UnitRow]:
    """Return a municipality's units, by name."""
    query = select(UnitRow).where(UnitRow.tenant_id == tenant_id)
    return session.exec(query.order_by(col(UnitRow.name), col(UnitRow.id))).all()


def every_unit(session: Session) -> list[tuple[UnitRow, str]]:
    """Return the installation's units with the municipality's name, in that order."""
    query = select(UnitRow, TenantRow.name).join(TenantRow, col(TenantRow.id) == UnitRow.tenant_id)
    ordered = query.order_by(col(TenantRow.name), col(UnitRow.name), col(UnitRow.id))
    return list(session.exec(ordered).all())


def loans_to(
    session: Session, unit_ids: Iterable[UUID], now: datetime
) -> list[tuple[AlertLoanRow, str]]:
    """Return whose alerts the units may answer at an instant, with the lender's name."""
    query = (
        select(AlertLoanRow, UnitRow.name)
        .join(UnitRow, col(UnitRow.id) == AlertLoanRow.unit_id)
        .where(
            col(AlertLoanRow.to_unit_id).in_(list(unit_ids)),
            col(AlertLoanRow.starts_at) <= now,
            col(AlertLoanRow.ends_at) > now,
            col(AlertLoanRow.withdrawn_at).is_(None),
        )
    )
    return list(session.exec(query).all())


def loans_of(session: Session, unit_ids: Iterable[UUID], since: datetime) -> Sequence[AlertLoanRow]:
    """Return what the units lend or borrow that had not ended at an instant, by its beginning."""
    units = list(unit_ids)
    query = select(AlertLoanRow).where(
        or_(col(AlertLoanRow.unit_id).in_(units), col(AlertLoanRow.to_unit_id).in_(units)),
        col(AlertLoanRow.ends_at) > since,
        col(AlertLoanRow.withdrawn_at).is_(None),
    )
    ordered = query.order_by(col(AlertLoanRow.starts_at), col(AlertLoanRow.id))
    return session.exec(ordered).all()
