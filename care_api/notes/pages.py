"""Pages: what staff wrote about a resident, with every wording that a note has had."""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.shown_item import Fields, Sent, revision
from care_api.deps import CurrentStaff, Reading, ResidentInCare, Writing
from care_api.notes import service
from care_api.notes.service import Note, Written
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}/notes")


@router.get("", name="read_notes_page")
def show_notes(page: StaffPage, resident: ResidentInCare, session: Reading) -> Response:
    """Show all notes, the last first."""
    return _notes_page(page, resident, session)


@router.post("")
def write_note(
    page: StaffPage, staff: CurrentStaff, resident: ResidentInCare, work: Writing, fields: Sent
) -> Response:
    """Keep a note, or show what is to be mended."""
    try:
        service.write(work, resident.id, _written(fields, staff.id))
    except FormFault as fault:
        return _notes_page(page, resident, work.session, fields, fault)
    return go_on(f"/residents/{resident.id}/notes")


@router.get("/{note_id}")
def show_note(
    page: StaffPage, resident: ResidentInCare, session: Reading, note_id: UUID
) -> Response:
    """Show a note in a form, to be corrected."""
    note = service.find(session, resident.id, note_id)
    return _note_page(page, resident, note, note.now.text, is_shared=note.now.is_shared)


@router.post("/{note_id}")
def correct_note(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentInCare,
    work: Writing,
    note_id: UUID,
    fields: Sent,
) -> Response:
    """Keep another wording; the one before stays readable."""
    try:
        written = _written(fields, staff.id)
        service.correct(work, resident.id, note_id, written, builds_on=revision(fields))
    except FormFault as fault:
        note = service.find(work.session, resident.id, note_id)
        text, is_shared = _text(fields), "is_shared" in fields
        return _note_page(page, resident, note, text, is_shared=is_shared, fault=fault)
    return go_on(f"/residents/{resident.id}/notes")


def _written(fields: Fields, staff_id: UUID) -> Written:
    text = _text(fields)
    if not text or len(text) > service.LONGEST:
        raise FormFault("text", mark("Write something, at most a page."))
    return Written(text=text, is_shared="is_shared" in fields, by=staff_id)


def _text(fields: Fields) -> str:
    """Return what was typed, with its lines."""
    return "\n".join("".join(fields.get("text", ())).split("\r\n")).strip()


def _notes_page(
    page: Page,
    resident: Resident,
    session: Session,
    fields: Fields | None = None,
    fault: FormFault | None = None,
) -> Response:
    notes = service.of_resident(session, resident.id)
    return page.form(
        "notes.html",
        section=Section.TODAY,
        resident=resident,
        notes=notes,
        names=staff_service.names(session, service.authors(notes)),
        text=_text(fields or {}),
        is_shared="is_shared" in (fields or {}),
        fault=fault,
    )


def _note_page(
    page: Page,
    resident: Resident,
    note: Note,
    text: str,
    *,
    is_shared: bool,
    fault: FormFault | None = None,
) -> Response:
    return page.form(
        "note.html",
        section=Section.TODAY,
        resident=resident,
        note=note,
        text=text,
        is_shared=is_shared,
        fault=fault,
    )
