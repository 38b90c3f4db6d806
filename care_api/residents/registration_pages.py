"""Page: a nurse registers a resident of her unit."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.deps import CurrentStaff, PlanUnits, Reading, Writing
from care_api.errors import NotFoundError
from care_api.residents import registration
from care_api.residents.details_pages import LONGEST, WORDS
from care_api.residents.registration import Newcomer
from care_api.staff.service import StaffIdentity
from care_api.tenants import service as tenants
from care_api.web.frame import Section
from care_api.web.language import LANGUAGE_NAMES
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from schedules.locale import Locale

router = APIRouter(prefix="/residents")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who registers residents in which units, and on what page."""

    page: Page
    staff: StaffIdentity
    units: frozenset[UUID]

    def show(self, session: Session, fields: Fields, fault: FormFault | None = None) -> Response:
        """Return the form, as it was sent."""
        units = tenants.units(session, self.staff.tenant_id)
        return self.page.form(
            "resident_new.html",
            section=Section.TODAY,
            units=[each for each in units if each.id in self.units],
            typed={name: one(fields, name) for name in (*WORDS, "locale", "unit_id")},
            language_names=LANGUAGE_NAMES,
            fault=fault,
        )


def _desk(page: StaffPage, staff: CurrentStaff, units: PlanUnits) -> Desk:
    return Desk(page=page, staff=staff, units=units)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get("/new")
def new_resident(desk: AtDesk, session: Reading) -> Response:
    """Show an empty form."""
    return desk.show(session, {"locale": [desk.page.frame.locale.value]})


@router.post("")
def register_resident(
    desk: AtDesk,
    work: Writing,
    unit_id: Annotated[UUID, Form()],
    locale: Annotated[Locale, Form()],
    fields: Sent,
) -> Response:
    """Let the resident live in the unit and go on to their plan, or show what is to be mended."""
    if unit_id not in desk.units:
        raise NotFoundError("No such unit of yours.")
    try:
        newcomer = Newcomer(unit_id=unit_id, locale=locale, **_words(fields))
    except FormFault as fault:
        return desk.show(work.session, fields, fault)
    resident_id = registration.register(work, newcomer, desk.staff.id)
    return go_on(f"/residents/{resident_id}/plan")


def _words(fields: Fields) -> dict[str, str]:
    return {name: words(name, one(fields, name), LONGEST) for name in WORDS}
