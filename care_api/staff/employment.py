"""Who is employed, in which roles, and when that ends: done by leaders and administrators."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.errors import ForbiddenError, NotFoundError
from care_api.on_call import service as on_call
from care_api.staff import invitations, repository, roster, subjects
from care_api.staff.passwords import NO_PASSWORD
from care_api.staff.role import Permission, Role
from care_api.staff.service import StaffIdentity
from care_api.staff.tables import StaffRow
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Colleague:
    """Somebody who works here, as the administration sees them."""

    id: UUID
    user_name: str
    name: str
    locale: Locale
    roles: Mapping[UUID, frozenset[Role]]
    """Unit -> roles there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewColleague:
    """Whom to employ. Checked by the form."""

    user_name: str
    """Lower case."""
    name: str
    locale: Locale
    unit_id: UUID
    roles: frozenset[Role]


class UserNameTakenError(ValueError):
    """Somebody has that user name, or had it."""


def colleagues(session: Session, reader: StaffIdentity) -> tuple[Colleague, ...]:
    """Return those whom the reader administers somewhere, by name."""
    units = reader.units_where(Permission.ADMINISTER_UNIT)
    rows = roster.of_tenant(session, reader.tenant_id)
    roles = roster.roles_of(session, [row.id for row in rows])
    everybody = bool(reader.tenant_units)
    return tuple(
        _colleague(row, roles.get(row.id, {}))
        for row in rows
        if everybody or units & set(roles.get(row.id, {}))
    )


def find(session: Session, reader: StaffIdentity, staff_id: UUID) -> Colleague:
    """Return one of them.

    Raises:
        NotFoundError: There is nobody of that id, or not for the reader.
    """
    found = next((c for c in colleagues(session, reader) if c.id == staff_id), None)
    if found is None:
        raise NotFoundError("Nobody of that id works in your units.")
    return found


def may_manage(reader: StaffIdentity, whom: Colleague) -> bool:
    """Return whether the reader may change somebody's account: its rights could be had by it."""
    return whom.id != reader.id and all(
        roles <= reader.may_give_in(unit_id) for unit_id, roles in whom.roles.items()
    )


def hire(work: Work, by: StaffIdentity, new: NewColleague) -> tuple[UUID, str]:
    """Employ somebody; return their id, and what stands in the link to a first password.

    Raises:
        ForbiddenError: One of the roles is not theirs to give in that unit.
        UserNameTakenError: The user name is not free.
    """
    _refuse_ungiven(by, new.unit_id, new.roles)
    if roster.is_taken(work.session, new.user_name):
        raise UserNameTakenError(new.user_name)
    row = StaffRow(
        id=uuid4(),
        tenant_id=by.tenant_id,
        user_name=new.user_name,
        name=new.name,
        password_hash=NO_PASSWORD,
        locale=new.locale.value,
    )
    work.session.add(row)
    work.session.flush()
    roster.set_roles(work.session, row.id, new.unit_id, new.roles)
    _note(work, by, Act.STAFF_ADDED, row.id, new.unit_id, _listed(new.roles))
    return row.id, invitations.make(work, row.id)


def change(work: Work, by: StaffIdentity, whom: Colleague, name: str, locale: Locale) -> None:
    """Let somebody be called otherwise, or read another language.

    Raises:
        ForbiddenError: It is not theirs to change.
    """
    _refuse_unmanaged(by, whom)
    row = work.session.get_one(StaffRow, whom.id)
    row.name, row.locale = name, locale.value
    _note(work, by, Act.STAFF_CHANGED, whom.id, None, locale.value)


def give_roles(
    work: Work, by: StaffIdentity, whom: Colleague, unit_id: UUID, wanted: frozenset[Role]
) -> None:
    """Let somebody have these of the roles that `by` may give; the others stay as they are.

    Raises:
        ForbiddenError: Of one's own; or one of them is not theirs to give in that unit.
    """
    if whom.id == by.id:
        raise ForbiddenError("Nobody changes her own roles; ask a colleague.")
    _refuse_ungiven(by, unit_id, wanted)
    before = whom.roles.get(unit_id, frozenset())
    after = wanted | (before - by.may_give_in(unit_id))
    if after != before:
        roster.set_roles(work.session, whom.id, unit_id, after)
        detail = f"{_listed(before)} → {_listed(after)}"
        _note(work, by, Act.ROLES_CHANGED, whom.id, unit_id, detail)


def new_link(work: Work, by: StaffIdentity, whom: Colleague) -> str:
    """Return what stands in a link to another way in; the ways of before and all sessions end now.

    Raises:
        ForbiddenError: It is not theirs to change.
    """
    _refuse_unmanaged(by, whom)
    row = work.session.get_one(StaffRow, whom.id)
    row.password_hash = NO_PASSWORD
    subjects.disconnect(work.session, whom.id)
    repository.end_other_sessions(work.session, whom.id, "", work.now)
    _note(work, by, Act.LINK_MADE, whom.id, None, "")
    return invitations.make(work, whom.id)


def end(work: Work, by: StaffIdentity, whom: Colleague) -> None:
    """End an employment: no login, no session, no call from this moment on.

    Raises:
        ForbiddenError: It is not theirs to end.
    """
    _refuse_unmanaged(by, whom)
    row = work.session.get_one(StaffRow, whom.id)
    row.left_at = work.now
    repository.end_other_sessions(work.session, whom.id, "", work.now)
    roster.forget_invitations(work.session, whom.id)
    subjects.disconnect(work.session, whom.id)
    on_call.end_of_staff(work, whom.id)
    _note(work, by, Act.STAFF_ENDED, whom.id, None, "")


def _refuse_ungiven(by: StaffIdentity, unit_id: UUID, roles: frozenset[Role]) -> None:
    if not roles <= by.may_give_in(unit_id):
        raise ForbiddenError("One of the roles is not yours to give in that unit.")


def _refuse_unmanaged(by: StaffIdentity, whom: Colleague) -> None:
    if not may_manage(by, whom):
        raise ForbiddenError("The account has a role that you could not give; ask who could.")


def _listed(roles: frozenset[Role]) -> str:
    return ", ".join(sorted(roles)) or "-"


def _note(
    work: Work, by: StaffIdentity, act: Act, whom: UUID, unit_id: UUID | None, detail: str
) -> None:
    done = Done(
        act=act,
        tenant_id=by.tenant_id,
        staff_id=by.id,
        subject_id=whom,
        unit_id=unit_id,
        detail=detail,
    )
    audit.note_act(work, done)


def _colleague(row: StaffRow, roles: Mapping[UUID, frozenset[Role]]) -> Colleague:
    return Colleague(
        id=row.id,
        user_name=row.user_name,
        name=row.name,
        locale=Locale(row.locale),
        roles=roles,
    )
