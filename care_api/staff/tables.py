"""Staff, their units, their sessions."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import BigInteger
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class StaffRow(Table, table=True):
    """One employee."""

    __tablename__ = "staff"

    id: UUID = Field(primary_key=True)
    tenant_id: UUID = Field(foreign_key="tenant.id", index=True)
    user_name: str = Field(unique=True)
    """Lower case."""
    name: str
    password_hash: str
    """argon2id, with its parameters and salt."""
    locale: str
    """Of the pages; a value of schedules.locale.Locale."""
    left_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set: no login any more."""


class SubjectRow(Table, table=True):
    """An employee as an OpenID provider knows them: one connection for each employee."""

    __tablename__ = "staff_subject"

    issuer: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    """The provider's `sub`: it never changes, and is never given to somebody else."""
    staff_id: UUID = Field(foreign_key="staff.id", unique=True)
    connected_at: datetime = Field(sa_type=UtcDateTime)


class StaffUnitRow(Table, table=True):
    """An employee works in a unit, in a role: the ground of the duty of care."""

    __tablename__ = "staff_unit"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    unit_id: UUID = Field(primary_key=True, foreign_key="unit.id")
    role: str = Field(primary_key=True)
    """A value of care_api.staff.role.Role; one row for each role."""


class StaffSessionRow(Table, table=True):
    """One login, on one device."""

    __tablename__ = "staff_session"

    token_hash: str = Field(primary_key=True)
    """SHA-256 of the cookie."""
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    started_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    last_seen_at: datetime = Field(sa_type=UtcDateTime)
    """When somebody last did something there; to the minute."""
    way: str
    """A value of care_api.staff.way.LoginWay."""
    device: str = ""
    """As `care_api.staff.device` names it; empty where nothing is known."""


class OneTimeKeyRow(Table, table=True):
    """The key of somebody's app for one-time codes."""

    __tablename__ = "one_time_key"

    staff_id: UUID = Field(primary_key=True, foreign_key="staff.id")
    sealed_key: bytes
    """See care_api.sealing; the owner is the staff member's id."""
    made_at: datetime = Field(sa_type=UtcDateTime)
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """None: shown, but no code of it was typed in yet; it is not asked for."""
    last_step: int | None = Field(default=None, sa_type=BigInteger)
    """The step of the last code that was used; no older one counts again."""


class RecoveryCodeRow(Table, table=True):
    """One of the codes for whoever has lost the app; deleted when it is used."""

    __tablename__ = "recovery_code"

    code_hash: str = Field(primary_key=True)
    staff_id: UUID = Field(foreign_key="staff.id", index=True)


class InvitationRow(Table, table=True):
    """A link with which somebody chooses how to log in, once."""

    __tablename__ = "invitation"

    token_hash: str = Field(primary_key=True)
    """SHA-256 of what stands in the link."""
    staff_id: UUID = Field(foreign_key="staff.id", index=True)
    expires_at: datetime = Field(sa_type=UtcDateTime)


class LoginFailureRow(Table, table=True):
    """Failed attempts under one user name, whether anybody has that name or not."""

    __tablename__ = "login_failure"

    user_name_hash: str = Field(primary_key=True)
    failures: int
    locked_until: datetime = Field(sa_type=UtcDateTime)
