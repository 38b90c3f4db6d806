"""Login, log-out, and who is there."""

from secrets import token_urlsafe
from typing import Annotated

from fastapi import APIRouter, Header, Request, Response

from care_api.cookie_names import SESSION_COOKIE, cookie_of
from care_api.cookies import end_session, set_session
from care_api.deps import CurrentStaff, Now, OpenToAnybody, OpenToStaff, Wired, Writing
from care_api.staff import service
from care_api.staff.device import device_name
from care_api.staff.schemas import Credentials, MembershipOut, SessionOut, StaffOut
from care_api.staff.service import Attempt
from care_api.web.csrf import set_csrf

router = APIRouter(prefix="/staff", tags=["staff"])


@router.post("/login", dependencies=[OpenToAnybody])
def log_in(
    credentials: Credentials,
    wired: Wired,
    now: Now,
    response: Response,
    user_agent: Annotated[str, Header()] = "",
) -> SessionOut:
    """Open a session: the cookie is the session, the token in the answer guards it."""
    attempt = Attempt(
        user_name=credentials.user_name,
        password=credentials.password,
        code=credentials.code,
        device=device_name(user_agent),
    )
    session = service.log_in(wired.gate, attempt, now)
    set_session(response, wired.settings, session)
    csrf_token = token_urlsafe(32)
    set_csrf(response, csrf_token, is_secure=wired.settings.needs_secure_cookies)
    return SessionOut(csrf_token=csrf_token)


@router.post("/logout", status_code=204, dependencies=[OpenToStaff])
def log_out(
    _staff: CurrentStaff,
    work: Writing,
    wired: Wired,
    response: Response,
    request: Request,
) -> None:
    """End the session."""
    service.log_out(work.session, cookie_of(request, SESSION_COOKIE) or "", work.now)
    end_session(response, wired.settings)


@router.get("/me", dependencies=[OpenToStaff])
def me(staff: CurrentStaff) -> StaffOut:
    """Return who is logged in."""
    return StaffOut(
        id=staff.id,
        name=staff.name,
        locale=staff.locale,
        memberships=tuple(
            MembershipOut(unit_id=m.unit_id, unit_name=m.unit_name, roles=tuple(sorted(m.roles)))
            for m in staff.memberships
        ),
    )
