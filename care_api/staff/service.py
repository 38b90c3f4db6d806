"""Logging in and out, and who is there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_urlsafe
from uuid import UUID

from sqlmodel import Session

from care_api.db import Database
from care_api.errors import LockedOutError, WrongCredentialsError
from care_api.staff import repository
from care_api.staff.passwords import Passwords
from care_api.staff.role import ALLOWED, Permission, Role
from care_api.staff.tables import LoginFailureRow, StaffSessionRow
from schedules.locale import Locale

SESSION_LENGTH = timedelta(hours=10)
"""A shift and its handover."""
FREE_ATTEMPTS = 5
"""Failures under one name before it is locked."""
FIRST_LOCK = timedelta(minutes=1)
"""Doubled by every further failure."""
LONGEST_LOCK = timedelta(minutes=15)
LONGEST_PASSWORD = 1000
"""Characters; hashing more would only cost time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Membership:
    """A unit somebody works in."""

    unit_id: UUID
    unit_name: str
    role: Role


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffIdentity:
    """Who is logged in, and what they may do where."""

    id: UUID
    name: str
    locale: Locale
    """Of the pages, as chosen."""
    tenant_id: UUID
    tenant_name: str
    memberships: tuple[Membership, ...]

    def units_where(self, permission: Permission) -> frozenset[UUID]:
        """Return the units in which they may do that."""
        return frozenset(m.unit_id for m in self.memberships if permission in ALLOWED[m.role])


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSession:
    """What goes into the cookie."""

    token: str
    staff_id: UUID
    expires_at: datetime


def log_in(
    database: Database, passwords: Passwords, user_name: str, password: str, now: datetime
) -> NewSession:
    """Open a session.

    Raises:
        WrongCredentialsError: Name or password is wrong, without saying which.
        LockedOutError: Too many failures under that name.
    """
    name = user_name.strip().lower()
    name_hash = _sha256(name)
    with database.reading() as session:
        _refuse_locked(session, name_hash, now)
        staff = repository.by_user_name(session, name)
    is_right = passwords.fits(password[:LONGEST_PASSWORD], staff.password_hash if staff else None)
    with database.writing() as session:
        if staff is not None and is_right:
            _forget_failures(session, name_hash)
            return _open_session(session, staff.id, now)
        _note_failure(session, name_hash, now)
    raise WrongCredentialsError("User name or password is wrong.")


def _refuse_locked(session: Session, name_hash: str, now: datetime) -> None:
    failure = session.get(LoginFailureRow, name_hash)
    if failure is not None and failure.locked_until > now:
        wait = failure.locked_until - now
        raise LockedOutError("Too many failed attempts; try again later.", retry_after=wait)


def _note_failure(session: Session, name_hash: str, now: datetime) -> None:
    failure = repository.failure(session, name_hash)
    if failure is None:
        failure = LoginFailureRow(user_name_hash=name_hash, failures=0, locked_until=now)
        session.add(failure)
    failure.failures += 1
    beyond = failure.failures - FREE_ATTEMPTS
    if beyond >= 0:
        failure.locked_until = now + min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)


def _forget_failures(session: Session, name_hash: str) -> None:
    failure = repository.failure(session, name_hash)
    if failure is not None:
        session.delete(failure)


def _open_session(session: Session, staff_id: UUID, now: datetime) -> NewSession:
    token = token_urlsafe(32)
    expires_at = now + SESSION_LENGTH
    repository.add_session(
        session,
        StaffSessionRow(
            token_hash=_sha256(token), staff_id=staff_id, started_at=now, expires_at=expires_at
        ),
    )
    return NewSession(token=token, staff_id=staff_id, expires_at=expires_at)


def log_out(session: Session, token: str, now: datetime) -> None:
    """End the session of a cookie."""
    repository.end_session(session, _sha256(token), now)


def identify(session: Session, token: str, now: datetime) -> StaffIdentity | None:
    """Return whose cookie it is, or None where the session is unknown or over."""
    staff = repository.of_session(session, _sha256(token), now)
    if staff is None:
        return None
    memberships = tuple(
        Membership(unit_id=unit.id, unit_name=unit.name, role=Role(role))
        for unit, role in repository.units_of(session, staff.id)
        if unit.tenant_id == staff.tenant_id
    )
    return StaffIdentity(
        id=staff.id,
        name=staff.name,
        locale=Locale(staff.locale),
        tenant_id=staff.tenant_id,
        tenant_name=repository.tenant_name(session, staff.tenant_id),
        memberships=memberships,
    )


def choose_locale(session: Session, staff_id: UUID, locale: Locale) -> None:
    """Keep in which language somebody wants the pages."""
    repository.set_locale(session, staff_id, locale.value)


def names(session: Session, staff_ids: set[UUID]) -> dict[UUID, str]:
    """Return id -> name."""
    return repository.names(session, staff_ids)


def works_in(session: Session, staff_id: UUID, unit_id: UUID) -> bool:
    """Return whether somebody works in a unit."""
    return repository.works_in(session, staff_id, unit_id)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
