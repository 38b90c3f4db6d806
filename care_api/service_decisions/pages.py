"""Pages: whether the robot suits a resident, who was trained, and when that is looked at again."""

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, day
from care_api.care_plans.shown_item import Fields, Sent, one, revision
from care_api.deps import CurrentStaff, Reading, ResidentInCare, ResidentToPlan, Writing
from care_api.residents.service import Resident
from care_api.service_decisions import service
from care_api.service_decisions.service import ServiceDecision, Suitability, Terms
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from care_api.staff.service import StaffIdentity
from care_api.web.about_words import SUITABILITIES, SUITABILITY_TONES
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}/decision")

_NAMES = ("suitability", "grounds", "decided_on", "trained_on", "trained", "evaluate_on")


@router.get("", name="read_decision_page")
def show_decision(
    page: StaffPage, staff: CurrentStaff, resident: ResidentInCare, session: Reading
) -> Response:
    """Show the decision in a form, and those before it."""
    return _page(page, staff, resident, session)


@router.post("")
def save_decision(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Keep the next decision, or show what is to be mended."""
    try:
        terms = _terms(page, fields)
        service.decide(work, resident.id, terms, staff.id, builds_on=revision(fields))
    except FormFault as fault:
        return _page(page, staff, resident, work.session, fields, fault)
    return go_on(f"/residents/{resident.id}/about")


def _terms(page: Page, fields: Fields) -> Terms:
    values = {each.value: each for each in Suitability}
    if one(fields, "suitability") not in values:
        raise FormFault("suitability", mark("Choose what was found out."))
    decided_on = day("decided_on", one(fields, "decided_on")) or page.frame.times.today
    trained_on = day("trained_on", one(fields, "trained_on"))
    evaluate_on = day("evaluate_on", one(fields, "evaluate_on"))
    if decided_on > page.frame.times.today:
        raise FormFault("decided_on", mark("Write a day that is not still to come."))
    if evaluate_on is not None and evaluate_on < decided_on:
        raise FormFault("evaluate_on", mark("It cannot be looked at again before it is decided."))
    return Terms(
        suitability=values[one(fields, "suitability")],
        grounds=one(fields, "grounds"),
        decided_on=decided_on,
        trained_on=trained_on,
        trained=one(fields, "trained"),
        evaluate_on=evaluate_on,
    )


def _typed(page: Page, found: tuple[ServiceDecision, ...], fields: Fields | None) -> dict[str, str]:
    """Return what stands in the fields: what was typed, or else what holds."""
    if fields is not None:
        return {name: one(fields, name) for name in _NAMES}
    if not found:
        return dict.fromkeys(_NAMES, "") | {
            "suitability": Suitability.UNDECIDED.value,
            "decided_on": page.frame.times.today.isoformat(),
        }
    terms = found[0].terms
    return {
        "suitability": terms.suitability.value,
        "grounds": terms.grounds,
        "decided_on": page.frame.times.today.isoformat(),
        "trained_on": terms.trained_on.isoformat() if terms.trained_on else "",
        "trained": terms.trained,
        "evaluate_on": terms.evaluate_on.isoformat() if terms.evaluate_on else "",
    }


def _page(
    page: Page,
    staff: StaffIdentity,
    resident: Resident,
    session: Session,
    fields: Fields | None = None,
    fault: FormFault | None = None,
) -> Response:
    found = service.of_resident(session, resident.id)
    return page.form(
        "decision.html",
        section=Section.TODAY,
        resident=resident,
        decisions=found,
        revision=revision(fields) if fields else (found[0].revision if found else 0),
        typed=_typed(page, found, fields),
        names=staff_service.names(session, {each.saved_by for each in found}),
        may_edit=resident.unit_id in staff.units_where(Permission.EDIT_PLANS),
        suitabilities=SUITABILITIES,
        tones=SUITABILITY_TONES,
        fault=fault,
    )
