"""Pages: log out, and the language of the pages."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from care_api.cookie_names import SESSION_COOKIE, cookie_of
from care_api.cookies import end_session
from care_api.deps import (
    CurrentStaff,
    Now,
    OpenToAnybody,
    OpenToStaff,
    Wired,
)
from care_api.staff import service
from care_api.staff.way import LoginWay
from care_api.web.csrf import own_form
from care_api.web.home import home_of
from care_api.web.language import LANGUAGE_COOKIE
from care_api.web.page import OpenPage
from care_api.web.redirects import go_on
from schedules.locale import Locale

router = APIRouter()

ONE_YEAR_S = 365 * 24 * 3600
"""How long a browser remembers the language."""


@router.post("/logout", dependencies=[OpenToStaff])
def log_out(request: Request, staff: CurrentStaff, page: OpenPage, wired: Wired) -> Response:
    """End the session; where a provider opened it, tell how to end that one's session too."""
    now = page.frame.times.now
    with wired.database.writing() as session:
        service.log_out(session, cookie_of(request, SESSION_COOKIE) or "", now)
    response: Response = go_on("/login")
    if staff.way is LoginWay.PROVIDER and wired.provider is not None:
        # A link: a form of ours may not lead to another site (form-action of the CSP).
        address = wired.provider.logout_address(f"{wired.settings.public_url}/login", now)
        if address is not None:
            response = page.show(
                "logged_out.html", provider=wired.provider_name, logout_address=address
            )
    end_session(response, wired.settings)
    return response


@router.get("/home", dependencies=[OpenToStaff])
def go_home(staff: CurrentStaff) -> Response:
    """Lead to the first page that somebody may see."""
    return go_on(home_of(staff))


@router.post("/language", dependencies=[OpenToAnybody, Depends(own_form)])
def choose_language(
    request: Request,
    wired: Wired,
    now: Now,
    language: Annotated[Locale, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the language: in the browser, and with whoever is logged in."""
    token = cookie_of(request, SESSION_COOKIE)
    with wired.database.writing() as session:
        lasting = wired.settings.lasting
        staff = service.identify(session, token, now, lasting) if token else None
        if staff is not None:
            service.choose_locale(session, staff.id, language)
    response = go_on(back)
    response.set_cookie(
        LANGUAGE_COOKIE,
        language.value,
        max_age=ONE_YEAR_S,
        httponly=True,
        samesite="lax",
        secure=wired.settings.needs_secure_cookies,
    )
    return response
