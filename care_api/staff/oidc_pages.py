"""Pages: log in with an OpenID provider. It says who somebody is; what they may do stands here."""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import RedirectResponse, Response

from care_api.cookie_names import ERRAND_COOKIE, cookie_of
from care_api.cookies import forget_errand, set_errand
from care_api.deps import OpenToAnybody, Wired
from care_api.errors import NotFoundError
from care_api.staff import service
from care_api.staff.device import device_name
from care_api.staff.id_token import LoginRefusedError
from care_api.staff.login_pages import Entrance
from care_api.staff.oidc import Errand, Provider
from care_api.web.page import OpenPage
from care_api.web.wording import mark

router = APIRouter(prefix="/login/oidc", dependencies=[OpenToAnybody])

TIME_FOR_LOGIN = timedelta(minutes=10)
"""From leaving for the provider to coming back."""
_NOT_LET_IN = mark("The login with %(provider)s did not succeed. Try again.")
_UNKNOWN = mark(
    "%(provider)s knows who you are, but nobody here has that user name. "
    "Ask the leader of your unit."
)
_log = logging.getLogger(__name__)


def _provider(wired: Wired) -> Provider:
    if wired.provider is None:
        raise NotFoundError("No OpenID provider is set up here.")
    return wired.provider


def _entrance(page: OpenPage, wired: Wired, user_agent: Annotated[str, Header()] = "") -> Entrance:
    return Entrance(page=page, wired=wired, device=device_name(user_agent), wanted="/")


AtEntrance = Annotated[Entrance, Depends(_entrance)]
AtProvider = Annotated[Provider, Depends(_provider)]


@router.get("")
def go_to_provider(entrance: AtEntrance, provider: AtProvider, next: str = "/") -> Response:  # noqa: A002 - the name in the address
    """Lead to the provider; the browser carries, sealed, what the answer must fit."""
    wired, now = entrance.wired, entrance.page.frame.times.now
    errand = Errand.new()
    try:
        response = RedirectResponse(provider.address(errand, now), HTTPStatus.SEE_OTHER)
    except LoginRefusedError as refusal:
        return _refused(entrance, refusal)
    words = {**asdict(errand), "next": next}
    set_errand(response, wired.settings, wired.tickets.issue(words, now + TIME_FOR_LOGIN))
    return response


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What the provider has the browser bring back."""

    state: str = ""
    code: str = ""
    iss: str | None = None


@router.get("/callback")
def come_back(
    entrance: AtEntrance,
    provider: AtProvider,
    answer: Annotated[Answer, Depends()],
    request: Request,
) -> Response:
    """Open a session for the member of staff whom the provider names, if there is one."""
    wired, now = entrance.wired, entrance.page.frame.times.now
    words = wired.tickets.read(cookie_of(request, ERRAND_COOKIE) or "", now) or {}
    wanted = words.pop("next", "/")
    try:
        claims = provider.claims(_code(answer, words, provider, now), Errand(**words), now)
    except LoginRefusedError as refusal:
        return _refused(entrance, refusal)
    who = claims.get(wired.settings.oidc_claim)
    user_name = who if isinstance(who, str) else ""
    opened = service.log_in_as(wired.gate, user_name, device=entrance.device, now=now)
    if opened is None:
        return _shown(entrance, _UNKNOWN)
    response = entrance.going_on_to(wanted).let_in(opened)
    forget_errand(response, wired.settings)
    return response


def _code(answer: Answer, words: dict[str, str], provider: Provider, now: datetime) -> str:
    """Return the code of an answer to what this browser has asked.

    Raises:
        LoginRefusedError: It is none.
    """
    if not words or not compare_digest(words["state"].encode(), answer.state.encode()):
        raise LoginRefusedError("the answer is to no question of this browser's")
    provider.check_sender(answer.iss, now)
    if not answer.code:
        raise LoginRefusedError("the provider let nobody in")
    return answer.code


def _refused(entrance: Entrance, refusal: LoginRefusedError) -> Response:
    _log.warning("a login with the OpenID provider was refused: %s", refusal)
    return _shown(entrance, _NOT_LET_IN)


def _shown(entrance: Entrance, message: str) -> Response:
    name = entrance.wired.settings.oidc_name
    told = entrance.page.say(message) % {"provider": name}
    response = entrance.ask(told=told)
    forget_errand(response, entrance.wired.settings)
    return response
