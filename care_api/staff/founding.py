"""How a municipality begins: its name, a first unit, and the administrator who makes the rest."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session, col, select

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.staff import roster
from care_api.staff.passwords import NO_PASSWORD
from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants import service as tenants
from care_api.tenants.tables import TenantRow
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Founder:
    """Who administers a municipality from the command line on. Checked by the form's rules."""

    user_name: str
    """Lower case."""
    name: str
    locale: Locale
    municipality: str
    """Of an installation that has one already: that one's name."""
    unit: str
    """The unit in which she has the role, which counts in all; made where there is none yet."""


class FoundingRefused(ValueError):  # noqa: N818 - reads as what happened
    """Nothing was made; the message names the thing and the remedy."""


def found(work: Work, founder: Founder, password_hash: str = NO_PASSWORD) -> UUID:
    """Make an administrator, and the municipality and unit where they are missing; return her id.

    Args:
        work: Of an installation whose tables are up to date.
        founder: Who it will be, and where.
        password_hash: Without one she gets in by a link only.

    Raises:
        FoundingRefused: There is a municipality of another name, no such unit, or somebody of that
            user name.
    """
    if roster.is_taken(work.session, founder.user_name):
        raise FoundingRefused(f"the user name {founder.user_name} is taken; choose another")
    tenant_id = _municipality(work.session, founder.municipality)
    unit_id = _unit(work, tenant_id, founder.unit)
    row = StaffRow(
        id=uuid4(),
        tenant_id=tenant_id,
        user_name=founder.user_name,
        name=founder.name,
        password_hash=password_hash,
        locale=founder.locale.value,
    )
    work.session.add(row)
    work.session.flush()
    roster.set_roles(work.session, row.id, unit_id, [Role.ADMINISTRATOR])
    done = Done(
        act=Act.STAFF_ADDED,
        tenant_id=tenant_id,
        subject_id=row.id,
        unit_id=unit_id,
        detail=f"{Role.ADMINISTRATOR.value}, from the command line",
    )
    audit.note_act(work, done)
    return row.id


def refuse_second(session: Session) -> None:
    """Do nothing where nobody administers anything yet.

    Raises:
        FoundingRefused: Somebody does.
    """
    query = (
        select(StaffRow.name)
        .join(StaffUnitRow, col(StaffUnitRow.staff_id) == col(StaffRow.id))
        .where(StaffUnitRow.role == Role.ADMINISTRATOR.value, col(StaffRow.left_at).is_(None))
        .distinct()
        .order_by(col(StaffRow.name))
    )
    if present := session.exec(query).all():
        raise FoundingRefused(
            f"there is an administrator already: {', '.join(present)}, who can add more on the "
            "page Staff; to make one here all the same, add --another"
        )


def _municipality(session: Session, name: str) -> UUID:
    rows = session.exec(select(TenantRow)).all()
    for row in rows:
        if row.name.casefold() == name.casefold():
            return row.id
    if rows:
        known = ", ".join(sorted(row.name for row in rows))
        raise FoundingRefused(f"no municipality here is called {name}; write one of: {known}")
    made = TenantRow(id=uuid4(), name=name)
    session.add(made)
    session.flush()
    return made.id


def _unit(work: Work, tenant_id: UUID, name: str) -> UUID:
    units = tenants.units(work.session, tenant_id)
    for unit in units:
        if unit.name.casefold() == name.casefold():
            return unit.id
    if units:
        known = ", ".join(unit.name for unit in units)
        raise FoundingRefused(f"no unit there is called {name}; write one of: {known}")
    return tenants.add(work, tenant_id, name, None)
