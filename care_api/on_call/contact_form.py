"""A contact and its times on call as a form, and what its fields come to: pure."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, time
from typing import Self
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from care_api.care_plans.form_fault import FormFault, amount, words
from care_api.care_plans.shown_item import Fields, one
from care_api.on_call.contact import Contact
from care_api.on_call.rota import Change, Shift
from care_api.web.wording import mark
from schedules.locale import Locale

ZONE = "Europe/Oslo"
"""In which times are typed."""
FREE_ROWS = 2
"""Empty rows for further times on call."""
MOST_ROWS = 20
_PHONE = re.compile(r"\+?[0-9 ]{3,30}")
_EMAIL = re.compile(r"[^\s<>@]+@[^\s<>@]+\.[^\s<>@]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFields:
    """One row: a time of the week."""

    days: frozenset[str] = frozenset()
    """ISO weekdays as digits."""
    starts: str = ""
    ends: str = ""
    zone: str = ZONE

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it."""
        return not (self.days or self.starts or self.ends)


@dataclass(frozen=True, slots=True, kw_only=True)
class ContactForm:
    """The fields as they are shown, and as they were typed."""

    name: str = ""
    position: str = "1"
    phone: str = ""
    email: str = ""
    locale: str = Locale.NB_NO.value
    shifts: tuple[ShiftFields, ...] = ()

    @classmethod
    def of(cls, contact: Contact) -> Self:
        """Return a contact in a form."""
        shifts = tuple(
            ShiftFields(
                days=frozenset(str(day) for day in shift.weekdays),
                starts=shift.starts_time.isoformat("minutes"),
                ends=shift.ends_time.isoformat("minutes"),
                zone=shift.zone,
            )
            for shift in contact.shifts
        )
        return cls(
            name=contact.name,
            position=str(contact.position),
            phone=contact.phone or "",
            email=contact.email or "",
            locale=contact.locale.value,
            shifts=shifts,
        )

    @classmethod
    def typed(cls, fields: Fields) -> Self:
        """Return what was sent."""
        rows = tuple(
            ShiftFields(
                days=frozenset(fields.get(f"days_{row}", ())),
                starts=one(fields, f"starts_{row}"),
                ends=one(fields, f"ends_{row}"),
                zone=one(fields, f"zone_{row}") or ZONE,
            )
            for row in range(MOST_ROWS)
        )
        return cls(
            name=one(fields, "name"),
            position=one(fields, "position"),
            phone=one(fields, "phone"),
            email=one(fields, "email"),
            locale=one(fields, "locale"),
            shifts=tuple(row for row in rows if not row.is_empty),
        )

    @property
    def rows(self) -> tuple[ShiftFields, ...]:
        """The times on call, with room for more."""
        return (*self.shifts, *(ShiftFields() for _ in range(FREE_ROWS)))[:MOST_ROWS]

    def contact(self, contact_id: UUID, staff_id: UUID | None) -> Contact:
        """Return the contact that the fields describe.

        Raises:
            FormFault: A field does not say what it should.
        """
        if self.phone and not _PHONE.fullmatch(self.phone):
            raise FormFault("phone", mark("Write a telephone number, such as 400 00 000."))
        if self.email and not _EMAIL.fullmatch(self.email):
            raise FormFault("email", mark("Write an e-mail address, such as name@example.org."))
        if not self.phone and not self.email:
            raise FormFault("phone", mark("Write a telephone number or an e-mail address."))
        return Contact(
            id=contact_id,
            name=words("name", self.name, at_most=120),
            position=amount("position", self.position, 1, 1000),
            email=self.email or None,
            phone=self.phone or None,
            locale=Locale(self.locale) if self.locale in list(Locale) else Locale.NB_NO,
            resident_id=None,
            staff_id=staff_id,
            shifts=tuple(_shift(row, number) for number, row in enumerate(self.shifts)),
        )


def _shift(row: ShiftFields, number: int) -> Shift:
    days = frozenset(int(day) for day in row.days if day in set("1234567"))
    if not days:
        raise FormFault(f"days_{number}", mark("Choose the days on which it begins."))
    return Shift(
        weekdays=days,
        starts_time=_time(f"starts_{number}", row.starts),
        ends_time=_time(f"ends_{number}", row.ends),
        zone=row.zone if row.zone == ZONE else _zone(row.zone),
    )


def _zone(name: str) -> str:
    try:
        return ZoneInfo(name).key
    except (KeyError, ValueError, OSError):
        return ZONE


def _time(field: str, text: str) -> time:
    try:
        return time.fromisoformat(text).replace(tzinfo=None, second=0, microsecond=0)
    except ValueError:
        raise FormFault(field, mark("Write one time of day, such as 08:00.")) from None


def change_typed(fields: Fields) -> Change:
    """Return what was typed as an exception to the weekly times.

    Raises:
        FormFault: A field does not say what it should.
    """
    starts_at = _instant("from", one(fields, "from"))
    ends_at = _instant("until", one(fields, "until"))
    if ends_at <= starts_at:
        raise FormFault("until", mark("The end must come after the beginning."))
    is_on_call = one(fields, "kind") == "on_call"
    return Change(id=uuid4(), starts_at=starts_at, ends_at=ends_at, is_on_call=is_on_call)


def _instant(field: str, text: str) -> datetime:
    try:
        local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(ZONE))
        return local.astimezone(UTC)
    except (ValueError, OverflowError):
        raise FormFault(field, mark("Write a day and a time, such as 2026-03-02 08:00.")) from None
