"""Logging in and out, and who is there."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Database, Work
from care_api.errors import CareApiError, CodeNeededError, WrongCredentialsError
from care_api.sealing import Seal
from care_api.staff import lockout, repository, second_factor, sessions, subjects
from care_api.staff.lasting import Lasting
from care_api.staff.passwords import LONGEST_PASSWORD, Passwords
from care_api.staff.role import ALLOWED, TENANT_WIDE, Permission, Role, allowed, grantable
from care_api.staff.sessions import NewSession
from care_api.staff.subjects import Subject
from care_api.staff.tables import StaffRow
from care_api.staff.way import LoginWay
from care_api.tenants import repository as tenants
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A unit somebody works in."""

    unit_id: UUID
    unit_name: str
    roles: frozenset[Role]


@dataclass(frozen=True, slots=True, kw_only=True)
class Borrowed:
    """Alerts that another unit has lent to one of theirs, for now."""

    unit_id: UUID
    unit_name: str
    by_unit_id: UUID
    """Theirs."""
    ends_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIdentity:
    """Who is logged in, and what they may do where."""

    id: UUID
    name: str
    user_name: str
    locale: Locale
    """Of the pages, as chosen."""
    tenant_id: UUID
    tenant_name: str
    memberships: tuple[Membership, ...]
    session_id: str
    """Of this login; it opens nothing."""
    way: LoginWay
    last_seen_at: datetime
    """When they last did something, as far as it is written down."""
    tenant_units: frozenset[UUID] = frozenset()
    """All of the municipality's, for those with a role that counts in all; empty for others."""
    borrowed: tuple[Borrowed, ...] = ()
    """Whose alerts a unit of theirs may answer now."""

    def units_where(self, permission: Permission) -> frozenset[UUID]:
        """Return the units in which they may do that."""
        own = frozenset(m.unit_id for m in self.memberships if permission in allowed(m.roles))
        if permission in allowed(self.roles & TENANT_WIDE):
            own |= self.tenant_units
        if permission is Permission.HANDLE_ALERTS:
            own |= {each.unit_id for each in self.borrowed if each.by_unit_id in own}
        return own

    def may_give_in(self, unit_id: UUID) -> frozenset[Role]:
        """Return the roles that they may give to others in a unit."""
        if unit_id in self.tenant_units:
            return grantable(self.roles & TENANT_WIDE)
        return grantable(role for m in self.memberships if m.unit_id == unit_id for role in m.roles)

    @property
    def roles(self) -> frozenset[Role]:
        """What they are in any unit."""
        return frozenset[Role]().union(*(m.roles for m in self.memberships))


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What a login is checked with."""

    database: Database
    passwords: Passwords
    seal: Seal
    """Of the apps' keys."""
    lasting: Lasting


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What somebody gives to be let in."""

    user_name: str
    password: str
    code: str | None = None
    """None: not asked for yet."""
    device: str = ""


def log_in(gate: Gate, attempt: Attempt, now: datetime) -> NewSession:
    """Open a session.

    Raises:
        WrongCredentialsError: Name, password or code is wrong, without saying which.
        CodeNeededError: All is right so far, and a code is needed as well.
        LockedOutError: Too many failures under that name.
    """
    name = _tidy(attempt.user_name)
    with gate.database.reading() as session:
        lockout.refuse_locked(session, name, now)
        staff = repository.by_user_name(session, name)
    is_right = gate.passwords.fits(
        attempt.password[:LONGEST_PASSWORD], staff.password_hash if staff else None
    )
    with gate.database.writing() as session:
        lockout.refuse_locked(session, name, now)  # others may have tried meanwhile
        if staff is not None and is_right:
            opened = _open(gate, session, staff, attempt, now)
            if isinstance(opened, NewSession):
                return opened
        else:
            opened = WrongCredentialsError("User name or password is wrong.")
        if not isinstance(opened, CodeNeededError):
            lockout.note_failure(session, name, now)
    raise opened


def log_in_by_code(
    gate: Gate, staff_id: UUID, code: str, *, device: str, now: datetime
) -> NewSession:
    """Open a session for somebody whose password was right a moment ago.

    Raises:
        WrongCredentialsError: The code is wrong or used.
        LockedOutError: Too many failures under that name.
    """
    with gate.database.writing() as session:
        staff = repository.working(session, staff_id)
        if staff is None:
            raise WrongCredentialsError("You do not work here any more.")
        lockout.refuse_locked(session, staff.user_name, now)
        attempt = Attempt(user_name=staff.user_name, password="", code=code, device=device)
        opened = _open(gate, session, staff, attempt, now)
        if isinstance(opened, NewSession):
            return opened
        lockout.note_failure(session, staff.user_name, now)
    raise opened


def _open(
    gate: Gate, session: Session, staff: StaffRow, attempt: Attempt, now: datetime
) -> NewSession | CareApiError:
    """Return the session, or what is missing still."""
    way = LoginWay.PASSWORD
    if second_factor.is_on(session, staff.id):
        if attempt.code is None:
            return CodeNeededError("A one-time code is needed as well.", staff_id=staff.id)
        if not second_factor.fits(session, gate.seal, staff.id, attempt.code, now):
            return WrongCredentialsError("The code is wrong, or was used before.")
        way = LoginWay.CODE
    lockout.forget_failures(session, staff.user_name)
    return sessions.begin(
        session, staff.id, way=way, device=attempt.device, now=now, lasting=gate.lasting
    )


def log_in_as(gate: Gate, who: Subject, *, device: str, now: datetime) -> NewSession | None:
    """Open a session for whom an OpenID provider means; None where nobody here is meant."""
    with gate.database.writing() as session:
        staff = subjects.staff_of(session, who)
        if staff is None:
            return None
        return sessions.begin(
            session,
            staff.id,
            way=LoginWay.PROVIDER,
            device=device,
            now=now,
            lasting=gate.lasting,
        )


def prove(gate: Gate, staff: StaffIdentity, password: str, now: datetime) -> None:
    """Check the password of somebody who is logged in, before what only they may do.

    Raises:
        WrongCredentialsError: It is wrong.
        LockedOutError: Too many failures under that name.
    """
    with gate.database.reading() as session:
        lockout.refuse_locked(session, staff.user_name, now)
        row = repository.working(session, staff.id)
    is_right = gate.passwords.fits(password[:LONGEST_PASSWORD], row.password_hash if row else None)
    with gate.database.writing() as session:
        if is_right:
            lockout.forget_failures(session, staff.user_name)
            return
        lockout.note_failure(session, staff.user_name, now)
    raise WrongCredentialsError("The password is wrong.")


def set_password(work: Work, staff: StaffIdentity, password_hash: str) -> None:
    """Keep a new password, and end the sessions on other devices: they may be a stranger's."""
    repository.set_password(work.session, staff.id, password_hash)
    sessions.end_others(work.session, staff.id, staff.session_id, work.now)
    note_own_act(work, staff, Act.PASSWORD_CHANGED)


