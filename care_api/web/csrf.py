"""Forms are accepted only from our own pages: a secret in a cookie must stand in the form too.

The cookie is `SameSite=Lax`, and a browser that says where a form comes from must name us, so that
neither another site nor a sibling domain can act in a nurse's name (OWASP, double submit).
"""

from hmac import compare_digest
from secrets import token_urlsafe

from fastapi import Request, Response

from care_api.cookie_names import CSRF_COOKIE, cookie_of, full_name
from care_api.errors import CsrfError

CSRF_FIELD = "csrf_token"
_REMEDY = "The form is not from one of our pages, or too old: load the page again."


def csrf_token(request: Request) -> str:
    """Return the token of this browser, or a new one that the response has to set as cookie."""
    return cookie_of(request, CSRF_COOKIE) or token_urlsafe(32)


def set_csrf(response: Response, token: str, *, is_secure: bool) -> None:
    """Let the browser carry the token: unreadable for scripts."""
    name = full_name(CSRF_COOKIE, is_secure=is_secure)
    response.set_cookie(name, token, httponly=True, samesite="lax", secure=is_secure)


async def own_link(request: Request) -> None:
    """Let a request through only if nobody else's page led to it (a FastAPI dependency).

    Raises:
        CsrfError: The browser says that one did.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise CsrfError(_REMEDY)


async def own_form(request: Request) -> None:
    """Let a form through only if it was sent from one of our pages (a FastAPI dependency).

    Raises:
        CsrfError: It was not, or the page had grown too old.
    """
    await own_link(request)
    given = (await request.form()).get(CSRF_FIELD)
    if not isinstance(given, str) or not fits(request, given):
        raise CsrfError(_REMEDY)


def fits(request: Request, given: str) -> bool:
    """Return whether it is the token that this browser carries."""
    expected = cookie_of(request, CSRF_COOKIE) or ""
    return expected != "" and compare_digest(given.encode(), expected.encode())
