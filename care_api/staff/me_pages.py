"""Pages: my account. Password, one-time codes, login provider, and where I am logged in."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response

from care_api.audit.act import Act
from care_api.deps import CurrentStaff, OpenToStaff, Wired
from care_api.errors import ForbiddenError, LockedOutError, WrongCredentialsError
from care_api.staff import one_time, second_factor, service, sessions, subjects
from care_api.staff.id_token import LoginRefusedError
from care_api.staff.oidc import Errand
from care_api.staff.oidc_pages import AtProvider, send_on
from care_api.staff.staff_form import password_fault
from care_api.staff.way import LoginWay
from care_api.web.page import StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark

router = APIRouter(prefix="/me", dependencies=[OpenToStaff])

_WRONG_PASSWORD = mark("The password is wrong.")
_LOCKED = mark("Too many attempts. Wait a few minutes and try again.")
_WRONG_CODE = mark("That is not the code that the app shows now. Wait for the next and try again.")

_AWAY = mark("The login provider does not answer. Try again later.")

Password = Annotated[str, Form()]


class Part(StrEnum):
    """Which form of the page something is said about."""

    PASSWORD = "password"  # noqa: S105 - the name of a form
    CODES = "codes"
    PROVIDER = "provider"
    SESSIONS = "sessions"


_DONE = {
    "password": (Part.PASSWORD, mark("Your password is changed. Other devices are logged out.")),
    "on": (Part.CODES, mark("One-time codes are switched on.")),
    "off": (Part.CODES, mark("One-time codes are switched off.")),
    "connected": (Part.PROVIDER, mark("Your account is connected.")),
    "ended": (Part.SESSIONS, mark("You are logged out everywhere else.")),
}
"""What the address says was done -> where the page says so, and how."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Whose account it is, and on what page."""

    page: StaffPage
    staff: CurrentStaff
    wired: Wired

    def show(
        self,
        *,
        status: HTTPStatus = HTTPStatus.OK,
        fault: tuple[Part, str] | None = None,
        done: tuple[Part, str] | None = None,
    ) -> Response:
        """Return the page, with what is wrong or was done at its place."""
        now, lasting = self.page.frame.times.now, self.wired.settings.lasting
        with self.wired.database.reading() as session:
            standing = second_factor.standing(session, self.staff.id)
            opened = sessions.of_staff(session, self.staff.id, now, lasting)
            connected_at = subjects.connected_at(session, self.staff.id)
        is_weak = self.staff.way is LoginWay.PASSWORD
        return self.page.show(
            "me.html",
            status=status,
            standing=standing,
            sessions=opened,
            own_session=self.staff.session_id,
            provider=self.wired.provider_name,
            connected_at=connected_at,
            is_demanded=self.wired.settings.demand_second_factor,
            must_switch_on=self.wired.settings.demand_second_factor and is_weak,
            fault=fault,
            done=done,
        )

    def with_password(self, part: Part, password: str, act: Callable[[], Response]) -> Response:
        """Do it if the password is right, else say so on the page."""
        try:
            service.prove(self.wired.gate, self.staff, password, self.page.frame.times.now)
        except WrongCredentialsError:
            return self.show(status=HTTPStatus.FORBIDDEN, fault=(part, _WRONG_PASSWORD))
        except LockedOutError as fault:
            return self.show(status=fault.status, fault=(part, _LOCKED))
        return act()


def _desk(page: StaffPage, staff: CurrentStaff, wired: Wired) -> Desk:
    return Desk(page=page, staff=staff, wired=wired)


AtDesk = Annotated[Desk, Depends(_desk)]


@router.get("")
def show_account(desk: AtDesk, done: str = "") -> Response:
    """Show the page."""
    return desk.show(done=_DONE.get(done))


@router.post("/password")
def change_password(
    desk: AtDesk, password: Password = "", new_password: Password = "", again: Password = ""
) -> Response:
    """Put a new password in the place of the old one, which must be given too."""
    fault = password_fault(desk.staff.user_name, password, new_password, again)
    if fault is not None:
        return desk.show(status=HTTPStatus.UNPROCESSABLE_ENTITY, fault=(Part.PASSWORD, fault))

    def keep() -> Response:
        now = desk.page.frame.times.now
        made = desk.wired.gate.passwords.hash(new_password)
        with desk.wired.working(now) as work:
            service.set_password(work, desk.staff, made)
        return go_on("/me?done=password")

    return desk.with_password(Part.PASSWORD, password, keep)


