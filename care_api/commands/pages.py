"""Pages: have a resident's robot say something or look in, now, and see what became of it."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response

from care_api.care_plans import service as care_plans
from care_api.commands import service
from care_api.commands.service import NoRobotError
from care_api.db import Work
from care_api.deps import CurrentStaff, Reading, ResidentToSpeakTo, Writing
from care_api.errors import NotFoundError
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from codebook.command import MAX_SPOKEN, CallBack, CheckInNow, SayThis
from schedules.care_plan import CheckIn

router = APIRouter(prefix="/residents/{resident_id}/now")

WITHIN = timedelta(minutes=15)
"""Later it would only surprise the resident."""
_NO_ROBOT = mark("No robot looks after this resident.")
_NOTHING = mark("Write what the robot is to say.")


@router.get("", name="read_commands_page")
def show_now(page: StaffPage, resident: ResidentToSpeakTo, session: Reading) -> Response:
    """Show what can be asked for, and what was asked for last."""
    return _page(page, resident, session=session)


@router.post("/say")
def say(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentToSpeakTo,
    work: Writing,
    text: Annotated[str, Form(max_length=MAX_SPOKEN)] = "",
) -> Response:
    """Have the robot say a sentence."""
    plain = " ".join(text.split())
    if not plain:
        return _page(page, resident, session=work.session, fault=_NOTHING)
    return _sent(page, resident, work, SayThis(text=plain), staff.id)


@router.post("/check-in")
def check_in(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentToSpeakTo,
    work: Writing,
    item_id: Annotated[UUID | None, Form()] = None,
) -> Response:
    """Have the robot hold one of the plan's check-ins, or just ask how it goes."""
    version = care_plans.latest(work.session, resident.id)
    items = version.plan.items if version else ()
    if item_id is not None and not any(
        item.id == item_id and isinstance(item, CheckIn) for item in items
    ):
        raise NotFoundError("The plan has no such check-in; it may have been removed.")
    return _sent(page, resident, work, CheckInNow(item_id=item_id), staff.id)


@router.post("/call-back")
def call_back(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToSpeakTo, work: Writing
) -> Response:
    """Have the robot tell that a nurse will ring: whoever presses this will."""
    return _sent(page, resident, work, CallBack(), staff.id)


def _sent(
    page: Page,
    resident: Resident,
    work: Work,
    body: SayThis | CheckInNow | CallBack,
    staff_id: UUID,
) -> Response:
    try:
        service.send_to_resident(work, resident.id, body, lasts=WITHIN, sent_by=staff_id)
    except NoRobotError:
        return _page(page, resident, session=work.session, fault=_NO_ROBOT)
    return go_on(f"/residents/{resident.id}/now")


def _page(
    page: Page, resident: Resident, *, session: Reading, fault: str | None = None
) -> Response:
    version = care_plans.latest(session, resident.id)
    items = version.plan.items if version else ()
    asked = service.of_resident(session, resident.id)
    senders = {view.sent_by for view in asked if view.sent_by}
    return page.form(
        "now.html",
        section=Section.TODAY,
        resident=resident,
        check_ins=[item for item in items if isinstance(item, CheckIn)],
        asked=asked,
        names=staff_service.names(session, senders),
        fault=fault,
    )
