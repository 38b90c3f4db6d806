"""Pages: the unit's board, and one resident's day."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Query
from fastapi.responses import Response

from care_api.days import Day
from care_api.deps import (
    CareUnits,
    CurrentStaff,
    NoteNamed,
    Reading,
    ResidentInCare,
    Wired,
    Writing,
)
from care_api.errors import NotFoundError
from care_api.residents import following
from care_api.staff.role import Permission
from care_api.web.board import Asked, Moment, board
from care_api.web.day import Wanted, day
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.redirects import go_on
from care_api.web.views import BoardFilter, BoardView, Need

router = APIRouter()


def _asked(
    show: BoardFilter = BoardFilter.ALL,
    find: Annotated[str, Query(max_length=80)] = "",
    side: Annotated[int, Query(ge=1, le=10_000)] = 1,
) -> Asked:
    return Asked(shown=show, words=find, side=side)


def _board(
    page: StaffPage,
    staff: CurrentStaff,
    units: CareUnits,
    wired: Wired,
    session: Reading,
    asked: Annotated[Asked, Depends(_asked)],
) -> BoardView:
    return board(session, staff, units, _moment(page, wired), asked)


@router.get("/", name="read_board")
def show_board(
    page: StaffPage,
    staff: CurrentStaff,
    view: Annotated[BoardView, Depends(_board)],
    note_named: NoteNamed,
    moved: bool = False,  # noqa: FBT001, FBT002 - a field of the address
) -> Response:
    """Show the unit today: everybody, or those whom the reader has marked as theirs.

    `moved` says that the reader has just let somebody move out of her sight.
    """
    note_named(view.named)
    return page.show(
        "board.html",
        section=Section.TODAY,
        view=view,
        moved=moved,
        needs=list(Need),
        may_register=bool(staff.units_where(Permission.EDIT_PLANS)),
    )


@router.get("/residents/{resident_id}", name="read_timeline")
def show_day(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentInCare,
    wired: Wired,
    session: Reading,
    on: Day | None = None,
) -> Response:
    """Show one day of a resident, today by default."""
    at = _moment(page, wired)
    local_on = on or at.local_on
    if local_on > at.local_on:
        raise NotFoundError("There is nothing to read of a day that is still to come.")
    view = day(session, staff, Wanted(resident=resident, local_on=local_on), at)
    return page.of_day(local_on).show("day.html", section=Section.TODAY, view=view)


@router.post("/residents/{resident_id}/follow")
def follow_resident(
    resident: ResidentInCare,
    staff: CurrentStaff,
    work: Writing,
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Mark a resident as the reader's, and go back to where the button was."""
    following.follow(work, staff.id, resident.id)
    return go_on(back)


@router.post("/residents/{resident_id}/unfollow")
def unfollow_resident(
    resident: ResidentInCare,
    staff: CurrentStaff,
    work: Writing,
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Let a resident be the reader's no more, and go back to where the button was."""
    following.unfollow(work, staff.id, resident.id)
    return go_on(back)


def _moment(page: StaffPage, wired: Wired) -> Moment:
    times = page.frame.times
    silent_after = wired.settings.robot_silent_after
    return Moment(now=times.now, local_on=times.today, silent_after=silent_after)
