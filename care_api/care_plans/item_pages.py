"""Pages: one item of a plan, its next days and how it sounds."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from http import HTTPStatus
from typing import Annotated, Any
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from care_api.care_plans import editing, preview, service, shown_item, templates
from care_api.care_plans.editing import Edit
from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.item_form import MOST_QUESTIONS, ItemForm, Kind, QuestionForm
from care_api.care_plans.preview import SoundUnavailable
from care_api.care_plans.shown_item import Sent, ShownItem, find_item
from care_api.db import Work
from care_api.deps import CurrentStaff, Reading, ResidentToPlan, Wired, Writing
from care_api.errors import ChangedMeanwhileError, InvalidDocumentError, NotFoundError
from care_api.web import plan_words
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from schedules.care_plan import PlanItem, QuestionKind
from schedules.recurrence import Meal, Weekday

router = APIRouter(prefix="/residents/{resident_id}/plan")

_ROWS = 2
"""For questions on an empty form."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who plans for whom, and on what page."""

    page: StaffPage
    staff: CurrentStaff
    resident: ResidentToPlan
    wired: Wired

    @property
    def today(self) -> date:
        """The resident's local date."""
        zone = ZoneInfo(self.resident.zone)
        return self.page.frame.times.now.astimezone(zone).date()


def _desk(page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, wired: Wired) -> Desk:
    return Desk(page=page, staff=staff, resident=resident, wired=wired)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get("/items/new")
def new_item(desk: AtDesk, session: Reading, kind: Kind, like: UUID | None = None) -> Response:
    """Show an empty form, or one that begins with an item of the unit's templates."""
    version = service.latest(session, desk.resident.id)
    models = templates.models(session, desk.resident.unit_id, kind)
    model = find_item(models, like)
    if model is None:
        return _form_page(desk, ShownItem(form=ItemForm.new(kind), version=version), models)
    shown = ShownItem(form=ItemForm.of(model), version=version, item=replace(model, id=uuid4()))
    return _form_page(desk, shown)


@router.get("/items/{item_id}")
def show_item(desk: AtDesk, session: Reading, item_id: UUID) -> Response:
    """Show an item's form."""
    version = service.latest(session, desk.resident.id)
    item = find_item(version.plan.items if version else (), item_id)
    if item is None:
        raise NotFoundError("The plan has no such item; it may have been removed.")
    return _form_page(desk, shown_item.opened(version, item))


@router.post("/preview")
def show_preview(
    desk: AtDesk, session: Reading, fields: Sent, kind: Annotated[Kind, Form()]
) -> Response:
    """Show what the fields come to, for a form that is still being filled in."""
    version = service.latest(session, desk.resident.id)
    shown = shown_item.sent(version, kind, fields, desk.today)
    return desk.page.show("plan_preview.html", **_preview(desk, shown))


@router.post("/sound")
def hear_preview(
    desk: AtDesk, session: Reading, fields: Sent, kind: Annotated[Kind, Form()]
) -> Response:
    """Return how the robot will say it, as a WAV file."""
    version = service.latest(session, desk.resident.id)
    shown = shown_item.sent(version, kind, fields, desk.today)
    sentences = _preview(desk, shown)["sentences"]
    words = desk.wired.robots_words
    if words is None or not sentences:
        raise NotFoundError("There is nothing to hear: the form is not complete.")
    try:
        sound = words.sound(sentences, desk.resident)
    except SoundUnavailable as fault:
        raise NotFoundError(f"The voice is not to be had: {fault}") from fault
    return Response(sound, media_type="audio/wav", headers={"Cache-Control": "no-store"})


@router.post("/items")
def save_item(desk: AtDesk, work: Writing, fields: Sent, kind: Annotated[Kind, Form()]) -> Response:
    """Save the item as part of the next version, or show what is to be mended."""
    version = service.latest(work.session, desk.resident.id)
    shown = shown_item.sent(version, kind, fields, desk.today)
    if shown.item is None or shown.is_look:
        return _form_page(desk, shown)
    edit = Edit.sent(desk.resident, desk.staff.id, fields)
    try:
        editing.put_item(work, edit, shown.item)
    except ChangedMeanwhileError:
        changes = _changes_since(desk.page, work, edit)
        return _form_page(desk, replace(shown, conflict=changes))
    except InvalidDocumentError as refusal:
        return _form_page(desk, replace(shown, fault=FormFault("repeat", refusal.detail)))
    return go_on(f"/residents/{desk.resident.id}/plan")


def _form_page(desk: Desk, shown: ShownItem, models: Sequence[PlanItem] = ()) -> Response:
    status = HTTPStatus.OK
    if shown.fault is not None and not shown.is_look:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
    if shown.conflict is not None:
        status = HTTPStatus.CONFLICT
    return desk.page.show(
        "plan_item.html",
        section=Section.TODAY,
        status=status,
        resident=desk.resident,
        models=models,
        words=desk.page.plan_words,
        **choices(shown),
        **_preview(desk, shown),
    )


def choices(shown: ShownItem) -> dict[str, Any]:
    """Return what the fields of an item's form offer, in a plan as in a template."""
    form = shown.form
    return {
        "shown": shown,
        "form": form,
        "questions": _questions(shown),
        "most_questions": MOST_QUESTIONS,
        "question_kinds": [(kind, plan_words.QUESTION_KINDS[kind]) for kind in QuestionKind],
        "kind_word": plan_words.KINDS[form.kind],
        "meals": [(meal, plan_words.MEALS[meal]) for meal in Meal],
        "weekdays": list(Weekday),
    }


def _questions(shown: ShownItem) -> list[QuestionForm]:
    """Return the rows for questions: as they were sent, or those there are with room for more."""
    written = shown.form.questions
    free = int(shown.wants_more) if shown.fields else max(1, _ROWS - len(written))
    return [*written, *[QuestionForm()] * min(free, max(0, MOST_QUESTIONS - len(written)))]


def _preview(desk: Desk, shown: ShownItem) -> dict[str, Any]:
    """Return what the preview shows; nothing where the form is not complete."""
    now = desk.page.frame.times.now
    plan = shown.version.plan if shown.version else editing.empty_plan(desk.resident, now)
    fault = shown.fault.message if shown.fault else None
    found: dict[str, Any] = {"fault": fault, "days": (), "sentences": (), "rule": ""}
    if shown.item is None:
        return found
    try:
        days = preview.days(plan, shown.item, now)
    except ValueError as refusal:  # such as a meal whose time the plan does not know
        return {**found, "fault": str(refusal)}
    found |= {"days": days, "rule": desk.page.plan_words.rule(shown.item.recurrence)}
    words = desk.wired.robots_words
    if words is not None:
        at = days[0].due_at[0] if days else now
        found["sentences"] = words.sentences(shown.item, desk.resident, at)
    return found


def _changes_since(page: Page, work: Work, edit: Edit) -> tuple[str, ...]:
    """Return what was changed since the version that the nurse looked at."""
    versions = service.versions(work.session, edit.resident.id)
    looked_at = next((v.plan for v in versions if v.etag == edit.etag), None)
    return page.plan_words.changes(looked_at, versions[0].plan) if versions else ()
