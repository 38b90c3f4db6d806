"""Pages: items from elsewhere, which a nurse confirms: a unit's template, a calendar, a list."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Form, UploadFile
from fastapi.responses import Response

from care_api.care_plans import editing, imports, service, templates
from care_api.care_plans.editing import Edit
from care_api.care_plans.imports import Found, NotUnderstood
from care_api.care_plans.shown_item import Fields, Sent
from care_api.deps import CurrentStaff, Reading, ResidentToPlan, Writing
from care_api.errors import InvalidDocumentError, NotFoundError
from care_api.residents.service import Resident
from care_api.web import plan_words
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from schedules.care_plan import PlanItem

router = APIRouter(prefix="/residents/{resident_id}/plan")

_NO_LIST = mark("This is neither a calendar (.ics) nor a FHIR medication list (.json).")
_NOTHING = mark("Choose at least one.")


@router.post("/templates")
def save_template(
    staff: CurrentStaff,
    resident: ResidentToPlan,
    work: Writing,
    name: Annotated[str, Form(min_length=1, max_length=80)],
    items: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """Keep some of the resident's items, as they are planned now, as a template of the unit."""
    version = service.latest(work.session, resident.id)
    planned = version.plan.items if version else ()
    chosen = [replace(item, pauses=()) for item in planned if item.id in (items or ())]
    if not chosen:
        raise NotFoundError("Nothing of what the plan holds was chosen for the template.")
    templates.save(work, resident.unit_id, staff.id, " ".join(name.split()), chosen)
    return go_on(_address(resident))


@router.get("/templates/{template_id}")
def show_template(
    page: StaffPage, resident: ResidentToPlan, session: Reading, template_id: UUID
) -> Response:
    """Show a template's items, to choose from."""
    template = templates.find(session, resident.unit_id, template_id)
    version = service.latest(session, resident.id)
    found = Found(items=template.for_resident())
    return _choice(page, resident, found, version.etag if version else "")


@router.post("/import")
def read_file(
    page: StaffPage, resident: ResidentToPlan, session: Reading, file: Annotated[UploadFile, File()]
) -> Response:
    """Show what a file holds, to choose from; nothing is saved yet."""
    version = service.latest(session, resident.id)
    etag = version.etag if version else ""
    try:
        found = imports.read(file.file.read(imports.LARGEST_FILE + 1), resident.zone)
    except NotUnderstood:
        return _choice(page, resident, Found(), etag, fault=page.say(_NO_LIST))
    return _choice(page, resident, found, etag)


@router.post("/add")
def add_items(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Add the items that were chosen."""
    edit = Edit.sent(resident, staff.id, fields)
    chosen = _chosen(fields)
    if not chosen:
        found = Found(items=_offered(fields))
        return _choice(page, resident, found, edit.etag, fault=page.say(_NOTHING))
    editing.add_items(work, edit, chosen)
    return go_on(_address(resident))


def _choice(
    page: Page, resident: Resident, found: Found, etag: str, fault: str | None = None
) -> Response:
    return page.form(
        "plan_choice.html",
        section=Section.TODAY,
        resident=resident,
        items=[(item, templates.items_as_json([item])) for item in found.items],
        left_out=found.left_out,
        refusals=found.refusals,
        format_words=page.format_words,
        words=page.plan_words,
        kind_words=plan_words.KINDS,
        etag=etag,
        fault=fault,
    )


def _offered(fields: Fields) -> tuple[PlanItem, ...]:
    """Return all that the form offered.

    Raises:
        InvalidDocumentError: It is not what one of our forms holds.
    """
    try:
        return tuple(
            item for text in fields.get("item", ()) for item in templates.items_of_json(text)
        )
    except ValueError as fault:
        raise InvalidDocumentError("The list is damaged: load the file again.") from fault


def _chosen(fields: Fields) -> tuple[PlanItem, ...]:
    wanted = set(fields.get("chosen", ()))
    return tuple(item for item in _offered(fields) if str(item.id) in wanted)


def _address(resident: Resident) -> str:
    return f"/residents/{resident.id}/plan"
