"""Pages: a unit's rules about alerts: deadlines, ladders, quiet hours."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from care_api.alerts import unit_rules
from care_api.alerts.rules_form import MAY_WAIT, RulesForm
from care_api.alerts.wait_form import UNITS
from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.shown_item import Sent
from care_api.deps import CurrentStaff, Reading, UnitToSetUp, Writing
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from care_api.web.frame import Section
from care_api.web.on_call_words import TARGETS
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on

router = APIRouter(prefix="/on-call/{unit_id}/rules")


@router.get("", name="read_alert_rules")
def show_rules(page: StaffPage, unit_id: UnitToSetUp, session: Reading) -> Response:
    """Show the rules that hold in a form."""
    form = RulesForm.of(unit_rules.of_unit(session, unit_id))
    return _page(page, unit_id, form, on_call.own(session, unit_id))


@router.post("")
def save_rules(
    page: StaffPage, staff: CurrentStaff, unit_id: UnitToSetUp, work: Writing, fields: Sent
) -> Response:
    """Let other rules hold from now on, or show what is to be mended."""
    contacts = on_call.own(work.session, unit_id)
    form = RulesForm.typed(fields)
    try:
        rules = form.rules(unit_rules.of_unit(work.session, unit_id), contacts)
    except FormFault as fault:
        return _page(page, unit_id, form, contacts, fault)
    unit_rules.save(work, unit_id, rules, staff.id)
    return go_on(f"/on-call/{unit_id}")


def _page(
    page: Page,
    unit_id: UUID,
    form: RulesForm,
    contacts: tuple[Contact, ...],
    fault: FormFault | None = None,
) -> Response:
    return page.form(
        "on_call_rules.html",
        section=Section.ON_CALL,
        unit_id=unit_id,
        form=form,
        contacts=contacts,
        targets=TARGETS,
        may_wait=MAY_WAIT,
        wait_units=UNITS,
        fault=fault,
    )
