"""From a request to a page: who reads it, in which language, at what time."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from http import HTTPStatus
from typing import Annotated, Self

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse, Response

from care_api.alerts import service as alerts
from care_api.cookie_names import CSRF_COOKIE, cookie_of
from care_api.days import ZONE
from care_api.deps import CurrentStaff, Now, Reading, wiring
from care_api.events.stream import reached
from care_api.staff.role import ADMINISTRATION, Permission
from care_api.staff.service import StaffIdentity
from care_api.web.csrf import csrf_token, set_csrf
from care_api.web.format_words import FormatWords
from care_api.web.frame import Frame, Reader, Section
from care_api.web.language import LANGUAGE_COOKIE, chosen_language
from care_api.web.plan_words import PlanWords
from care_api.web.rendering import Renderer
from care_api.web.times import Times
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that is about to be shown to somebody."""

    renderer: Renderer
    frame: Frame
    needs_secure_cookies: bool
    is_token_new: bool
    """Whether the browser has to be given the token of the forms; else its cookie stays as it is:
    an answer that was under way while somebody logged in must not bring the old one back."""

    def show(
        self,
        template: str,
        *,
        section: Section | None = None,
        status: HTTPStatus = HTTPStatus.OK,
        **values: object,
    ) -> HTMLResponse:
        """Return the answer; nothing of it is kept in the browser's cache."""
        frame = replace(self.frame, section=section)
        response = HTMLResponse(
            self.renderer.page(template, frame, **values),
            status_code=status,
            headers={"Cache-Control": "no-store"},
        )
        self.hand_out_token(response)
        return response

    def form(
        self,
        template: str,
        *,
        fault: object | None,
        section: Section | None = None,
        **values: object,
    ) -> HTMLResponse:
        """Return a page with a form on it: as it was sent, where a fault brings it back."""
        status = HTTPStatus.UNPROCESSABLE_ENTITY if fault else HTTPStatus.OK
        return self.show(template, section=section, status=status, fault=fault, **values)

    def with_token(self, token: str) -> Self:
        """Return the page for a browser that gets a new token, as at every login."""
        return replace(self, frame=replace(self.frame, csrf_token=token), is_token_new=True)

    def of_day(self, local_on: date) -> Self:
        """Return the page for what is about one day, which its times then need not name."""
        times = replace(self.frame.times, shown_on=local_on)
        return replace(self, frame=replace(self.frame, times=times))

    def hand_out_token(self, response: Response) -> None:
        """Let the browser carry the token of the forms, where it does not yet."""
        if self.is_token_new:
            set_csrf(response, self.frame.csrf_token, is_secure=self.needs_secure_cookies)

    @property
    def plan_words(self) -> PlanWords:
        """What says plans in the reader's language."""
        return PlanWords(say=self.say, times=self.frame.times)

    @property
    def format_words(self) -> FormatWords:
        """What says in the reader's language what other formats cannot."""
        return FormatWords(say=self.say, times=self.frame.times)

    def say(self, message: str) -> str:
        """Return a message in the reader's language."""
        return self.renderer.say(self.frame.locale, message)


def page_for(request: Request, now: datetime, staff: StaffIdentity | None) -> Page:
    """Return a page for whoever made the request, before anything is read for it."""
    cookie = request.cookies.get(LANGUAGE_COOKIE)
    locale = chosen_language(cookie, request.headers.get("accept-language", ""))
    reads_in: Locale = staff.locale if staff else locale
    return Page(
        renderer=request.app.state.renderer,
        frame=Frame(
            locale=reads_in,
            times=Times(locale=reads_in, zone=ZONE, now=now),
            path=_own_address(request),
            csrf_token=csrf_token(request),
            reader=_reader(staff, wiring(request).provider_name) if staff else None,
        ),
        is_token_new=cookie_of(request, CSRF_COOKIE) is None,
        needs_secure_cookies=request.app.state.wiring.settings.needs_secure_cookies,
    )


def _own_address(request: Request) -> str:
    query = f"?{request.url.query}" if request.url.query else ""
    return f"{request.url.path}{query}"


def _reader(staff: StaffIdentity, provider: str | None) -> Reader:
    return Reader(
        user_name=staff.user_name,
        provider=provider,
        name=staff.name,
        unit_name=", ".join(membership.unit_name for membership in staff.memberships),
        tenant_name=staff.tenant_name,
        has_handovers=bool(
            staff.units_where(Permission.READ_CARE) & staff.units_where(Permission.HANDLE_ALERTS)
        ),
        has_figures=bool(staff.units_where(Permission.SET_UP_UNIT)),
        has_robots=bool(staff.units_where(Permission.MANAGE_ROBOTS)),
        has_on_call=bool(staff.units_where(Permission.SET_UP_UNIT)),
        has_residents=bool(staff.units_where(Permission.READ_CARE)),
        has_alerts=bool(staff.units_where(Permission.HANDLE_ALERTS)),
        administers=any(staff.units_where(right) for right in ADMINISTRATION),
    )


def _open_page(request: Request, now: Now) -> Page:
    return page_for(request, now, None)


OpenPage = Annotated[Page, Depends(_open_page)]
"""A page that needs no login."""


def staff_page(request: Request, now: Now, staff: CurrentStaff, session: Reading) -> Page:
    """Return a page for whoever is logged in, with the menu and how many alerts wait."""
    page = page_for(request, now, staff)
    waiting = alerts.count_reported(session, staff.units_where(Permission.HANDLE_ALERTS))
    frame = replace(page.frame, stream=reached(session), open_alerts=waiting)
    return replace(page, frame=frame)


StaffPage = Annotated[Page, Depends(staff_page)]
"""A page for whoever is logged in."""
