"""Page: who a resident is and where they live, what stood there before, and the form to change it.

What is put back as it was is sent by the same form.
"""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault, words
from care_api.care_plans.shown_item import Fields, Sent, one, revision
from care_api.deps import CurrentStaff, Reading, ResidentToPlan, Writing
from care_api.errors import ChangedMeanwhileError
from care_api.residents import details as service
from care_api.residents.details import Details
from care_api.residents.service import Resident
from care_api.staff import service as staff_service
from care_api.web.about_words import DETAILS
from care_api.web.frame import Section
from care_api.web.language import LANGUAGE_NAMES
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from schedules.locale import Locale

router = APIRouter(prefix="/residents/{resident_id}/details")

WORDS = ("name", "spoken_name", "room", "number_to_call")
"""The fields that hold plain words."""
LONGEST = 80


_CONFLICT = "conflict"
"""In place of a field: somebody has changed it meanwhile."""


@router.get("", name="read_details")
def show_details(page: StaffPage, resident: ResidentToPlan, session: Reading) -> Response:
    """Show what is known in a form, and what was known before."""
    known = service.of_resident(session, resident.id)
    typed = {name: str(getattr(known.details, name)) for name in (*WORDS, "locale")}
    return _page(page, resident, session, {**typed, "revision": str(known.revision)})


@router.post("")
def save_details(
    page: StaffPage, staff: CurrentStaff, resident: ResidentToPlan, work: Writing, fields: Sent
) -> Response:
    """Keep what was changed, or show what is to be mended or was changed meanwhile."""
    typed = {name: one(fields, name) for name in (*WORDS, "locale", "revision")}
    builds_on = revision(fields)
    try:
        is_changed = service.change(
            work, resident.id, _checked(fields), builds_on=builds_on, staff_id=staff.id
        )
    except FormFault as fault:
        return _page(page, resident, work.session, typed, fault)
    except ChangedMeanwhileError as refusal:
        now = service.of_resident(work.session, resident.id).revision
        conflict = FormFault(_CONFLICT, refusal.detail)
        return _page(page, resident, work.session, {**typed, "revision": str(now)}, conflict)
    changed = f"?changed={builds_on + 1}" if is_changed else ""
    return go_on(f"/residents/{resident.id}/about{changed}")


def _checked(fields: Fields) -> Details:
    plain = {name: words(name, one(fields, name), LONGEST) for name in WORDS}
    locales = {locale.value: locale for locale in Locale}
    if one(fields, "locale") not in locales:
        raise FormFault("locale", mark("Choose one of these."))
    return Details(locale=locales[one(fields, "locale")], **plain)


def _page(
    page: Page,
    resident: Resident,
    session: Session,
    typed: Mapping[str, str],
    fault: FormFault | None = None,
) -> Response:
    known = service.of_resident(session, resident.id).details
    former = service.former(session, resident.id)
    is_conflict = fault is not None and fault.field == _CONFLICT
    status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
    newer = [known, *(each.details for each in former)]
    return page.show(
        "details.html",
        section=Section.TODAY,
        status=HTTPStatus.CONFLICT if is_conflict else status,
        resident=resident,
        known=known,
        typed=typed,
        former=[
            (each, service.differing(each.details, after))
            for each, after in zip(former, newer, strict=False)
        ],
        labels=DETAILS,
        names=staff_service.names(session, {each.changed_by for each in former}),
        language_names=LANGUAGE_NAMES,
        is_conflict=is_conflict,
        fault=fault,
    )
