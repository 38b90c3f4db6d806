"""A municipality's units: add one, name it otherwise."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.tenants import repository
from care_api.tenants.tables import UnitRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A ward or a team."""

    id: UUID
    name: str


def units(session: Session, tenant_id: UUID) -> tuple[Unit, ...]:
    """Return a municipality's units, by name."""
    rows = repository.units_of_tenant(session, tenant_id)
    return tuple(Unit(id=row.id, name=row.name) for row in rows)


def unit(session: Session, unit_id: UUID) -> Unit:
    """Return a unit that is there."""
    return Unit(id=unit_id, name=repository.unit_name(session, unit_id))


def add(work: Work, tenant_id: UUID, name: str, staff_id: UUID | None) -> UUID:
    """Add a unit; return its id. Nobody's act: it is done from the command line."""
    row = UnitRow(id=uuid4(), tenant_id=tenant_id, name=name)
    work.session.add(row)
    work.session.flush()
    audit.note_unit_act(work, Act.UNIT_ADDED, row.id, staff_id=staff_id, detail=name)
    return row.id


def rename(work: Work, unit_id: UUID, name: str, staff_id: UUID) -> None:
    """Let a unit be called otherwise.

    Raises:
        NotFoundError: There is no such unit.
    """
    row = work.session.get(UnitRow, unit_id)
    if row is None:
        raise NotFoundError("No such unit.")
    before, row.name = row.name, name
    detail = f"{before} → {name}"
    audit.note_unit_act(work, Act.UNIT_RENAMED, unit_id, staff_id=staff_id, detail=detail)
