"""What somebody typed while their session ended: carried through the login, and never stored.

The login page holds the fields, and hands them back in a form that is sent once more by hand. They
go to the path they were meant for and to no other; a form that was not from one of our own pages,
or one with a password or a file in it, is not carried.
"""

from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastapi import Request

from care_api.errors import CsrfError
from care_api.web.csrf import CSRF_FIELD, own_form
from care_api.web.redirects import own_address

LONGEST = 100_000
"""Characters, all fields together."""
_NEVER = ("/login", "/logout", "/language", "/me")
"""Whose forms hold secrets, or nothing to keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A form on its way."""

    path: str
    fields: tuple[tuple[str, str], ...]
    """In their order; a name may come several times."""
    came_from: str
    """The page that the form stands on, to go back to instead."""

    @property
    def packed(self) -> str:
        """The fields in one word, for a hidden field."""
        return urlencode(self.fields)


async def of_request(request: Request) -> Carried | None:
    """Return the form of a request that was refused because nobody was logged in."""
    if request.method != "POST":
        return None
    try:
        await own_form(request)
    except CsrfError:
        return None
    sent = (await request.form()).multi_items()
    fields = [(name, value) for name, value in sent if isinstance(value, str)]
    if len(fields) < len(sent):  # a file
        return None
    came_from = urlsplit(request.headers.get("referer", "")).path
    return _checked(request.url.path, fields, came_from)


def unpacked(path: str, packed: str, came_from: str) -> Carried | None:
    """Return the form that a login page held; None where it held none, or none of ours."""
    if not packed or len(packed) > 3 * LONGEST:
        return None
    return _checked(path, parse_qsl(packed, keep_blank_values=True), came_from)


def _checked(path: str, fields: list[tuple[str, str]], came_from: str) -> Carried | None:
    kept = tuple((name, value) for name, value in fields if name != CSRF_FIELD)
    is_ours = path != "/" and own_address(path) == path == urlsplit(path).path
    is_secret = any("password" in name for name, _ in kept)
    if not kept or is_secret or not is_ours or _begins_with(path, _NEVER):
        return None
    if sum(len(value) for _, value in kept) > LONGEST:
        return None
    return Carried(path=path, fields=kept, came_from=own_address(came_from))


def _begins_with(path: str, roots: tuple[str, ...]) -> bool:
    return any(path == root or path.startswith(f"{root}/") for root in roots)
