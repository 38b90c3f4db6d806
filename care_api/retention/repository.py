"""What a tenant has decided about keeping, in the database."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from sqlmodel import Session, col, select

from care_api.retention.tables import RetentionRow
from care_api.tenants.tables import UnitRow


def of_tenant(session: Session, tenant_id: UUID) -> Sequence[RetentionRow]:
    """Return a row for each kind that is not kept for ever."""
    query = select(RetentionRow).where(RetentionRow.tenant_id == tenant_id)
    return session.exec(query).all()


def of_unit(session: Session, unit_id: UUID, kinds: Sequence[str]) -> Sequence[RetentionRow]:
    """Return the rows of some kinds of the tenant that a unit belongs to."""
    query = (
        select(RetentionRow)
        .join(UnitRow, col(UnitRow.tenant_id) == RetentionRow.tenant_id)
        .where(UnitRow.id == unit_id, col(RetentionRow.kind).in_(kinds))
    )
    return session.exec(query).all()


def not_done(session: Session, local_on: date) -> Sequence[RetentionRow]:
    """Return the rows of all tenants whose run of a local date is not through."""
    query = select(RetentionRow).where(col(RetentionRow.done_on) < local_on)
    return session.exec(query).all()
