"""A unit's contacts and its rules about alerts, for programs that staff use."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends

from care_api.alerts import unit_rules
from care_api.alerts.rules import AlertRules
from care_api.deps import CurrentStaff, Reading, UnitToSetUp, Writing
from care_api.errors import NotFoundError
from care_api.on_call import service
from care_api.on_call.schemas import ContactDocument, ContactOut
from care_api.residents import service as residents
from care_api.staff import service as staff_service
from care_api.staff.role import Permission

router = APIRouter(prefix="/units/{unit_id}", tags=["units"])


@router.get("/contacts")
def read_contacts(
    unit_id: UnitToSetUp, staff: CurrentStaff, session: Reading
) -> tuple[ContactOut, ...]:
    """Return whom the unit can call, in that order.

    Residents' own contacts are shown to those with a duty of care only.
    """
    is_in_care = unit_id in staff.units_where(Permission.READ_CARE)
    return tuple(
        ContactOut.of(contact)
        for contact in service.of_unit(session, unit_id)
        if is_in_care or contact.resident_id is None
    )


def _own_people(
    unit_id: UnitToSetUp, document: ContactDocument, staff: CurrentStaff, session: Reading
) -> None:
    """Refuse a contact for a resident, or of a colleague, of somewhere else."""
    cared_for = {unit_id} & staff.units_where(Permission.READ_CARE)
    if document.resident_id and residents.find(session, document.resident_id, cared_for) is None:
        raise NotFoundError("resident_id: no resident of this unit.")
    if document.staff_id and not staff_service.works_in(session, document.staff_id, unit_id):
        raise NotFoundError("staff_id: nobody who works in this unit.")


OwnPeople = Annotated[None, Depends(_own_people)]


def _contact_to_arrange(
    unit_id: UnitToSetUp, contact_id: UUID, staff: CurrentStaff, session: Reading
) -> UUID:
    """Refuse a resident's own contact to those without a duty of care, as if it did not exist."""
    is_in_care = unit_id in staff.units_where(Permission.READ_CARE)
    contacts = service.of_unit(session, unit_id)
    if not is_in_care and any(c.id == contact_id and c.resident_id for c in contacts):
        raise NotFoundError("No such contact of this unit.")
    return contact_id


ContactToArrange = Annotated[UUID, Depends(_contact_to_arrange)]
"""The contact of the path, which the caller may change and end, or which is not there yet."""


@router.put("/contacts/{contact_id}", status_code=204)
def save_contact(
    unit_id: UnitToSetUp,
    contact_id: ContactToArrange,
    document: ContactDocument,
    _checked: OwnPeople,
    staff: CurrentStaff,
    work: Writing,
) -> None:
    """Add a contact, or change it and its times on call."""
    service.save(work, unit_id, document.contact(contact_id), staff.id)


@router.delete("/contacts/{contact_id}", status_code=204)
def end_contact(
    unit_id: UnitToSetUp, contact_id: ContactToArrange, staff: CurrentStaff, work: Writing
) -> None:
    """Tell a contact of nothing any more."""
    service.end(work, unit_id, contact_id, staff.id)


@router.get("/alert-rules")
def read_rules(unit_id: UnitToSetUp, session: Reading) -> AlertRules:
    """Return the unit's own rules about alerts; what is left out is as by default."""
    return unit_rules.of_unit(session, unit_id)


@router.put("/alert-rules", status_code=204)
def save_rules(unit_id: UnitToSetUp, rules: AlertRules, staff: CurrentStaff, work: Writing) -> None:
    """Let these deadlines, ladders, quiet hours and action plans hold from now on."""
    unit_rules.save(work, unit_id, rules, staff.id)
