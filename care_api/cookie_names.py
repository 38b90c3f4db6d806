"""What our cookies are called, and how they are read.

Where they travel over TLS only, their names begin with `__Host-`: a browser takes such a cookie
from this very host alone, for all of its paths: no sibling domain can plant one (RFC 6265bis).
"""

from fastapi import Request

SESSION_COOKIE = "nabo_session"
CSRF_COOKIE = "nabo_csrf"
ERRAND_COOKIE = "nabo_errand"
"""Of a login with an OpenID provider that is under way; sealed."""

FAMILY_COOKIE = "nabo_family"
"""The code of a link to a resident's own page."""


def full_name(name: str, *, is_secure: bool) -> str:
    """Return a cookie's name in the browser."""
    return f"__Host-{name}" if is_secure else name


def cookie_of(request: Request, name: str) -> str | None:
    """Return what the browser carries under one of our names."""
    is_secure = request.app.state.wiring.settings.needs_secure_cookies
    return request.cookies.get(full_name(name, is_secure=is_secure))
