"""Contact and shift."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class ContactRow(Table, table=True):
    """Somebody who can be told of an alert: personal data."""

    __tablename__ = "contact"

    id: UUID = Field(primary_key=True)
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    resident_id: UUID | None = Field(default=None, foreign_key="resident.id")
    """Set: the resident's own contact, told about that resident only."""
    staff_id: UUID | None = Field(default=None, foreign_key="staff.id", index=True)
    """Set: a member of staff; their shifts decide when what they own comes back."""
    name: str
    position: int
    """Who is called first, 1 before 2."""
    email: str | None = None
    phone: str | None = None
    """For the text message gateway."""
    locale: str
    """Of what is sent; a value of schedules.locale.Locale."""
    ended_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """Set: told of nothing any more; kept for what was sent before."""


class OnCallChangeRow(Table, table=True):
    """What differs from the weekly times, once."""

    __tablename__ = "on_call_change"

    id: UUID = Field(primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    is_on_call: bool
    """True: on call besides. False: away."""


class ShiftRow(Table, table=True):
    """A weekly time on call."""

    __tablename__ = "on_call_shift"

    id: UUID = Field(primary_key=True)
    contact_id: UUID = Field(foreign_key="contact.id", index=True)
    weekdays: str
    """ISO digits of the days on which it starts, e.g. `12345`."""
    starts_time: str
    """HH:MM."""
    ends_time: str
    """HH:MM; over midnight where it is not later than the start."""
    zone: str
    """IANA name."""
