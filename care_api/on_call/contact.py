"""Whom a rung of a ladder leads to: pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts.ladder import Rung, Target
from care_api.on_call.rota import Change, Shift, is_on_call
from schedules.locale import Locale


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who can be told of an alert. Personal data."""

    id: UUID
    name: str
    position: int
    """Who is called first, 1 before 2."""
    email: str | None
    phone: str | None
    locale: Locale
    resident_id: UUID | None
    """Set: the resident's own contact."""
    staff_id: UUID | None
    shifts: tuple[Shift, ...]
    """None at all: always on call."""
    changes: tuple[Change, ...] = ()
    """What differs from that."""

    @property
    def has_address(self) -> bool:
        """Whether there is any way to tell them."""
        return bool(self.email or self.phone)


def reached_by(
    rung: Rung, contacts: Sequence[Contact], resident_id: UUID | None, now: datetime
) -> tuple[Contact, ...]:
    """Return whom a rung leads to at `now`, in order.

    Args:
        rung: Of the alert's ladder.
        contacts: Of the unit and of its residents.
        resident_id: Whom the alert is about, if anybody.
        now: Aware UTC.
    """
    usable = sorted((each for each in contacts if each.has_address), key=_order)
    of_unit = tuple(each for each in usable if each.resident_id is None)
    on_call = tuple(each for each in of_unit if is_on_call(each.shifts, now, each.changes))
    theirs = tuple(
        each for each in usable if resident_id is not None and each.resident_id == resident_id
    )
    match rung.target:
        case Target.PAGES:
            return ()
        case Target.FIRST_ON_CALL:
            return on_call[:1]
        case Target.SECOND_ON_CALL:
            return on_call[1:2]
        case Target.ON_CALL:
            return on_call
        case Target.UNIT_CONTACTS:
            return of_unit
        case Target.RESIDENT_CONTACTS:
            return theirs
        case Target.CONTACT:
            return tuple(each for each in (*on_call, *theirs) if each.id == rung.contact_id)


def _order(contact: Contact) -> tuple[int, str]:
    return contact.position, str(contact.id)
