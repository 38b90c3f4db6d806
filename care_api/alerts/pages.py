"""Pages: the unit's alerts, and one alert with what can be done about it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response
from pydantic import BaseModel, Field, field_validator
from sqlmodel import Session

from care_api.alerts import service
from care_api.alerts.alert import Alert
from care_api.care_plans.form_fault import FormFault
from care_api.deps import (
    AlertToHandle,
    AlertUnits,
    CurrentStaff,
    NoteNamed,
    Now,
    OpenToStaff,
    Reading,
    Writing,
)
from care_api.staff.service import StaffIdentity
from care_api.web.alert_views import (
    shown_alerts,
    shown_case,
    shown_frequent,
    shown_history,
)
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.views import AlertFilter, AlertsView
from care_api.web.wording import mark
from codebook.alert import Finding

router = APIRouter(prefix="/alerts")

_NOTE_MISSING = mark("Write what was done.")
_FINDING_MISSING = mark("Choose what was behind it.")


class HandlingForm(BaseModel):
    """What was done about an alert, as it stands in the form."""

    note: str = Field(default="", max_length=2000)
    finding: Finding | None = None

    @field_validator("finding", mode="before")
    @classmethod
    def _nothing_chosen(cls, value: object) -> object:
        return value or None

    @property
    def fault(self) -> FormFault | None:
        """What is missing, if anything."""
        if not self.note.strip():
            return FormFault(field="note", message=_NOTE_MISSING)
        if self.finding is None:
            return FormFault(field="finding", message=_FINDING_MISSING)
        return None


@router.get("")
def list_alerts(
    page: StaffPage,
    staff: CurrentStaff,
    units: AlertUnits,
    session: Reading,
    note_named: NoteNamed,
    show: AlertFilter = AlertFilter.OPEN,
) -> Response:
    """Show the units' alerts: those open, those of the reader, or those that are over."""
    found = _found(session, units, show, staff.id, page.frame.times.now)
    note_named(alert.resident_id for alert in found)
    view = AlertsView(shown=show, alerts=shown_alerts(session, found, staff))
    return page.show("alerts.html", section=Section.ALERTS, view=view)


@router.get("/waiting", dependencies=[OpenToStaff])
def count_waiting(page: StaffPage) -> Response:
    """Show how many alerts nobody has taken, for pages that stay open."""
    return page.show("waiting.html")


@router.get("/frequent")
def list_frequent(
    page: StaffPage, units: AlertUnits, session: Reading, now: Now, note_named: NoteNamed
) -> Response:
    """Show who had alerts in the last 30 days, and about what."""
    found = shown_frequent(session, units, now)
    note_named(row.resident_id for row in found)
    return page.show("frequent.html", section=Section.ALERTS, rows=found)


@router.get("/{alert_id}")
def show_alert(
    page: StaffPage, alert: AlertToHandle, staff: CurrentStaff, session: Reading
) -> Response:
    """Show one alert."""
    return _alert_page(page, alert, staff, session)


@router.post("/{alert_id}/own")
def own_alert(
    alert: AlertToHandle,
    staff: CurrentStaff,
    work: Writing,
    back: Annotated[str, Form()] = "/",
    owner_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Take the alert on from whoever had it on the page, and go back to where the button was."""
    service.own_as_seen(work, alert.id, staff.id, owner_id)
    return go_on(back)


@router.post("/{alert_id}/acknowledge")
def acknowledge_alert(alert: AlertToHandle, staff: CurrentStaff, work: Writing) -> Response:
    """Answer for the alert."""
    service.acknowledge(work, alert.id, staff.id)
    return go_on(_address(alert.id))


@router.post("/{alert_id}/handle")
def handle_alert(
    page: StaffPage,
    alert: AlertToHandle,
    staff: CurrentStaff,
    work: Writing,
    form: Annotated[HandlingForm, Form()],
) -> Response:
    """Write down what was done and what was behind it; where one is missing, ask for it."""
    fault = form.fault
    if fault or form.finding is None:
        return _alert_page(page, alert, staff, work.session, form=form)
    service.handle(work, alert.id, staff.id, form.note.strip(), form.finding)
    return go_on(_address(alert.id))


@router.post("/{alert_id}/hand-over")
def hand_over_alert(
    alert: AlertToHandle,
    staff: CurrentStaff,
    work: Writing,
    to_staff_id: Annotated[UUID, Form()],
) -> Response:
    """Give an alert of one's own to a colleague, and go back to it."""
    service.hand_over(work, alert.id, staff.id, to_staff_id)
    return go_on(_address(alert.id))


@router.post("/{alert_id}/close")
def close_alert(alert: AlertToHandle, staff: CurrentStaff, work: Writing) -> Response:
    """End the alert, and go on to those that are open."""
    service.close(work, alert.id, staff.id)
    return go_on("/alerts")


def _found(
    session: Session, units: frozenset[UUID], show: AlertFilter, staff_id: UUID, now: datetime
) -> Sequence[Alert]:
    match show:
        case AlertFilter.OPEN:
            return service.open_alerts(session, units)
        case AlertFilter.OVERDUE:
            opened = service.open_alerts(session, units)
            return [alert for alert in opened if alert.is_overdue(now)]
        case AlertFilter.MINE:
            opened = service.open_alerts(session, units)
            return [alert for alert in opened if alert.owner_id == staff_id]
        case AlertFilter.CLOSED:
            return service.closed_alerts(session, units)


def _alert_page(
    page: Page,
    alert: Alert,
    staff: StaffIdentity,
    session: Session,
    form: HandlingForm | None = None,
) -> Response:
    [view] = shown_alerts(session, [alert], staff)
    return page.show(
        "alert.html",
        section=Section.ALERTS,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if form else HTTPStatus.OK,
        alert=replace(view, history=shown_history(session, alert.id)),
        case=shown_case(session, alert, staff),
        form=form or HandlingForm(),
        fault=form.fault if form else None,
    )


def _address(alert_id: UUID) -> str:
    return f"/alerts/{alert_id}"
