"""Pages: log in, log out, and the language of the pages."""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import Response

from care_api.cookies import end_session, set_session
from care_api.deps import SESSION_COOKIE, CurrentStaff, Now, Wired
from care_api.errors import LockedOutError, WrongCredentialsError
from care_api.staff import service
from care_api.web.csrf import own_form, set_csrf
from care_api.web.language import LANGUAGE_COOKIE
from care_api.web.page import OpenPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from schedules.locale import Locale

router = APIRouter()

ONE_YEAR_S = 365 * 24 * 3600
"""How long a browser remembers the language."""

_ENDED = mark(
    "You have been logged out because it is long since you did anything. Log in to go on."
)


@router.get("/login")
def show_login(page: OpenPage, *, next: str = "/", ended: bool = False) -> Response:  # noqa: A002 - the name in the address
    """Show the form."""
    notice = page.say(_ENDED) if ended else None
    return page.show("login.html", next=next, user_name="", fault=None, notice=notice)


@router.post("/login", dependencies=[Depends(own_form)])
def log_in(
    page: OpenPage,
    wired: Wired,
    now: Now,
    *,
    user_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the form's field
) -> Response:
    """Open a session and go on to the page that was wanted, or say what is wrong."""
    try:
        opened = service.log_in(wired.database, wired.passwords, user_name, password, now)
    except WrongCredentialsError as fault:
        status, message = fault.status, mark("User name or password is wrong.")
    except LockedOutError as fault:
        status = fault.status
        message = mark("Too many attempts. Wait a few minutes and try again.")
    else:
        response = go_on(next)
        set_session(response, wired.settings, opened)
        set_csrf(response, token_urlsafe(32), is_secure=wired.settings.needs_secure_cookies)
        return response
    return page.show(
        "login.html",
        status=status,
        next=next,
        user_name=user_name,
        fault=page.say(message),
        notice=None,
    )


@router.post("/logout")
def log_out(request: Request, _staff: CurrentStaff, wired: Wired, now: Now) -> Response:
    """End the session."""
    with wired.database.writing() as session:
        service.log_out(session, request.cookies[SESSION_COOKIE], now)
    response = go_on("/login")
    end_session(response, wired.settings)
    return response


@router.post("/language", dependencies=[Depends(own_form)])
def choose_language(
    request: Request,
    wired: Wired,
    now: Now,
    language: Annotated[Locale, Form()],
    back: Annotated[str, Form()] = "/",
) -> Response:
    """Keep the language: in the browser, and with whoever is logged in."""
    token = request.cookies.get(SESSION_COOKIE)
    with wired.database.writing() as session:
        staff = service.identify(session, token, now) if token else None
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
