"""Pages: let a resident move to another unit, end the service for them, and take that back."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts import whereabouts
from care_api.care_plans.form_fault import FormFault, day, words
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.db import Work
from care_api.deps import CurrentStaff, Reading, ResidentToPlace, Writing
from care_api.residents import ending, transitions
from care_api.residents.service import Resident
from care_api.residents.transition import End, EndReason, Move
from care_api.robots import service as robots
from care_api.staff.role import Permission
from care_api.staff.service import StaffIdentity
from care_api.tenants import service as tenants
from care_api.web.about_words import END_REASONS
from care_api.web.alert_views import shown_alerts
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}")

_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who places which resident, and on what page."""

    page: Page
    staff: StaffIdentity
    resident: Resident

    @property
    def about(self) -> str:
        """The address that is gone on to."""
        return f"/residents/{self.resident.id}/about"

    def from_on(self, fields: Fields) -> date:
        """Return from which local date on.

        Raises:
            FormFault: It is past, or too far away.
        """
        today = self.page.frame.times.today
        chosen = day("from_on", one(fields, "from_on")) or today
        if not today <= chosen <= today + transitions.LONGEST_AHEAD:
            raise FormFault("from_on", mark("Write today, or a day within a year."))
        return chosen

    def go_through(self, work: Work, what: Move | End, fields: Fields) -> bool:
        """Plan it or do it, in the place of what the form says is planned."""
        planned = transitions.plan(
            work,
            self.resident.id,
            what,
            self.staff.id,
            from_on=self.from_on(fields),
            instead_of=one(fields, "instead_of"),
        )
        return planned.done_at is not None


def _desk(page: StaffPage, staff: CurrentStaff, resident: ResidentToPlace) -> Desk:
    return Desk(page=page, staff=staff, resident=resident)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get("/move")
def show_move(desk: AtDesk, session: Reading) -> Response:
    """Show the form, and what follows from a move."""
    if desk.resident.ended_at is not None:
        return go_on(desk.about)
    return _move_page(desk, session, {"room": [desk.resident.room]})


@router.post("/move")
def move_resident(desk: AtDesk, work: Writing, fields: Sent) -> Response:
    """Let the resident move, at once or from a day on, or show what is to be mended."""
    try:
        where = _where(desk, work.session, fields)
        is_done = desk.go_through(work, where, fields)
    except FormFault as fault:
        return _move_page(desk, work.session, fields, fault)
    is_in_sight = where.to_unit_id in desk.staff.units_where(Permission.READ_CARE)
    return go_on("/?moved=true" if is_done and not is_in_sight else desk.about)


@router.get("/end")
def show_end(desk: AtDesk, session: Reading) -> Response:
    """Show the form, what holds it up, and what follows."""
    if desk.resident.ended_at is not None:
        return go_on(desk.about)
    return _end_page(desk, session, {})


@router.post("/end")
def end_service(desk: AtDesk, work: Writing, fields: Sent) -> Response:
    """End the service, at once or from a day on, or show what is to be mended or handled first."""
    try:
        what = End(reason=_reason(fields))
        _check_alerts(desk, work.session, fields)
        desk.go_through(work, what, fields)
    except FormFault as fault:
        return _end_page(desk, work.session, fields, fault)
    return go_on(desk.about)


@router.post("/withdraw")
def withdraw_transition(desk: AtDesk, work: Writing) -> Response:
    """Let what is planned not come about."""
    transitions.withdraw(work, desk.resident.id, desk.staff.id)
    return go_on(desk.about)


@router.post("/resume")
def resume_service(desk: AtDesk, work: Writing) -> Response:
    """Take the service up again, as it was."""
    ending.resume(work, desk.resident.id, desk.staff.id)
    return go_on(desk.about)


def _where(desk: Desk, session: Session, fields: Fields) -> Move:
    units = {str(unit_id): unit_id for unit_id, _ in _others(desk, session)}
    if one(fields, "to_unit") not in units:
        raise FormFault("to_unit", mark("Choose one of these."))
    return Move(
        to_unit_id=units[one(fields, "to_unit")],
        room=words("room", one(fields, "room"), _LONGEST),
        takes_robot="takes_robot" in fields,
    )


def _reason(fields: Fields) -> EndReason:
    reasons = {reason.value: reason for reason in EndReason}
    if one(fields, "reason") not in reasons:
        raise FormFault("reason", mark("Choose one of these."))
    return reasons[one(fields, "reason")]


def _check_alerts(desk: Desk, session: Session, fields: Fields) -> None:
    is_today = desk.from_on(fields) == desk.page.frame.times.today
    if is_today and ending.is_held_up(session, desk.resident.id):
        raise FormFault("alerts", mark("Handle these alerts first; nothing has ended yet."))


def _others(desk: Desk, session: Session) -> Iterator[tuple[UUID, str]]:
    """Yield the other units of the municipality, by name."""
    for unit in tenants.units(session, desk.staff.tenant_id):
        if unit.id != desk.resident.unit_id:
            yield unit.id, unit.name


def _move_page(
    desk: Desk, session: Session, fields: Fields, fault: FormFault | None = None
) -> Response:
    others = robots.others_looked_after(session, desk.resident.id)
    return desk.page.form(
        "move.html",
        section=Section.TODAY,
        resident=desk.resident,
        units=list(_others(desk, session)),
        has_own_robot=any(not them for them in others.values()),
        ahead=transitions.ahead(session, desk.resident.id),
        typed={name: one(fields, name) for name in ("to_unit", "from_on", "room", "takes_robot")},
        fault=fault,
    )


def _end_page(
    desk: Desk, session: Session, fields: Fields, fault: FormFault | None = None
) -> Response:
    first = whereabouts.to_handle_first(session, desk.resident.id)
    found = alerts.by_ids(session, first)
    return desk.page.form(
        "end.html",
        section=Section.TODAY,
        resident=desk.resident,
        alerts=shown_alerts(session, [found[each] for each in first], desk.staff),
        reasons=END_REASONS,
        ahead=transitions.ahead(session, desk.resident.id),
        typed={name: one(fields, name) for name in ("reason", "from_on")},
        fault=fault,
    )
