"""Weekly times on call: pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from schedules.occurrences import instant

LONGEST_SHIFT = timedelta(hours=10)
"""How long somebody without a shift in the rota keeps what they took: a shift and its handover."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shift:
    """A time of the week; over midnight where it ends before it starts."""

    weekdays: frozenset[int]
    """ISO, 1 for Monday, of the date on which it starts."""
    starts_time: time
    ends_time: time
    """Equal to the start: a day later."""
    zone: str
    """IANA name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What differs from the weekly times, once."""

    id: UUID
    starts_at: datetime
    """Aware UTC."""
    ends_at: datetime
    """Aware UTC."""
    is_on_call: bool
    """True: on call besides. False: away, whatever else says otherwise."""


def ends_at(shift: Shift, now: datetime) -> datetime | None:
    """Return when the shift that is under way at `now` ends, or None where none is."""
    here = ZoneInfo(shift.zone)
    today = now.astimezone(here).date()
    for started_on in (today - timedelta(days=1), today):
        if started_on.isoweekday() not in shift.weekdays:
            continue
        is_over_midnight = shift.ends_time <= shift.starts_time
        end_on = started_on + timedelta(days=int(is_over_midnight))
        end = instant(end_on, shift.ends_time, here)
        if instant(started_on, shift.starts_time, here) <= now < end:
            return end
    return None


def is_on_call(shifts: Iterable[Shift], now: datetime, changes: Iterable[Change] = ()) -> bool:
    """Return whether somebody is on call; without a shift, always, unless they are away."""
    differing = {each.is_on_call for each in changes if each.starts_at <= now < each.ends_at}
    if differing:
        return False not in differing
    found = tuple(shifts)
    return not found or any(ends_at(shift, now) for shift in found)


def hand_back_at(
    shifts: Iterable[Shift], owned_at: datetime, changes: Iterable[Change] = ()
) -> datetime:
    """Return when what was taken at `owned_at` comes back to the unit.

    That is the end of the shift, with those that follow on it without a pause; and a shift's
    length later for whoever was not on one, so that nothing stays with somebody who has gone home.
    Being on call besides counts as a shift; whoever leaves earlier gives it back then.
    """
    noted = tuple(changes)
    end = _end_of_duty(tuple(shifts), noted, owned_at)
    latest = end if end > owned_at else owned_at + LONGEST_SHIFT
    leaving = (each.starts_at for each in noted if not each.is_on_call)
    return min((at for at in leaving if owned_at < at < latest), default=latest)


def _end_of_duty(
    shifts: tuple[Shift, ...], changes: tuple[Change, ...], since: datetime
) -> datetime:
    """Return when the times on call end that follow on each other from `since`."""
    besides = tuple(each for each in changes if each.is_on_call)
    end = since
    for _ in range(len(shifts) + len(besides) + 1):  # not for ever
        ends = [at for shift in shifts if (at := ends_at(shift, end))]
        ends += [each.ends_at for each in besides if each.starts_at <= end < each.ends_at]
        later = max(ends, default=end)
        if later == end:
            break
        end = later
    return end
