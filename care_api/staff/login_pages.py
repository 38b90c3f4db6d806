"""Pages: log in, in one step or two."""

from dataclasses import dataclass
from datetime import timedelta
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Header
from fastapi.responses import Response

from care_api.cookies import set_session
from care_api.deps import OpenToAnybody, Wired
from care_api.errors import CodeNeededError, LockedOutError, WrongCredentialsError
from care_api.staff import service
from care_api.staff.device import device_name
from care_api.staff.service import Attempt
from care_api.staff.sessions import NewSession
from care_api.web.csrf import own_form, set_csrf
from care_api.web.page import OpenPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/login", dependencies=[OpenToAnybody])

TIME_FOR_CODE = timedelta(minutes=5)
"""From the right password to the code."""
_WRONG = mark("User name or password is wrong.")
_WRONG_CODE = mark("The code is wrong, or was used before.")
_LOCKED = mark("Too many attempts. Wait a few minutes and try again.")
_ENDED = mark(
    "You have been logged out because it is long since you did anything. Log in to go on."
)
_TOO_LONG = mark("That took too long. Begin again, please.")


Refusal = WrongCredentialsError | LockedOutError


@dataclass(frozen=True, slots=True, kw_only=True)
class Entrance:
    """Who stands before the door, and where they want to."""

    page: OpenPage
    wired: Wired
    device: str
    wanted: str
    """The page to go on to; checked when it is used."""

    def ask(
        self, *, user_name: str = "", refusal: Refusal | None = None, notice: str | None = None
    ) -> Response:
        """Show the form for user name and password."""
        return self.page.show(
            "login.html",
            status=refusal.status if refusal else HTTPStatus.OK,
            next=self.wanted,
            user_name=user_name,
            fault=self._told(refusal, _WRONG),
            notice=self.page.say(notice) if notice else None,
        )

    def ask_for_code(self, ticket: str, refusal: Refusal | None = None) -> Response:
        """Show the form for the code."""
        return self.page.show(
            "login_code.html",
            status=refusal.status if refusal else HTTPStatus.OK,
            next=self.wanted,
            ticket=ticket,
            fault=self._told(refusal, _WRONG_CODE),
        )

    def let_in(self, opened: NewSession) -> Response:
        """Hand out the cookies of a new session, and go on."""
        response = go_on(self.wanted)
        settings = self.wired.settings
        set_session(response, settings, opened)
        set_csrf(response, token_urlsafe(32), is_secure=settings.needs_secure_cookies)
        return response

    def _told(self, refusal: Refusal | None, wrong: str) -> str | None:
        if refusal is None:
            return None
        return self.page.say(_LOCKED if isinstance(refusal, LockedOutError) else wrong)


def _entrance(
    page: OpenPage,
    wired: Wired,
    user_agent: Annotated[str, Header()] = "",
    next: Annotated[str, Form()] = "/",  # noqa: A002 - the form's field
) -> Entrance:
    return Entrance(page=page, wired=wired, device=device_name(user_agent), wanted=next)


AtEntrance = Annotated[Entrance, Depends(_entrance)]


@router.get("")
def show_login(
    page: OpenPage,
    wired: Wired,
    *,
    next: str = "/",  # noqa: A002 - the name in the address
    ended: bool = False,
) -> Response:
    """Show the form."""
    entrance = Entrance(page=page, wired=wired, device="", wanted=next)
    return entrance.ask(notice=_ENDED if ended else None)


@router.post("", dependencies=[Depends(own_form)])
def log_in(
    entrance: AtEntrance,
    user_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Open a session and go on to the page that was wanted, or say what is missing or wrong."""
    wired, now = entrance.wired, entrance.page.frame.times.now
    attempt = Attempt(user_name=user_name, password=password, device=entrance.device)
    try:
        opened = service.log_in(wired.gate, attempt, now)
    except CodeNeededError as needed:
        ticket = wired.tickets.issue({"staff": str(needed.staff_id)}, now + TIME_FOR_CODE)
        return entrance.ask_for_code(ticket)
    except (WrongCredentialsError, LockedOutError) as refusal:
        return entrance.ask(user_name=user_name, refusal=refusal)
    return entrance.let_in(opened)


@router.post("/code", dependencies=[Depends(own_form)])
def give_code(
    entrance: AtEntrance,
    ticket: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> Response:
    """Take the second step: a one-time code or a recovery code."""
    wired, now = entrance.wired, entrance.page.frame.times.now
    words = wired.tickets.read(ticket, now)
    if words is None:
        return entrance.ask(notice=_TOO_LONG)
    staff_id = UUID(words["staff"])
    try:
        opened = service.log_in_by_code(wired.gate, staff_id, code, device=entrance.device, now=now)
    except (WrongCredentialsError, LockedOutError) as refusal:
        return entrance.ask_for_code(ticket, refusal)
    return entrance.let_in(opened)
