"""The session cookie."""

from fastapi import Response

from care_api.deps import SESSION_COOKIE
from care_api.settings import Settings
from care_api.staff.sessions import NewSession


def set_session(response: Response, settings: Settings, session: NewSession) -> None:
    """Let the browser carry a new session: unreadable for scripts, never sent from other sites."""
    response.set_cookie(
        SESSION_COOKIE,
        session.token,
        max_age=int(settings.lasting.longest.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=settings.needs_secure_cookies,
    )


def end_session(response: Response, settings: Settings) -> None:
    """Let the browser forget the session."""
    response.delete_cookie(
        SESSION_COOKIE, httponly=True, samesite="lax", secure=settings.needs_secure_cookies
    )