@router.post("/codes/begin")
def begin_codes(desk: AtDesk, password: Password = "") -> Response:
    """Make the key for an app, once it is sure whose app it will be."""

    def make() -> Response:
        wired = desk.wired
        with wired.database.writing() as session:
            second_factor.begin(session, wired.gate.seal, desk.staff.id, desk.page.frame.times.now)
        return go_on("/me/codes")

    return desk.with_password(Part.CODES, password, make)


@router.get("/codes")
def show_key(desk: AtDesk) -> Response:
    """Show the key as a QR code and as text, until a first code of the app has come."""
    return _key_page(desk, None)


@router.post("/codes")
def confirm_codes(desk: AtDesk, code: Annotated[str, Form()] = "") -> Response:
    """Switch the codes on by a first one, and show the recovery codes: this once."""
    wired, staff = desk.wired, desk.staff
    with wired.working(desk.page.frame.times.now) as work:
        if second_factor.confirm(work.session, wired.gate.seal, staff.id, code, work.now):
            sessions.strengthen(work.session, staff.session_id)
            codes = second_factor.renew_recovery_codes(work.session, staff.id)
            service.note_own_act(work, staff, Act.CODES_SWITCHED_ON)
            return desk.page.show("me_recovery.html", codes=codes)
    return _key_page(desk, _WRONG_CODE)


@router.post("/codes/recovery")
def renew_recovery_codes(desk: AtDesk, password: Password = "") -> Response:
    """Show new recovery codes, once; the old ones count no more."""

    def renew() -> Response:
        with desk.wired.working(desk.page.frame.times.now) as work:
            if not second_factor.is_on(work.session, desk.staff.id):
                return go_on("/me")
            codes = second_factor.renew_recovery_codes(work.session, desk.staff.id)
            service.note_own_act(work, desk.staff, Act.RECOVERY_CODES_RENEWED)
        return desk.page.show("me_recovery.html", codes=codes)

    return desk.with_password(Part.CODES, password, renew)


@router.post("/codes/off")
def switch_codes_off(desk: AtDesk, password: Password = "") -> Response:
    """Ask for no codes any more."""
    if desk.wired.settings.demand_second_factor:
        raise ForbiddenError("One-time codes are demanded here.")

    def switch_off() -> Response:
        with desk.wired.working(desk.page.frame.times.now) as work:
            if second_factor.is_on(work.session, desk.staff.id):
                service.note_own_act(work, desk.staff, Act.CODES_SWITCHED_OFF)
            second_factor.switch_off(work.session, desk.staff.id)
        return go_on("/me?done=off")

    return desk.with_password(Part.CODES, password, switch_off)


@router.post("/provider")
def offer_provider(desk: AtDesk, provider: AtProvider, password: Password = "") -> Response:
    """Show the way to the provider, which opens the account from then on.

    By a link and not by a redirect: no answer to a form may lead to another site.
    """

    def offer() -> Response:
        now, errand = desk.page.frame.times.now, Errand.new()
        try:
            address = provider.address(errand, now)
        except LoginRefusedError:
            return desk.show(status=HTTPStatus.BAD_GATEWAY, fault=(Part.PROVIDER, _AWAY))
        name = desk.wired.provider_name
        response = desk.page.show("me_provider.html", provider=name, address=address)
        words = {"account": str(desk.staff.id), "next": "/me?done=connected"}
        send_on(response, desk.wired, errand, now, **words)
        return response

    return desk.with_password(Part.PROVIDER, password, offer)


@router.post("/sessions/end")
def end_other_sessions(desk: AtDesk) -> Response:
    """Log out everywhere but here."""
    with desk.wired.database.writing() as session:
        now = desk.page.frame.times.now
        sessions.end_others(session, desk.staff.id, desk.staff.session_id, now)
    return go_on("/me?done=ended")


def _key_page(desk: Desk, fault: str | None) -> Response:
    with desk.wired.database.reading() as session:
        key = second_factor.key_to_show(session, desk.wired.gate.seal, desk.staff.id)
    if key is None:
        return go_on("/me")
    path, side = one_time.qr_path(one_time.key_address(key, desk.staff.user_name))
    return desk.page.form(
        "me_codes.html",
        key=" ".join(key[at : at + 4] for at in range(0, len(key), 4)),
        qr_path=path,
        qr_side=side,
        fault=fault,
    )
