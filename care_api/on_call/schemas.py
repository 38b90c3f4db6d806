"""Contacts over the API."""

from datetime import time
from typing import Annotated, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, field_validator

from care_api.on_call.contact import Contact
from care_api.on_call.rota import Shift
from schedules.locale import Locale

Weekday = Annotated[int, Field(ge=1, le=7)]
EmailAddress = Annotated[str, StringConstraints(max_length=254, pattern=r"^[^\s<>@]+@[^\s<>@]+$")]
PhoneNumber = Annotated[str, StringConstraints(max_length=30, pattern=r"^\+?[0-9 ]+$")]


class ShiftDocument(BaseModel):
    """A weekly time on call; over midnight where it ends before it starts."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, from_attributes=True)

    weekdays: frozenset[Weekday] = Field(min_length=1)
    """ISO, 1 for Monday, of the date on which it starts."""
    starts_time: time
    ends_time: time
    zone: str = "Europe/Oslo"
    """IANA name."""

    @field_validator("zone")
    @classmethod
    def _know_the_zone(cls, zone: str) -> str:
        try:
            ZoneInfo(zone)
        except (KeyError, ValueError, OSError):
            raise ValueError("an IANA time zone, such as Europe/Oslo") from None
        return zone


class ContactDocument(BaseModel):
    """Somebody who can be told of an alert. Personal data."""

    model_config = ConfigDict(extra="forbid", use_attribute_docstrings=True, from_attributes=True)

    name: str = Field(min_length=1, max_length=120)
    position: int = Field(ge=1, le=1000)
    """Who is called first, 1 before 2."""
    email: EmailAddress | None = None
    phone: PhoneNumber | None = None
    """For the text message gateway."""
    locale: Locale = Locale.NB_NO
    """Of what is sent."""
    resident_id: UUID | None = None
    """Set: the resident's own contact, told about that resident only."""
    staff_id: UUID | None = None
    """Set: a member of staff; their shifts decide when what they own comes back."""
    shifts: tuple[ShiftDocument, ...] = Field(default=(), max_length=50)
    """When they are on call; none at all: always."""

    def contact(self, contact_id: UUID) -> Contact:
        """Return the contact as a value."""
        return Contact(
            id=contact_id,
            name=self.name,
            position=self.position,
            email=self.email,
            phone=self.phone,
            locale=self.locale,
            resident_id=self.resident_id,
            staff_id=self.staff_id,
            shifts=tuple(
                Shift(
                    weekdays=shift.weekdays,
                    starts_time=shift.starts_time,
                    ends_time=shift.ends_time,
                    zone=shift.zone,
                )
                for shift in self.shifts
            ),
        )


class ContactOut(ContactDocument):
    """A contact and its id."""

    id: UUID

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """Return a contact as the API shows it."""
        return cls.model_validate(contact)