def note_own_act(work: Work, staff: StaffIdentity, act: Act) -> None:
    """Write down what somebody did with their own account."""
    done = Done(act=act, tenant_id=staff.tenant_id, staff_id=staff.id, subject_id=staff.id)
    audit.note_act(work, done)


def log_out(session: Session, token: str, now: datetime) -> None:
    """End the session of a cookie."""
    sessions.end(session, token, now)


def identify(session: Session, token: str, now: datetime, lasting: Lasting) -> StaffIdentity | None:
    """Return whose cookie it is, or None where the session is unknown or over."""
    found = repository.of_session(session, sessions.session_id(token), now, now - lasting.idle)
    if found is None:
        return None
    staff, opened = found
    memberships = tuple(
        Membership(unit_id=unit.id, unit_name=unit.name, roles=frozenset(map(Role, roles)))
        for unit, roles in repository.units_of(session, staff.id)
        if unit.tenant_id == staff.tenant_id
    )
    return StaffIdentity(
        id=staff.id,
        name=staff.name,
        user_name=staff.user_name,
        locale=Locale(staff.locale),
        tenant_id=staff.tenant_id,
        tenant_name=repository.tenant_name(session, staff.tenant_id),
        memberships=memberships,
        session_id=opened.token_hash,
        way=LoginWay(opened.way),
        last_seen_at=opened.last_seen_at,
        tenant_units=_tenant_units(session, staff.tenant_id, memberships),
        borrowed=tuple(
            Borrowed(
                unit_id=loan.unit_id,
                unit_name=name,
                by_unit_id=loan.to_unit_id,
                ends_at=loan.ends_at,
            )
            for loan, name in tenants.loans_to(session, [m.unit_id for m in memberships], now)
        ),
    )


def _tenant_units(
    session: Session, tenant_id: UUID, memberships: tuple[Membership, ...]
) -> frozenset[UUID]:
    if not any(m.roles & TENANT_WIDE for m in memberships):
        return frozenset()
    return frozenset(unit.id for unit in tenants.units_of_tenant(session, tenant_id))


def choose_locale(session: Session, staff_id: UUID, locale: Locale) -> None:
    """Keep in which language somebody wants the pages."""
    repository.set_locale(session, staff_id, locale.value)


def names(session: Session, staff_ids: set[UUID]) -> dict[UUID, str]:
    """Return id -> name."""
    return repository.names(session, staff_ids)


def colleagues(session: Session, unit_id: UUID, permission: Permission) -> dict[UUID, str]:
    """Return id -> name of those who may do that in a unit, by name."""
    roles = [role.value for role in Role if permission in ALLOWED[role]]
    return repository.working_as(session, unit_id, roles)


def works_in(session: Session, staff_id: UUID, unit_id: UUID) -> bool:
    """Return whether somebody works in a unit."""
    return repository.works_in(session, staff_id, unit_id)


def _tidy(user_name: str) -> str:
    return user_name.strip().lower()
