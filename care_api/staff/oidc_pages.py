"""Pages: log in with an OpenID provider. It says who somebody is; what they may do stands here.

Whose account it opens was decided before, by a personal link or by whoever was logged in to it
(docs/decisions/0053).
"""

import logging
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from http import HTTPStatus
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Header, Request
from fastapi.responses import RedirectResponse, Response

from care_api.cookie_names import ERRAND_COOKIE, cookie_of
from care_api.cookies import forget_errand, set_errand
from care_api.deps import OpenToAnybody, Wired, Wiring
from care_api.errors import NotFoundError
from care_api.staff import invitations, service, subjects
from care_api.staff.device import device_name
from care_api.staff.id_token import LoginRefusedError
from care_api.staff.login_pages import Entrance
from care_api.staff.oidc import Errand, Provider
from care_api.staff.subjects import Subject, SubjectTakenError
from care_api.web.page import OpenPage
from care_api.web.wording import mark

router = APIRouter(prefix="/login/oidc", dependencies=[OpenToAnybody])

TIME_FOR_LOGIN = timedelta(minutes=10)
"""From leaving for the provider to coming back."""
_NOT_LET_IN = mark("The login with %(provider)s did not succeed. Try again.")
_UNKNOWN = mark(
    "%(provider)s knows who you are, but opens no account here yet. "
    "Ask the leader of your unit for a link."
)
_TAKEN = mark(
    "%(provider)s opens another account here already. Ask the leader of your unit which is yours."
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
    """Lead to the provider."""
    return leave(entrance, provider, next=next)


def leave(entrance: Entrance, provider: Provider, **words: str) -> Response:
    """Lead to the provider; the browser carries, sealed, what the answer must fit, and `words`."""
    wired, now = entrance.wired, entrance.page.frame.times.now
    errand = Errand.new()
    try:
        response = RedirectResponse(provider.address(errand, now), HTTPStatus.SEE_OTHER)
    except LoginRefusedError as refusal:
        return _refused(entrance, refusal)
    send_on(response, wired, errand, now, **words)
    return response


def send_on(response: Response, wired: Wiring, errand: Errand, now: datetime, **words: str) -> None:
    """Let the browser carry, sealed, what the provider's answer must fit, and `words`."""
    carried = {**asdict(errand), **words}
    set_errand(response, wired.settings, wired.tickets.issue(carried, now + TIME_FOR_LOGIN))


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
    """Open a session for the member of staff whom the provider means, if there is one.

    Who came by a personal link, or from their own account, is connected with what the provider
    says, and this once.
    """
    wired, now = entrance.wired, entrance.page.frame.times.now
    words = wired.tickets.read(cookie_of(request, ERRAND_COOKIE) or "", now) or {}
    wanted = words.pop("next", "/")
    invitation, account = words.pop("invitation", None), words.pop("account", None)
    try:
        code = _code(answer, words, provider, now)
        who = Subject.of(provider.claims(code, Errand(**words), now))
        if invitation is not None:
            with wired.working(now) as work:
                invitations.connect(work, invitation, who)
        elif account is not None:
            with wired.working(now) as work:
                subjects.connect(work, UUID(account), who)
    except LoginRefusedError as refusal:
        return _refused(entrance, refusal)
    except SubjectTakenError:
        return _shown(entrance, _TAKEN)
    opened = service.log_in_as(wired.gate, who, device=entrance.device, now=now)
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
