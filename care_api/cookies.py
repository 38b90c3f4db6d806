"""The cookies that let people in: unreadable for scripts, not sent along from others' forms."""

from fastapi import Response

from care_api.cookie_names import ERRAND_COOKIE, FAMILY_COOKIE, SESSION_COOKIE, full_name
from care_api.settings import Settings
from care_api.staff.sessions import NewSession


def set_session(response: Response, settings: Settings, session: NewSession) -> None:
    """Let the browser carry a new session."""
    longest_s = int(settings.lasting.longest.total_seconds())
    _set(response, settings, SESSION_COOKIE, session.token, longest_s)


def end_session(response: Response, settings: Settings) -> None:
    """Let the browser forget the session."""
    _forget(response, settings, SESSION_COOKIE)


def set_errand(response: Response, settings: Settings, ticket: str) -> None:
    """Let the browser carry what an OpenID provider's answer must fit."""
    _set(response, settings, ERRAND_COOKIE, ticket, None)


def forget_errand(response: Response, settings: Settings) -> None:
    """Let the browser forget it: it counts once."""
    _forget(response, settings, ERRAND_COOKIE)


def set_family(response: Response, settings: Settings, code: str) -> None:
    """Let the browser carry the code of a resident's own page until it is closed."""
    _set(response, settings, FAMILY_COOKIE, code, None)


def forget_family(response: Response, settings: Settings) -> None:
    """Let the browser forget the code."""
    _forget(response, settings, FAMILY_COOKIE)


def _set(
    response: Response, settings: Settings, name: str, value: str, max_age_s: int | None
) -> None:
    is_secure = settings.needs_secure_cookies
    response.set_cookie(
        full_name(name, is_secure=is_secure),
        value,
        max_age=max_age_s,
        httponly=True,
        samesite="lax",  # strict would lose the session on the way from a link in a mail
        secure=is_secure,
    )


def _forget(response: Response, settings: Settings, name: str) -> None:
    is_secure = settings.needs_secure_cookies
    response.delete_cookie(
        full_name(name, is_secure=is_secure), httponly=True, samesite="lax", secure=is_secure
    )
