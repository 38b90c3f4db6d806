"""Pages: the people around a resident; add, change, remove, and undo."""

import re
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response

from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.deps import CurrentStaff, Reading, ResidentToPlan, Writing
from care_api.errors import ChangedMeanwhileError
from care_api.relations import service
from care_api.relations.service import Details, Kind
from care_api.residents.service import Resident
from care_api.web.about_words import RELATIONS
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}/contacts")

_PHONE = re.compile(r"\+?[0-9 ()-]{3,24}")
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_EMPTY = Details(kind=Kind.NEXT_OF_KIN, name="", relationship="", phone="", email="")


@router.get("/new")
def new_contact(page: StaffPage, resident: ResidentToPlan) -> Response:
    """Show an empty form."""
    return _page(page, resident, _EMPTY)


@router.post("")
def add_contact(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Keep somebody, or show what is to be mended."""
    try:
        service.add(work, resident.id, _checked(_typed(fields)), staff.id)
    except FormFault as fault:
        return _page(page, resident, _typed(fields), fault=fault)
    return go_on(_about(resident))


@router.get("/{relation_id}")
def show_contact(
    page: StaffPage, resident: ResidentToPlan, session: Reading, relation_id: UUID
) -> Response:
    """Show somebody in a form."""
    found = service.find(session, resident.id, relation_id)
    return _page(page, resident, found.details, relation_id, revision=str(found.revision))


@router.post("/{relation_id}")
def change_contact(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentToPlan,
    work: Writing,
    relation_id: UUID,
    fields: Sent,
) -> Response:
    """Keep what was changed, or show what is to be mended."""
    found = service.find(work.session, resident.id, relation_id)
    typed, revision = _typed(fields), one(fields, "revision")
    if revision != str(found.revision):
        raise ChangedMeanwhileError("Somebody has changed this contact; look at it and edit again.")
    try:
        service.change(work, resident.id, found, _checked(typed), staff.id)
    except FormFault as fault:
        return _page(page, resident, typed, relation_id, revision=revision, fault=fault)
    return go_on(_about(resident))


@router.post("/{relation_id}/remove")
def remove_contact(
    staff: CurrentStaff, resident: ResidentToPlan, work: Writing, relation_id: UUID
) -> Response:
    """Show somebody no more, and offer to undo it."""
    service.remove(work, resident.id, relation_id, staff.id)
    return go_on(f"/residents/{resident.id}/about?removed={relation_id}#contacts")


@router.post("/{relation_id}/put-back")
def put_contact_back(
    staff: CurrentStaff, resident: ResidentToPlan, work: Writing, relation_id: UUID
) -> Response:
    """Undo a removal."""
    service.put_back(work, resident.id, relation_id, staff.id)
    return go_on(_about(resident))


def _about(resident: Resident) -> str:
    return f"/residents/{resident.id}/about#contacts"


def _typed(fields: Fields) -> Details:
    kinds = {kind.value: kind for kind in Kind}
    return Details(
        kind=kinds.get(one(fields, "kind"), Kind.OTHER),
        name=one(fields, "name"),
        relationship=one(fields, "relationship"),
        phone=one(fields, "phone"),
        email=one(fields, "email"),
    )


def _checked(details: Details) -> Details:
    """Return the details if somebody could be reached by them.

    Raises:
        FormFault: A field does not say what it should.
    """
    words("name", details.name, at_most=120)
    if details.phone and not _PHONE.fullmatch(details.phone):
        raise FormFault("phone", mark("Write a telephone number, such as 400 00 000."))
    if details.email and not _EMAIL.fullmatch(details.email):
        raise FormFault("email", mark("Write an e-mail address, such as name@example.org."))
    if not details.phone and not details.email:
        raise FormFault("phone", mark("Write a telephone number or an e-mail address."))
    return details


def _page(
    page: Page,
    resident: Resident,
    details: Details,
    relation_id: UUID | None = None,
    *,
    revision: str = "",
    fault: FormFault | None = None,
) -> Response:
    return page.form(
        "contact.html",
        section=Section.TODAY,
        resident=resident,
        details=details,
        relation_id=relation_id,
        revision=revision,
        kinds=RELATIONS.items(),
        fault=fault,
    )
