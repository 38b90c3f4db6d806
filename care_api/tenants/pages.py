"""Pages of administration: what there is, and the units."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, words
from care_api.deps import (
    AdministeredUnits,
    CurrentStaff,
    OpenToStaff,
    Reading,
    TenantUnits,
    UnitToAdminister,
    Writing,
)
from care_api.errors import ForbiddenError
from care_api.staff.role import ADMINISTRATION, Permission
from care_api.staff.service import StaffIdentity
from care_api.tenants import service
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on

router = APIRouter(prefix="/administration")


@router.get("", dependencies=[OpenToStaff])
def show_administration(page: StaffPage, staff: CurrentStaff) -> Response:
    """Show the ways to what the reader may administer."""
    rights = {right for right in ADMINISTRATION if staff.units_where(right)}
    if not rights:
        raise ForbiddenError("There is nothing for your role to administer.")
    return page.show("administration/start.html", section=Section.ADMINISTRATION, rights=rights)


@router.get("/units")
def list_units(
    page: StaffPage, staff: CurrentStaff, units: AdministeredUnits, session: Reading
) -> Response:
    """Show the reader's units and what they are called."""
    return _units_page(page, staff, units, session)


@router.post("/units")
def add_unit(
    page: StaffPage,
    staff: CurrentStaff,
    units: TenantUnits,
    work: Writing,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Add a unit to the municipality."""
    try:
        plain = words("name", name, 80)
    except FormFault as fault:
        return _units_page(page, staff, units, work.session, fault)
    service.add(work, staff.tenant_id, plain, staff.id)
    return go_on("/administration/units")


@router.post("/units/{unit_id}")
def rename_unit(
    page: StaffPage,
    staff: CurrentStaff,
    unit_id: UnitToAdminister,
    work: Writing,
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Let a unit be called otherwise."""
    try:
        plain = words(f"name-{unit_id}", name, 80)
    except FormFault as fault:
        units = staff.units_where(Permission.ADMINISTER_UNIT)
        return _units_page(page, staff, units, work.session, fault)
    service.rename(work, unit_id, plain, staff.id)
    return go_on("/administration/units")


def _units_page(
    page: Page,
    staff: StaffIdentity,
    units: frozenset[UUID],
    session: Session,
    fault: FormFault | None = None,
) -> Response:
    found = [unit for unit in service.units(session, staff.tenant_id) if unit.id in units]
    return page.form(
        "administration/units.html",
        section=Section.ADMINISTRATION,
        units=found,
        may_add=bool(staff.units_where(Permission.ADMINISTER_TENANT)),
        fault=fault,
    )
