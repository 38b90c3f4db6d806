"""Pages: the unit's board, and one resident's day."""

from datetime import date

from fastapi import APIRouter
from fastapi.responses import Response

from care_api.deps import CareUnits, CurrentStaff, NoteNamed, Reading, ResidentInCare, Wired
from care_api.errors import NotFoundError
from care_api.web.board import Moment, board
from care_api.web.day import Wanted, day
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.views import Need

router = APIRouter()


@router.get("/", name="read_board")
def show_board(
    page: StaffPage,
    staff: CurrentStaff,
    units: CareUnits,
    wired: Wired,
    session: Reading,
    note_named: NoteNamed,
) -> Response:
    """Show the unit today."""
    view = board(session, staff, units, _moment(page, wired))
    note_named(row.id for row in view.residents)
    return page.show("board.html", section=Section.TODAY, view=view, needs=list(Need))


@router.get("/residents/{resident_id}", name="read_timeline")
def show_day(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentInCare,
    wired: Wired,
    session: Reading,
    on: date | None = None,
) -> Response:
    """Show one day of a resident, today by default."""
    at = _moment(page, wired)
    local_on = on or at.local_on
    if local_on > at.local_on:
        raise NotFoundError("There is nothing to read of a day that is still to come.")
    view = day(session, staff, Wanted(resident=resident, local_on=local_on), at)
    return page.show("day.html", section=Section.TODAY, view=view)


def _moment(page: StaffPage, wired: Wired) -> Moment:
    times = page.frame.times
    silent_after = wired.settings.robot_silent_after
    return Moment(now=times.now, local_on=times.today, silent_after=silent_after)
