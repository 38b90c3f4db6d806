"""Login over the API."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from schedules.locale import Locale


class Credentials(BaseModel):
    """A user name, its password and, where its owner has switched them on, a one-time code."""

    model_config = ConfigDict(extra="forbid")

    user_name: str
    password: str
    code: str | None = None


class MembershipOut(BaseModel):
    """A unit somebody works in."""

    unit_id: UUID
    unit_name: str
    roles: tuple[str, ...]


class StaffOut(BaseModel):
    """Who is logged in."""

    id: UUID
    name: str
    locale: Locale
    memberships: tuple[MembershipOut, ...]


class SessionOut(BaseModel):
    """What a program needs beside the cookie."""

    csrf_token: str
    """To be sent as X-CSRF-Token with every request that changes something."""
