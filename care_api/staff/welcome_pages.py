"""Page: somebody who has got a link sets a password of their own."""

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from care_api.deps import Now, OpenToAnybody, Reading, Wired
from care_api.staff import invitations
from care_api.staff.staff_form import password_fault
from care_api.web.csrf import own_form
from care_api.web.page import OpenPage
from care_api.web.redirects import go_on

router = APIRouter(prefix="/welcome/{token}", dependencies=[OpenToAnybody])


@router.get("")
def show_welcome(page: OpenPage, token: str, session: Reading, now: Now) -> Response:
    """Show the form, if the link still holds."""
    staff = invitations.invited(session, token, now)
    return page.show("welcome.html", name=staff.name, user_name=staff.user_name, fault=None)


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
        return page.form(
            "welcome.html",
            name=staff.name,
            user_name=staff.user_name,
            fault=page.say(fault),
        )
    made = wired.gate.passwords.hash(new_password)
    with wired.working(now) as work:
        invitations.use(work, token, made)
    return go_on("/login")
