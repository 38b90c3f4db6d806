"""Pages: the plan as a calendar that other programs show."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans import service
from care_api.deps import Reading, ResidentInCare
from care_api.errors import NotFoundError
from care_api.residents.service import Resident
from care_api.web.frame import Section
from care_api.web.page import StaffPage
from care_api.web.redirects import go_on
from schedules.care_plan import CarePlan
from schedules.formats.calendar_export import inexpressible, to_icalendar

router = APIRouter(prefix="/residents/{resident_id}/plan")


@router.get("/export")
def show_export(page: StaffPage, resident: ResidentInCare, session: Reading) -> Response:
    """Show what a calendar can hold of the plan, and what not, before it is fetched."""
    plan = _planned(session, resident)
    left_out = inexpressible(plan)
    return page.show(
        "plan_export.html",
        section=Section.TODAY,
        resident=resident,
        written=[item for item in plan.items if item.id not in left_out],
        left_out=left_out,
        words=page.plan_words,
        format_words=page.format_words,
    )


@router.get("/calendar.ics", name="export_plan")
def export_calendar(
    page: StaffPage,
    resident: ResidentInCare,
    session: Reading,
    leave_out: Annotated[frozenset[UUID], Query()] = frozenset(),
) -> Response:
    """Return the plan as iCalendar without the items that are named, and with all the others.

    Where another has no exact counterpart, the page that says so is shown instead.
    """
    plan = _planned(session, resident)
    if not inexpressible(plan).keys() <= leave_out:
        return go_on(f"/residents/{resident.id}/plan/export")
    now = page.frame.times.now
    return Response(
        to_icalendar(plan, now, leave_out),
        media_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="plan-{page.frame.times.today}.ics"',
            "Cache-Control": "no-store",
        },
    )


def _planned(session: Session, resident: Resident) -> CarePlan:
    version = service.latest(session, resident.id)
    if version is None or resident.ended_at is not None:
        raise NotFoundError("Nothing is planned for this resident.")
    return version.plan
