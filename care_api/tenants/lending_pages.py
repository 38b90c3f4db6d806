"""Page of administration: let another unit answer our alerts for a while."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault
from care_api.days import ZONE
from care_api.deps import AdministeredUnits, CurrentStaff, Reading, Writing
from care_api.errors import NotFoundError
from care_api.tenants import lending
from care_api.tenants.lending import LONGEST, NewLoan
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/administration/lending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The form as it was sent."""

    unit_id: UUID
    to_unit_id: UUID
    starts: str
    ends: str

    def read(self, now: datetime) -> NewLoan:
        """Return the loan that it asks for.

        Raises:
            FormFault: The times are none, in the wrong order, past, or too far apart.
        """
        starts_at, ends_at = _instant("starts", self.starts), _instant("ends", self.ends)
        if ends_at <= max(starts_at, now):
            raise FormFault("ends", mark("The end must lie after the beginning, and ahead of now."))
        if ends_at - starts_at > LONGEST:
            raise FormFault("ends", mark("At most three months at a time."))
        return NewLoan(
            unit_id=self.unit_id, to_unit_id=self.to_unit_id, starts_at=starts_at, ends_at=ends_at
        )


def _instant(field: str, text: str) -> datetime:
    try:
        return datetime.fromisoformat(text).replace(tzinfo=ZONE)
    except ValueError:
        raise FormFault(field, mark("Write a day and a time.")) from None


def _sent(
    unit_id: Annotated[UUID, Form()],
    to_unit_id: Annotated[UUID, Form()],
    starts: Annotated[str, Form(max_length=40)] = "",
    ends: Annotated[str, Form(max_length=40)] = "",
) -> Sent:
    return Sent(unit_id=unit_id, to_unit_id=to_unit_id, starts=starts, ends=ends)


@router.get("")
def show_lending(page: StaffPage, units: AdministeredUnits, session: Reading) -> Response:
    """Show what the units lend and borrow, now or later."""
    return _page(page, units, session)


@router.post("")
def lend(
    page: StaffPage,
    staff: CurrentStaff,
    units: AdministeredUnits,
    work: Writing,
    sent: Annotated[Sent, Depends(_sent)],
) -> Response:
    """Let another unit see and answer a unit's alerts between two times."""
    if sent.unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    try:
        lending.lend(work, sent.read(work.now), staff.id)
    except FormFault as fault:
        return _page(page, units, work.session, sent, fault)
    return go_on("/administration/lending")


@router.post("/{loan_id}/end")
def end_loan(
    staff: CurrentStaff, units: AdministeredUnits, work: Writing, loan_id: UUID
) -> Response:
    """End a loan now."""
    lending.withdraw(work, loan_id, units, staff.id)
    return go_on("/administration/lending")


def _page(
    page: Page,
    units: frozenset[UUID],
    session: Session,
    sent: Sent | None = None,
    fault: FormFault | None = None,
) -> Response:
    places = lending.places(session)
    return page.form(
        "administration/lending.html",
        section=Section.ADMINISTRATION,
        loans=lending.of_units(session, units, page.frame.times.now),
        own=[(unit_id, name) for unit_id, name in places.items() if unit_id in units],
        places=list(places.items()),
        units=units,
        sent=sent,
        fault=fault,
    )
