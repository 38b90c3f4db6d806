"""Pages for whoever leads a unit: its contacts, who is on call when, and who would be told."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from care_api.alerts import unit_rules
from care_api.alerts.foretelling import About, foretold
from care_api.alerts.rules_form import SEVERITIES
from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.shown_item import Sent
from care_api.days import ZONE
from care_api.deps import CurrentStaff, Reading, SetUpUnits, UnitToSetUp, Wired, Writing
from care_api.on_call import service
from care_api.on_call.contact import Contact
from care_api.on_call.contact_form import ContactForm, change_typed
from care_api.on_call.cover import cover, gaps
from care_api.tenants import service as tenants
from care_api.web.frame import Section
from care_api.web.language import LANGUAGE_NAMES
from care_api.web.on_call_words import TARGETS
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from codebook.alert import Severity

router = APIRouter(prefix="/on-call")

DAYS_AHEAD = timedelta(days=7)


@router.get("", name="read_on_call_units")
def choose_unit(
    page: StaffPage, staff: CurrentStaff, units: SetUpUnits, session: Reading
) -> Response:
    """Lead to the unit that somebody arranges, or let them choose."""
    if len(units) == 1:
        return go_on(f"/on-call/{next(iter(units))}")
    mine = [each for each in tenants.units(session, staff.tenant_id) if each.id in units]
    return page.show("on_call_units.html", section=Section.ON_CALL, units=mine)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """About which alert the preview is."""

    severity: Severity
    at: datetime | None
    """Aware UTC; None: now."""


def _asked(severity: str = "", at: str = "") -> Asked:
    """Return what the preview is asked; what cannot be read counts as not asked."""
    known = {str(int(each)): each for each in SEVERITIES}
    try:
        moment = datetime.fromisoformat(at).replace(tzinfo=ZONE).astimezone(UTC) if at else None
    except (ValueError, OverflowError):
        moment = None
    return Asked(severity=known.get(severity, Severity.CRITICAL), at=moment)


@router.get("/{unit_id}", name="read_on_call")
def show_on_call(
    page: StaffPage,
    unit_id: UnitToSetUp,
    session: Reading,
    wired: Wired,
    asked: Annotated[Asked, Depends(_asked)],
) -> Response:
    """Show contacts, the coming week, and who would be told of an alert."""
    now = page.frame.times.now
    contacts = service.own(session, unit_id)
    stretches = cover(contacts, now, now + DAYS_AHEAD)
    rules = unit_rules.of_unit(session, unit_id)
    settings = wired.settings
    return page.show(
        "on_call.html",
        section=Section.ON_CALL,
        unit=tenants.unit(session, unit_id),
        contacts=contacts,
        stretches=stretches,
        gaps=gaps(stretches),
        asked=asked,
        at=asked.at or now,
        foretold=foretold(rules, contacts, About(severity=asked.severity), asked.at or now),
        severities=SEVERITIES,
        targets=TARGETS,
        has_mail=settings.smtp_host is not None,
        has_texts=settings.webhook_url is not None,
    )


@router.get("/{unit_id}/contacts/new")
def new_contact(page: StaffPage, unit_id: UnitToSetUp, session: Reading) -> Response:
    """Show an empty form, which calls the newcomer last."""
    last = max((each.position for each in service.own(session, unit_id)), default=0)
    return _form(page, unit_id, ContactForm(position=str(last + 1)))


@router.post("/{unit_id}/contacts")
def add_contact(
    page: StaffPage, unit_id: UnitToSetUp, staff: CurrentStaff, work: Writing, fields: Sent
) -> Response:
    """Keep a new contact, or show what is to be mended."""
    form = ContactForm.typed(fields)
    try:
        service.save(work, unit_id, form.contact(uuid4(), None), staff.id)
    except FormFault as fault:
        return _form(page, unit_id, form, fault=fault)
    return go_on(f"/on-call/{unit_id}")


@router.get("/{unit_id}/contacts/{contact_id}")
def show_contact(
    page: StaffPage, unit_id: UnitToSetUp, session: Reading, contact_id: UUID
) -> Response:
    """Show a contact in a form."""
    found = service.find(session, unit_id, contact_id)
    return _form(page, unit_id, ContactForm.of(found), found)


@router.post("/{unit_id}/contacts/{contact_id}")
def change_contact(
    page: StaffPage,
    unit_id: UnitToSetUp,
    staff: CurrentStaff,
    work: Writing,
    contact_id: UUID,
    fields: Sent,
) -> Response:
    """Keep what was changed, or show what is to be mended."""
    found = service.find(work.session, unit_id, contact_id)
    form = ContactForm.typed(fields)
    try:
        service.save(work, unit_id, form.contact(found.id, found.staff_id), staff.id)
    except FormFault as fault:
        return _form(page, unit_id, form, found, fault=fault)
    return go_on(f"/on-call/{unit_id}")


@router.post("/{unit_id}/contacts/{contact_id}/end")
def end_contact(
    unit_id: UnitToSetUp, staff: CurrentStaff, work: Writing, contact_id: UUID
) -> Response:
    """Tell a contact of nothing any more."""
    service.find(work.session, unit_id, contact_id)
    service.end(work, unit_id, contact_id, staff.id)
    return go_on(f"/on-call/{unit_id}")


@router.post("/{unit_id}/contacts/{contact_id}/changes")
def add_change(
    page: StaffPage,
    unit_id: UnitToSetUp,
    staff: CurrentStaff,
    work: Writing,
    contact_id: UUID,
    fields: Sent,
) -> Response:
    """Keep that somebody is away or on call besides, or show what is to be mended."""
    found = service.find(work.session, unit_id, contact_id)
    try:
        service.add_change(work, unit_id, contact_id, change_typed(fields), staff.id)
    except FormFault as fault:
        return _form(page, unit_id, ContactForm.of(found), found, fault=fault)
    return go_on(f"/on-call/{unit_id}/contacts/{contact_id}#changes")


@router.post("/{unit_id}/contacts/{contact_id}/changes/{on_call_change_id}/drop")
def drop_change(
    unit_id: UnitToSetUp,
    staff: CurrentStaff,
    work: Writing,
    contact_id: UUID,
    on_call_change_id: UUID,
) -> Response:
    """Let the weekly times hold again."""
    service.drop_change(work, unit_id, contact_id, on_call_change_id, staff.id)
    return go_on(f"/on-call/{unit_id}/contacts/{contact_id}#changes")


def _form(
    page: Page,
    unit_id: UUID,
    form: ContactForm,
    contact: Contact | None = None,
    *,
    fault: FormFault | None = None,
) -> Response:
    return page.form(
        "on_call_contact.html",
        section=Section.ON_CALL,
        unit_id=unit_id,
        form=form,
        contact=contact,
        fault=fault,
        language_names=LANGUAGE_NAMES,
    )
