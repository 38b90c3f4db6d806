"""Forms are accepted only from our own pages: a secret in a cookie must stand in the form too.

The cookie is `SameSite=Lax`, and a browser that says where a form comes from must name us, so that
neither another site nor a sibling domain can act in a nurse's name (OWASP, double submit).
"""

from hmac import compare_digest
from secrets import token_urlsafe

from fastapi import Request, Response

from care_api.errors import CsrfError

CSRF_COOKIE = "nabo_csrf"
CSRF_FIELD = "csrf_token"
_REMEDY = "The form is not from one of our pages, or too old: load the page again."


def csrf_token(request: Request) -> str:
    """Return the token of this browser, or a new one that the response has to set as cookie."""
    return request.cookies.get(CSRF_COOKIE) or token_urlsafe(32)


def set_csrf(response: Response, token: str, *, is_secure: bool) -> None:
    """Let the browser carry the token: unreadable for scripts."""
    response.set_cookie(CSRF_COOKIE, token, httponly=True, samesite="lax", secure=is_secure)


async def own_form(request: Request) -> None:
    """Let a form through only if it was sent from one of our pages (a FastAPI dependency).

    Raises:
        CsrfError: It was not, or the page had grown too old.
    """
    if request.headers.get("sec-fetch-site", "same-origin") != "same-origin":
        raise CsrfError(_REMEDY)
    expected = request.cookies.get(CSRF_COOKIE, "")
    given = (await request.form()).get(CSRF_FIELD)
    if not expected or not isinstance(given, str) or not compare_digest(given, expected):
        raise CsrfError(_REMEDY)
