"""Pages: a resident's plan, what stands around its items, and its versions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import Response

from care_api.care_plans import editing, frame_form, service, templates
from care_api.care_plans.editing import Edit
from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.frame_form import FrameForm
from care_api.care_plans.item_form import KINDS
from care_api.care_plans.shown_item import Sent
from care_api.deps import CurrentStaff, Reading, ResidentInCare, ResidentToPlan, Writing
from care_api.errors import InvalidDocumentError
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.staff.role import Permission
from care_api.staff.service import StaffIdentity
from care_api.web import plan_words
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from schedules.pause import PauseReason
from schedules.recurrence import Meal

router = APIRouter(prefix="/residents/{resident_id}/plan")


@router.get("", name="read_plan_page")
def show_plan(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentInCare,
    session: Reading,
    removed: Annotated[int, Query(ge=0)] = 0,
) -> Response:
    """Show the plan in plain words; `removed` is the version that took something out."""
    version = service.latest(session, resident.id)
    return page.show(
        "plan.html",
        section=Section.TODAY,
        resident=resident,
        version=version,
        words=page.plan_words,
        may_edit=_may_edit(staff, resident),
        may_set_up=resident.unit_id in staff.units_where(Permission.SET_UP_UNIT),
        kinds=[(kind, plan_words.KINDS[kind]) for kind in KINDS],
        kind_words=plan_words.KINDS,
        pause_words=plan_words.PAUSE_REASONS,
        templates=templates.of_unit(session, resident.unit_id),
        undo=removed - 1 if version and removed == version.plan.version else 0,
    )


@router.post("/items/{item_id}/remove")
def remove_item(
    staff: CurrentStaff, resident: ResidentToPlan, work: Writing, item_id: UUID, fields: Sent
) -> Response:
    """Take an item out, and offer to undo it."""
    version = editing.remove_item(work, Edit.sent(resident, staff.id, fields), item_id)
    return go_on(f"{_address(resident)}?removed={version.plan.version}")


@router.get("/frame")
def show_frame(page: StaffPage, resident: ResidentToPlan, session: Reading) -> Response:
    """Show quiet hours, meal times and pauses."""
    version = service.latest(session, resident.id)
    plan = version.plan if version else editing.empty_plan(resident, page.frame.times.now)
    etag = version.etag if version else ""
    return _frame_page(page, resident, frame_form.FrameForm.of(plan), etag)


@router.post("/frame")
def save_frame(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Save them as part of the next version, or show what is to be mended."""
    form = FrameForm.read(fields)
    edit = Edit.sent(resident, staff.id, fields)
    version = service.latest(work.session, resident.id)
    plan = version.plan if version else editing.empty_plan(resident, work.now)
    try:
        editing.save_draft(work, edit, form.draft(plan))
    except FormFault as fault:
        return _frame_page(page, resident, form, edit.etag, fault)
    except InvalidDocumentError as refusal:
        return _frame_page(page, resident, form, edit.etag, FormFault("meals", refusal.detail))
    return go_on(_address(resident))


def _frame_page(
    page: Page, resident: Resident, form: FrameForm, etag: str, fault: FormFault | None = None
) -> Response:
    return page.form(
        "plan_frame.html",
        section=Section.TODAY,
        resident=resident,
        form=form,
        meals=[(meal, plan_words.MEALS[meal]) for meal in Meal],
        pause_reasons=[(reason, plan_words.PAUSE_REASONS[reason]) for reason in PauseReason],
        etag=etag,
        fault=fault,
    )


@router.get("/versions")
def show_versions(
    page: StaffPage, staff: CurrentStaff, resident: ResidentInCare, session: Reading
) -> Response:
    """Show who changed what, when and why."""
    versions = service.versions(session, resident.id)
    older = [*(version.plan for version in versions[1:]), None]
    entries = [
        (version, page.plan_words.changes(before, version.plan))
        for version, before in zip(versions, older, strict=False)
    ]
    return page.show(
        "plan_versions.html",
        section=Section.TODAY,
        resident=resident,
        entries=entries,
        names=staff_service.names(session, {v.saved_by for v in versions if v.saved_by}),
        etag=versions[0].etag if versions else "",
        may_edit=_may_edit(staff, resident),
    )


@router.post("/versions/{number}/restore")
def restore_version(
    staff: CurrentStaff, resident: ResidentToPlan, work: Writing, number: int, fields: Sent
) -> Response:
    """Let an old version hold again."""
    editing.restore(work, Edit.sent(resident, staff.id, fields), number)
    return go_on(_address(resident))


def _may_edit(staff: StaffIdentity, resident: Resident) -> bool:
    is_former = resident.ended_at is not None
    return not is_former and resident.unit_id in staff.units_where(Permission.EDIT_PLANS)


def _address(resident: Resident) -> str:
    return f"/residents/{resident.id}/plan"
