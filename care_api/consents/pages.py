"""Pages: what a resident has agreed to; write down that it was given, or taken back."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, day, words
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.consents import service
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.deps import CurrentStaff, Reading, ResidentInCare, ResidentToPlan, Writing
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from care_api.staff.service import StaffIdentity
from care_api.web.about_words import SCOPES, WITHDRAWN
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}/consents")

_GIVEN, _WITHDRAWN = "given", "withdrawn"


@router.get("", name="read_consents_page")
def show_consents(
    page: StaffPage, staff: CurrentStaff, resident: ResidentInCare, session: Reading
) -> Response:
    """Show what holds, and all that was ever decided."""
    return _page(page, staff, resident, session)


@router.post("")
def record_consent(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Write a decision down; it holds at once."""
    try:
        service.record(work, resident.id, _decision(page, fields), staff.id)
    except FormFault as fault:
        return _page(page, staff, resident, work.session, fields, fault)
    return go_on(f"/residents/{resident.id}/consents")


def _decision(page: Page, fields: Fields) -> Decision:
    scopes = {scope.value: scope for scope in Scope}
    if one(fields, "scope") not in scopes:
        raise FormFault("scope", mark("Choose what it is about."))
    if one(fields, "decision") not in {_GIVEN, _WITHDRAWN}:
        raise FormFault("decision", mark("Choose whether it is given or not."))
    decided_on = day("decided_on", one(fields, "decided_on")) or page.frame.times.today
    if decided_on > page.frame.times.today:
        raise FormFault("decided_on", mark("Write a day that is not still to come."))
    return Decision(
        scope=scopes[one(fields, "scope")],
        is_given=one(fields, "decision") == _GIVEN,
        decided_on=decided_on,
        decided_by=words("decided_by", one(fields, "decided_by"), at_most=120),
        note=one(fields, "note"),
    )


def _page(
    page: Page,
    staff: StaffIdentity,
    resident: Resident,
    session: Session,
    fields: Fields | None = None,
    fault: FormFault | None = None,
) -> Response:
    found = service.of_resident(session, resident.id)
    typed = {name: one(fields or {}, name) for name in ("scope", "decision", "decided_by", "note")}
    return page.form(
        "consents.html",
        section=Section.TODAY,
        resident=resident,
        consents=found,
        scopes=SCOPES,
        withdrawn=WITHDRAWN,
        names=staff_service.names(session, {each.recorded_by for each in found.all}),
        may_edit=resident.unit_id in staff.units_where(Permission.EDIT_PLANS),
        typed=typed,
        decided_on=one(fields or {}, "decided_on") or page.frame.times.today.isoformat(),
        fault=fault,
    )
