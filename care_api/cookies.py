"""The session cookie."""

from fastapi import Response

from care_api.deps import SESSION_COOKIE
from care_api.settings import Settings
from care_api.staff.sessions import NewSession

ERRAND_COOKIE = "nabo_errand"
"""Of a login with an OpenID provider that is under way; sealed."""


def set_errand(response: Response, settings: Settings, ticket: str) -> None:
    """Let the browser carry what the provider's answer must fit."""
    response.set_cookie(
        ERRAND_COOKIE,
        ticket,
        httponly=True,
        samesite="lax",  # it comes back from the provider's site
        secure=settings.needs_secure_cookies,
    )


def forget_errand(response: Response, settings: Settings) -> None:
    """Let the browser forget it: it counts once."""
    response.delete_cookie(
        ERRAND_COOKIE, httponly=True, samesite="lax", secure=settings.needs_secure_cookies
    )


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
