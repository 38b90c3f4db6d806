"""Failures as pages in plain words; programs get their problem documents as before."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import cast
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.exc import DataError, OperationalError, SQLAlchemyError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from care_api.cookie_names import SESSION_COOKIE, cookie_of
from care_api.deps import wiring
from care_api.errors import (
    CareApiError,
    CsrfError,
    NotLoggedInError,
    SecondFactorNeededError,
    is_page,
)
from care_api.staff import service as staff_service
from care_api.web.carried import Carried, of_request
from care_api.web.page import Page, page_for, staff_page
from care_api.web.wording import mark

Handler = Callable[[Request, Exception], Awaitable[Response]]
_log = logging.getLogger(__name__)

WORDS: Mapping[HTTPStatus, tuple[str, str]] = MappingProxyType(
    {
        HTTPStatus.FORBIDDEN: (
            mark("You may not do this"),
            mark("Ask the leader of your unit if you think you should."),
        ),
        HTTPStatus.NOT_FOUND: (
            mark("There is nothing here"),
            mark("The address is wrong, or it is not yours to see."),
        ),
        HTTPStatus.CONFLICT: (
            mark("Somebody was here before you"),
            mark("Nothing was changed. Look at how it stands now."),
        ),
        HTTPStatus.PRECONDITION_FAILED: (
            mark("Somebody was here before you"),
            mark("Nothing was changed. Look at how it stands now."),
        ),
        HTTPStatus.UNPROCESSABLE_ENTITY: (
            mark("This could not be read"),
            mark("Nothing was changed. Go back and check what you wrote."),
        ),
        HTTPStatus.SERVICE_UNAVAILABLE: (
            mark("The server is not ready"),
            mark("Nothing was stored. Wait a moment and try again."),
        ),
    }
)
"""Status -> heading and remedy, as message ids."""

OLD_FORM = (
    mark("The page was too old"),
    mark("Nothing was changed. Go back, load the page again and try once more."),
)
_TYPED = mark("Your session has ended. Log in again: what you typed is still here.")

OUR_FAULT = (
    mark("Something went wrong with us"),
    mark(
        "It is not your fault, and it has been logged. "
        "Try again; if it goes on, tell those who run Nabo."
    ),
)


def install(app: FastAPI) -> None:
    """Show pages where a person waits, and leave the rest to the handlers that are there."""
    for kind in _TOLD_OF:
        before = cast("Handler | None", app.exception_handlers.get(kind))
        app.add_exception_handler(kind, _for_people(before))


_TOLD_OF: tuple[type[Exception], ...] = (
    CareApiError,
    HTTPException,
    RequestValidationError,
    OperationalError,
    DataError,
    Exception,
)


def _for_people(before: Handler | None) -> Handler:
    async def answer(request: Request, fault: Exception) -> Response:
        if isinstance(fault, NotLoggedInError) and is_page(request):
            return await _to_login(request)
        if isinstance(fault, SecondFactorNeededError) and is_page(request):
            return _to_account(request)
        if is_page(request):
            page = await run_in_threadpool(_page_around, request, fault)
            return _problem_page(page, fault)
        if before is None:
            raise fault
        return await before(request, fault)

    return answer


async def _to_login(request: Request) -> Response:
    """Lead to the login, and from there back to the page that was wanted.

    What was typed is carried on; a page that fetches itself anew is led nowhere, for something
    may have been typed there too (see `static/again.js`).
    """
    if "HX-Request" in request.headers:
        return Response(status_code=HTTPStatus.UNAUTHORIZED)
    carried = await of_request(request)
    if carried is not None:
        return _login_page(request, carried)
    query = f"?{request.url.query}" if request.url.query else ""
    wanted = f"{request.url.path}{query}" if request.method == "GET" else "/"
    ended = "&ended=1" if cookie_of(request, SESSION_COOKIE) else ""
    address = f"/login?next={quote(wanted)}{ended}"
    return RedirectResponse(address, status_code=HTTPStatus.SEE_OTHER)


def _login_page(request: Request, carried: Carried) -> Response:
    page = page_for(request, wiring(request).clock.now(), None)
    return page.show(
        "login.html",
        provider=wiring(request).provider_name,
        status=HTTPStatus.UNAUTHORIZED,
        next=carried.came_from,
        carried=carried,
        user_name="",
        fault=None,
        notice=page.say(_TYPED),
    )


def _to_account(request: Request) -> Response:
    """Lead to where one-time codes are switched on, as they are demanded here."""
    if "HX-Request" in request.headers:
        return Response(headers={"HX-Redirect": "/me"})
    return RedirectResponse("/me", status_code=HTTPStatus.SEE_OTHER)


def _page_around(request: Request, fault: Exception) -> Page:
    """Return a page with the menu for whoever is logged in, as far as that can be told now."""
    wired = wiring(request)
    now, token = wired.clock.now(), cookie_of(request, SESSION_COOKIE)
    if token is not None and not isinstance(fault, OperationalError):
        try:
            with wired.database.reading() as session:
                staff = staff_service.identify(session, token, now, wired.settings.lasting)
                if staff is not None:
                    return staff_page(request, now, staff, session)
        except SQLAlchemyError as second:
            _log.warning("a failure is told without the menu: %s", type(second).__name__)
    return page_for(request, now, None)


def _problem_page(page: Page, fault: Exception) -> Response:
    status, code = _status_and_code(fault)
    heading, remedy = WORDS.get(status, OUR_FAULT)
    if isinstance(fault, CsrfError):
        heading, remedy = OLD_FORM
    return page.show(
        "problem.html",
        status=status,
        heading=page.say(heading),
        remedy=page.say(remedy),
        code=code,
    )


def _status_and_code(fault: Exception) -> tuple[HTTPStatus, str]:
    match fault:
        case CareApiError():
            return fault.status, fault.code
        case HTTPException():
            status = HTTPStatus(fault.status_code)
            return status, status.name.lower()
        case RequestValidationError() | DataError():
            return HTTPStatus.UNPROCESSABLE_ENTITY, "invalid_document"
        case OperationalError():
            return HTTPStatus.SERVICE_UNAVAILABLE, "database_unavailable"
        case _:
            return HTTPStatus.INTERNAL_SERVER_ERROR, "internal_server_error"
