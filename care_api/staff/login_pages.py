"""Pages: log in, in one step or two."""

from dataclasses import dataclass, replace
from datetime import timedelta
from http import HTTPStatus
from secrets import token_urlsafe
from typing import Annotated, Self
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Header, Request
from fastapi.responses import JSONResponse, Response

from care_api.cookie_names import SESSION_COOKIE, cookie_of
from care_api.cookies import set_session
from care_api.deps import OpenToAnybody, Wired
from care_api.errors import CodeNeededError, LockedOutError, WrongCredentialsError
from care_api.staff import service
from care_api.staff.device import device_name
from care_api.staff.service import Attempt
from care_api.staff.sessions import NewSession
from care_api.web.carried import Carried, unpacked
from care_api.web.csrf import own_form
from care_api.web.page import OpenPage, Page
from care_api.web.redirects import go_on, landing
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
_WRONG_PASSWORD = mark("The password is wrong.")
_WRONG_CODE_OR_PASSWORD = mark("Password or code is wrong, or the code was used before.")
_CODE_NEEDED = mark("Your one-time code is needed as well.")
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
    carried: Carried | None = None
    """What was typed when the last session ended."""

    def going_on_to(self, wanted: str) -> Self:
        """Return the entrance to another page."""
        return replace(self, wanted=wanted)

    def ask(
        self,
        *,
        user_name: str = "",
        refusal: Refusal | None = None,
        notice: str | None = None,
        told: str | None = None,
    ) -> Response:
        """Show the form for user name and password; `told` is what a provider's answer came to."""
        if told is not None:
            status = HTTPStatus.FORBIDDEN
        else:
            status = refusal.status if refusal else HTTPStatus.OK
        return self.page.show(
            "login.html",
            status=status,
            provider=self.wired.provider_name,
            next=self.wanted,
            carried=self.carried,
            user_name=user_name,
            fault=told or self._told(refusal, _WRONG),
            notice=self.page.say(notice) if notice else None,
        )

    def ask_for_code(self, ticket: str, refusal: Refusal | None = None) -> Response:
        """Show the form for the code."""
        return self.page.show(
            "login_code.html",
            status=refusal.status if refusal else HTTPStatus.OK,
            next=self.wanted,
            carried=self.carried,
            ticket=ticket,
            fault=self._told(refusal, _WRONG_CODE),
        )

    def let_in(self, opened: NewSession) -> Response:
        """Hand out the cookies of a new session, and go on: or show what is still to be sent."""
        fresh = self.page.with_token(token_urlsafe(32))
        response: Response = go_on(landing(self.wanted))
        if self.carried is not None:
            response = fresh.show("send_again.html", carried=self.carried)
        fresh.hand_out_token(response)
        set_session(response, self.wired.settings, opened)
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
    carried: Annotated[str, Form()] = "",
    carried_to: Annotated[str, Form()] = "",
) -> Entrance:
    return Entrance(
        page=page,
        wired=wired,
        device=device_name(user_agent),
        wanted=next,
        carried=unpacked(carried_to, carried, next),
    )


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


@router.get("/again")
def who_is_in(request: Request, page: OpenPage, wired: Wired) -> Response:
    """Tell an open page whether its session lasts, and what its forms must carry by now."""
    token, now = cookie_of(request, SESSION_COOKIE), page.frame.times.now
    with wired.database.reading() as session:
        lasting = wired.settings.lasting
        staff = service.identify(session, token, now, lasting) if token else None
    return _told(page, user_name=staff.user_name if staff else None)


@router.post("/again", dependencies=[Depends(own_form)])
def log_in_again(
    entrance: AtEntrance,
    user_name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    code: Annotated[str, Form()] = "",
) -> Response:
    """Open a session from within a page, so that what was typed there is not lost."""
    page, wired = entrance.page, entrance.wired
    attempt = Attempt(
        user_name=user_name, password=password, code=code or None, device=entrance.device
    )
    try:
        opened = service.log_in(wired.gate, attempt, page.frame.times.now)
    except CodeNeededError:
        return _told(page, message=_CODE_NEEDED, needs_code=True)
    except (WrongCredentialsError, LockedOutError) as refusal:
        wrong = _WRONG_CODE_OR_PASSWORD if code else _WRONG_PASSWORD
        message = _LOCKED if isinstance(refusal, LockedOutError) else wrong
        return _told(page, message=message)
    response = _told(page.with_token(token_urlsafe(32)), user_name=user_name)
    set_session(response, wired.settings, opened)
    return response


def _told(
    page: Page,
    *,
    user_name: str | None = None,
    message: str = "",
    needs_code: bool = False,
) -> Response:
    """Return what `again.js` reads: who is in, and the token of the forms."""
    document = {
        "user_name": user_name,
        "csrf_token": page.frame.csrf_token,
        "message": page.say(message) if message else "",
        "needs_code": needs_code,
    }
    response = JSONResponse(document, headers={"Cache-Control": "no-store"})
    page.hand_out_token(response)
    return response
