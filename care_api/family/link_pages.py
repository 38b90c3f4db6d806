"""Pages for nurses: make a link to a resident's own page, see who has one, take it back."""

from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.shown_item import Fields, Sent, one
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.deps import CurrentStaff, Reading, ResidentToPlan, Writing
from care_api.errors import TransitionError
from care_api.family import service
from care_api.family.service import LASTS_DAYS, Reader
from care_api.relations import service as relations
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/residents/{resident_id}/links")


@router.get("", name="read_links_page")
def show_links(page: StaffPage, resident: ResidentToPlan, session: Reading) -> Response:
    """Show who has a link, and the form for another."""
    return _page(page, resident, session)


@router.post("")
def make_link(
    page: StaffPage,
    staff: CurrentStaff,
    resident: ResidentToPlan,
    work: Writing,
    request: Request,
    fields: Sent,
) -> Response:
    """Make a link, and show its code, which is shown this once."""
    try:
        reader, lasts = _reader(resident, fields), _lasts(fields)
        link, code = service.make(work, resident.id, reader, lasts, staff.id)
    except FormFault as fault:
        return _page(page, resident, work.session, fields, fault)
    except TransitionError:
        refusal = FormFault("who", mark("The resident has not agreed to a page for relatives."))
        return _page(page, resident, work.session, fields, refusal)
    return page.show(
        "link_code.html",
        section=Section.TODAY,
        resident=resident,
        link=link,
        code=code,
        address=str(request.url.replace(path="/family", query="", fragment=code)),
    )


@router.post("/{family_link_id}/revoke")
def revoke_link(
    staff: CurrentStaff, resident: ResidentToPlan, work: Writing, family_link_id: UUID
) -> Response:
    """Let a link open nothing any more."""
    service.revoke(work, resident.id, family_link_id, staff.id)
    return go_on(f"/residents/{resident.id}/links")


def _reader(resident: Resident, fields: Fields) -> Reader:
    match one(fields, "who"):
        case "resident":
            return Reader(name=resident.name, is_resident=True)
        case "relative":
            name = words("reader_name", one(fields, "reader_name"), at_most=120)
            return Reader(name=name, is_resident=False)
        case _:
            raise FormFault("who", mark("Choose whom the link is for."))


def _lasts(fields: Fields) -> timedelta:
    days = {str(each): each for each in LASTS_DAYS}
    if one(fields, "days") not in days:
        raise FormFault("days", mark("Choose for how long."))
    return timedelta(days=days[one(fields, "days")])


def _page(
    page: Page,
    resident: Resident,
    session: Session,
    fields: Fields | None = None,
    fault: FormFault | None = None,
) -> Response:
    links = service.of_resident(session, resident.id)
    agreed = consents.of_resident(session, resident.id)
    people = relations.of_resident(session, resident.id)
    return page.form(
        "links.html",
        section=Section.TODAY,
        resident=resident,
        links=links,
        names=staff_service.names(session, {link.made_by for link in links}),
        relatives=[each.details.name for each in people],
        has_consent=agreed.is_given(Scope.FAMILY_PAGE),
        sees_health=agreed.is_given(Scope.FAMILY_HEALTH),
        days=LASTS_DAYS,
        typed={name: one(fields or {}, name) for name in ("who", "reader_name", "days")},
        fault=fault,
    )
