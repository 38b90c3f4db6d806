"""Pages of administration: those who work here, their roles, and the end of an employment."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form
from fastapi.responses import Response
from sqlmodel import Session

from care_api.care_plans.form_fault import FormFault
from care_api.db import Work
from care_api.deps import AdministeredUnits, CurrentStaff, Reading, Writing
from care_api.errors import NotFoundError
from care_api.staff import employment, invitations, staff_form, subjects
from care_api.staff.employment import Colleague, NewColleague, UserNameTakenError
from care_api.staff.role import Role
from care_api.staff.service import StaffIdentity
from care_api.staff.words import PURPOSES, ROLES
from care_api.tenants import service as tenants
from care_api.tenants.service import Unit
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from care_api.web.wording import mark
from schedules.locale import Locale

router = APIRouter(prefix="/administration/staff")

_TAKEN = mark("Somebody has this user name already. Choose another.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """Who administers which units, and on what page."""

    page: Page
    reader: StaffIdentity
    units: frozenset[UUID]

    def own_units(self, session: Session) -> Sequence[Unit]:
        """Return the units, by name."""
        return [u for u in tenants.units(session, self.reader.tenant_id) if u.id in self.units]

    def unit(self, unit_id: UUID) -> UUID:
        """Return the unit of a form.

        Raises:
            NotFoundError: It is not the reader's.
        """
        if unit_id not in self.units:
            raise NotFoundError("No such unit of yours.")
        return unit_id


def _desk(page: StaffPage, staff: CurrentStaff, units: AdministeredUnits) -> Desk:
    return Desk(page=page, reader=staff, units=units)


AtDesk = Annotated[Desk, Depends(_desk)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """The form for a new colleague, as it was sent."""

    user_name: str = ""
    name: str = ""
    locale: Locale = Locale.NB_NO
    unit_id: UUID | None = None
    roles: frozenset[Role] = frozenset()


def _sent(
    unit_id: Annotated[UUID, Form()],
    user_name: Annotated[str, Form(max_length=200)] = "",
    name: Annotated[str, Form(max_length=200)] = "",
    locale: Annotated[Locale, Form()] = Locale.NB_NO,
    roles: Annotated[list[Role] | None, Form()] = None,
) -> Sent:
    return Sent(
        user_name=user_name,
        name=name,
        locale=locale,
        unit_id=unit_id,
        roles=frozenset(roles or ()),
    )


@router.get("")
def list_staff(desk: AtDesk, session: Reading) -> Response:
    """Show who works in the reader's units."""
    return _list_page(desk, session, Sent())


@router.post("")
def add_staff(desk: AtDesk, work: Writing, sent: Annotated[Sent, Depends(_sent)]) -> Response:
    """Employ somebody, and show the link with which they set their password, this once."""
    try:
        new = NewColleague(
            user_name=staff_form.user_name_of(sent.user_name),
            name=staff_form.name_of(sent.name),
            locale=sent.locale,
            unit_id=desk.unit(sent.unit_id or UUID(int=0)),
            roles=staff_form.some_role(sent.roles),
        )
        staff_id, token = employment.hire(work, desk.reader, new)
    except FormFault as fault:
        return _list_page(desk, work.session, sent, fault)
    except UserNameTakenError:
        return _list_page(desk, work.session, sent, FormFault("user_name", _TAKEN))
    return _link_page(desk, work, new.name, staff_id, token)


def _colleague(staff_id: UUID, desk: AtDesk, session: Reading) -> Colleague:
    return employment.find(session, desk.reader, staff_id)


Whom = Annotated[Colleague, Depends(_colleague)]
"""The colleague of the path, whom the reader administers."""


@router.get("/{staff_id}")
def show_colleague(desk: AtDesk, whom: Whom, session: Reading) -> Response:
    """Show somebody's name, roles, and how to end the employment."""
    return _colleague_page(desk, session, whom)


@router.post("/{staff_id}")
def change_colleague(
    desk: AtDesk,
    whom: Whom,
    work: Writing,
    locale: Annotated[Locale, Form()],
    name: Annotated[str, Form(max_length=200)] = "",
) -> Response:
    """Let somebody be called otherwise, or read another language."""
    try:
        plain = staff_form.name_of(name)
    except FormFault as fault:
        typed = replace(whom, name=name, locale=locale)
        return _colleague_page(desk, work.session, typed, fault)
    employment.change(work, desk.reader, whom, plain, locale)
    return go_on(f"/administration/staff/{whom.id}")


@router.post("/{staff_id}/roles")
def change_roles(
    desk: AtDesk,
    whom: Whom,
    work: Writing,
    unit_id: Annotated[UUID, Form()],
    roles: Annotated[list[Role] | None, Form()] = None,
) -> Response:
    """Let somebody have exactly these roles in a unit, of those that the reader may give."""
    employment.give_roles(work, desk.reader, whom, desk.unit(unit_id), frozenset(roles or ()))
    still = any(c.id == whom.id for c in employment.colleagues(work.session, desk.reader))
    return go_on(f"/administration/staff/{whom.id}" if still else "/administration/staff")


@router.post("/{staff_id}/link")
def make_link(desk: AtDesk, whom: Whom, work: Writing) -> Response:
    """Show a link to a new password, this once; the old one opens nothing from now on."""
    token = employment.new_link(work, desk.reader, whom)
    return _link_page(desk, work, whom.name, whom.id, token)


@router.post("/{staff_id}/end")
def end_employment(desk: AtDesk, whom: Whom, work: Writing) -> Response:
    """End the employment: logged out everywhere at once."""
    employment.end(work, desk.reader, whom)
    return go_on("/administration/staff")


def _list_page(
    desk: Desk, session: Session, sent: Sent, fault: FormFault | None = None
) -> Response:
    units = desk.own_units(session)
    given = [role for role in Role if any(role in desk.reader.may_give_in(u.id) for u in units)]
    return desk.page.form(
        "administration/staff.html",
        section=Section.ADMINISTRATION,
        colleagues=employment.colleagues(session, desk.reader),
        units=units,
        unit_names={unit.id: unit.name for unit in units},
        sent=sent,
        given=given,
        role_words=ROLES,
        purposes=PURPOSES,
        fault=fault,
    )


def _colleague_page(
    desk: Desk, session: Session, whom: Colleague, fault: FormFault | None = None
) -> Response:
    is_me = whom.id == desk.reader.id
    return desk.page.form(
        "administration/colleague.html",
        section=Section.ADMINISTRATION,
        whom=whom,
        is_me=is_me,
        may_manage=employment.may_manage(desk.reader, whom),
        connected_at=subjects.connected_at(session, whom.id),
        units=[
            (unit, whom.roles.get(unit.id, frozenset()), desk.reader.may_give_in(unit.id))
            for unit in desk.own_units(session)
        ],
        roles=list(Role),
        role_words=ROLES,
        purposes=PURPOSES,
        fault=fault,
    )


def _link_page(desk: Desk, work: Work, name: str, staff_id: UUID, token: str) -> Response:
    return desk.page.show(
        "administration/link.html",
        section=Section.ADMINISTRATION,
        name=name,
        staff_id=staff_id,
        path=f"/welcome/{token}",
        expires_at=work.now + invitations.LASTS,
    )
