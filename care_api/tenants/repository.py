"""Tenants and units in the database."""

from collections.abc import Sequence
from uuid import UUID

from sqlmodel import Session, select

from care_api.tenants.tables import UnitRow


def all_units(session: Session) -> Sequence[UUID]:
    """Return every unit of every tenant: for the server itself only."""
    return session.exec(select(UnitRow.id)).all()


def unit_name(session: Session, unit_id: UUID) -> str:
    """Return what a unit is called."""
    return session.get_one(UnitRow, unit_id).name
