"""Where a form leads to once it is done."""

from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi.responses import RedirectResponse


def own_address(wanted: str) -> str:
    """Return `wanted` if it is an address on this server, else the board's.

    Browsers read a backslash as a slash, and two slashes begin another host's name.
    """
    parts = urlsplit(wanted)
    is_ours = wanted.startswith("/") and not wanted.startswith("//") and "\\" not in wanted
    if is_ours and not parts.scheme and not parts.netloc and wanted.isprintable():
        return wanted
    return "/"


def go_on(address: str) -> RedirectResponse:
    """Let the browser load `address`, so that a reload does not send the form again."""
    return RedirectResponse(own_address(address), status_code=HTTPStatus.SEE_OTHER)


def landing(wanted: str) -> str:
    """Return where a login leads: to what was wanted, or to the first page that is for them."""
    address = own_address(wanted)
    return "/home" if address == "/" else address
