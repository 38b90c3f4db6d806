"""Pages for the resident and the family: the door, and the page behind it."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from care_api.cookie_names import FAMILY_COOKIE, cookie_of
from care_api.cookies import forget_family, set_family
from care_api.deps import OpenToAnybody, Wired, Writing
from care_api.errors import NotFoundError
from care_api.family import service
from care_api.residents import service as residents
from care_api.web.csrf import own_form
from care_api.web.family_view import BACK, family_view
from care_api.web.page import OpenPage, Page
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/family", dependencies=[OpenToAnybody])
OwnForm = Depends(own_form)

_HOLDS_NOT = mark(
    "This code opens nothing. It may be mistyped, too old, or taken back. "
    "Ask those who look after the resident for a new one."
)


@router.get("", name="read_family_page")
def show_family(
    page: OpenPage, request: Request, work: Writing, on: date | None = None
) -> Response:
    """Show one day of the resident whose code the browser carries; without one, ask for it."""
    code = cookie_of(request, FAMILY_COOKIE)
    if code is None:
        return _door(page)
    link = service.open_by_code(work.session, code, work.now)
    if link is None:
        return _door(page, fault=_HOLDS_NOT)
    today = page.frame.times.today
    local_on = on or today
    if not today - BACK <= local_on <= today:
        raise NotFoundError("This page shows today and the last 30 days.")
    service.note_look(work, link)
    resident = residents.by_id(work.session, link.resident_id)
    view = family_view(work.session, link, resident, local_on, today)
    return page.of_day(local_on).show("family.html", view=view)


@router.post("", dependencies=[OwnForm])
def open_family(
    page: OpenPage, work: Writing, wired: Wired, code: Annotated[str, Form(max_length=200)] = ""
) -> Response:
    """Let the browser carry a code that holds, until it is closed."""
    if service.open_by_code(work.session, code, work.now) is None:
        return _door(page, fault=_HOLDS_NOT)
    answer = go_on("/family")
    set_family(answer, wired.settings, code)
    return answer


@router.post("/close", dependencies=[OwnForm])
def close_family(wired: Wired) -> Response:
    """Let the browser forget the code."""
    answer = go_on("/family")
    forget_family(answer, wired.settings)
    return answer


def _door(page: Page, fault: str | None = None) -> Response:
    return page.form("family_door.html", fault=fault)
