"""Who is on call when over the coming days, and when nobody is: pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from care_api.on_call.contact import Contact
from care_api.on_call.rota import Shift, is_on_call
from schedules.occurrences import instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A time in which the same contacts are on call."""

    starts_at: datetime
    ends_at: datetime
    contacts: tuple[Contact, ...]
    """In the order of calling; empty: a gap."""


def cover(contacts: Sequence[Contact], start: datetime, end: datetime) -> tuple[Stretch, ...]:
    """Return who of a unit's own contacts is on call in [start, end), stretch by stretch.

    Args:
        contacts: Of the unit; those of residents and those without an address do not count.
        start: Aware UTC.
        end: Aware UTC.
    """
    own = sorted(
        (each for each in contacts if each.resident_id is None and each.has_address),
        key=lambda each: (each.position, str(each.id)),
    )
    moments = {start, end} | {
        moment for each in own for moment in _turns(each, start, end) if start < moment < end
    }
    borders = sorted(moments)
    found: list[Stretch] = []
    for starts_at, ends_at in pairwise(borders):
        there = tuple(each for each in own if is_on_call(each.shifts, starts_at, each.changes))
        goes_on = bool(found) and found[-1].contacts == there
        since = found.pop().starts_at if goes_on else starts_at
        found.append(Stretch(starts_at=since, ends_at=ends_at, contacts=there))
    return tuple(found)


def gaps(stretches: Iterable[Stretch]) -> tuple[Stretch, ...]:
    """Return when nobody is on call."""
    return tuple(each for each in stretches if not each.contacts)


def _turns(contact: Contact, start: datetime, end: datetime) -> Iterable[datetime]:
    """Return when a contact's being on call may begin or end."""
    for change in contact.changes:
        yield from (change.starts_at, change.ends_at)
    for shift in contact.shifts:
        yield from _turns_of(shift, start, end)


def _turns_of(shift: Shift, start: datetime, end: datetime) -> Iterable[datetime]:
    here = ZoneInfo(shift.zone)
    day = start.astimezone(here).date() - timedelta(days=1)
    while day <= end.astimezone(here).date():
        if day.isoweekday() in shift.weekdays:
            ends_on = day + timedelta(days=int(shift.ends_time <= shift.starts_time))
            yield instant(day, shift.starts_time, here)
            yield instant(ends_on, shift.ends_time, here)
        day += timedelta(days=1)
