"""Page: somebody who has got a link chooses a password, or the provider that says who they are."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from care_api.deps import Now, OpenToAnybody, Reading, Wired, Wiring
from care_api.staff import invitations
from care_api.staff.oidc_pages import AtEntrance, AtProvider, leave
from care_api.staff.staff_form import password_fault
from care_api.staff.tables import StaffRow
from care_api.web.csrf import own_form, own_link
from care_api.web.page import OpenPage, Page
from care_api.web.redirects import go_on

router = APIRouter(prefix="/welcome/{token}", dependencies=[OpenToAnybody])


@router.get("")
def show_welcome(page: OpenPage, token: str, session: Reading, wired: Wired, now: Now) -> Response:
    """Show the form, if the link still holds."""
    return _page(page, wired, token, invitations.invited(session, token, now))


@router.get("/provider", dependencies=[Depends(own_link)])
def go_to_provider(
    entrance: AtEntrance, provider: AtProvider, token: str, session: Reading, now: Now
) -> Response:
    """Lead to the provider, which opens the account from now on; by our own button alone."""
    invitations.invited(session, token, now)
    return leave(entrance, provider, invitation=token)


@router.post("", dependencies=[Depends(own_form)])
def set_password(
    page: OpenPage,
    token: str,
    wired: Wired,
    now: Now,
    new_password: Annotated[str, Form()] = "",
    again: Annotated[str, Form()] = "",
) -> Response:
    """Keep the password, and go on to the login; the link opens nothing from then on."""
    with wired.database.reading() as session:
        staff = invitations.invited(session, token, now)
    fault = password_fault(staff.user_name, "", new_password, again)
    if fault is not None:
        return _page(page, wired, token, staff, page.say(fault))
    made = wired.gate.passwords.hash(new_password)
    with wired.working(now) as work:
        invitations.use(work, token, made)
    return go_on("/login")


def _page(
    page: Page, wired: Wiring, token: str, staff: StaffRow, fault: str | None = None
) -> Response:
    return page.form(
        "welcome.html",
        name=staff.name,
        user_name=staff.user_name,
        provider=wired.provider_name,
        address=f"/welcome/{token}",
        fault=fault,
    )
