"""An RRULE (RFC 5545) as a rule of a plan."""

from collections.abc import Iterator, Mapping, Sequence, Sized
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Self
from zoneinfo import ZoneInfo

from icalendar import vRecur

from schedules.formats.refusal import CannotExpress
from schedules.occurrences import instant
from schedules.recurrence import (
    Anchor,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    Weekday,
)

Counted = DailyTimes | EveryNDays | EveryNWeeks
"""What an RRULE can mean on the wall."""

_KNOWN = frozenset({"FREQ", "INTERVAL", "BYDAY", "UNTIL", "COUNT", "WKST"})
_WEEKDAYS = {weekday.name[:2]: weekday for weekday in Weekday}
_UNITS = {"HOURLY": timedelta(hours=1), "MINUTELY": timedelta(minutes=1)}
_ONE_DAY = timedelta(days=1)
_MOST_TIMES = 10_000
"""How far a COUNT is counted: more than a year of every hour."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RepeatRule:
    """The parts of an RRULE that a plan can mean."""

    title: str
    freq: str
    interval: int
    weekdays: frozenset[Weekday] | None
    until: datetime | None
    count: int | None

    @property
    def is_elapsed(self) -> bool:
        """Whether it counts hours or minutes instead of days."""
        return self.freq in _UNITS

    @classmethod
    def of(cls, found: vRecur, title: str) -> Self:
        """Read the parts of an RRULE.

        Raises:
            CannotExpress: A part has no counterpart in a plan.
        """
        parts = {str(name).upper(): values for name, values in found.items()}
        if unknown := parts.keys() - _KNOWN:
            raise CannotExpress(
                "%(parts)s has no counterpart in a plan",
                "name the dates instead (RDATE)",
                title=title,
                parts=", ".join(sorted(unknown)),
            )
        if parts.get("WKST", ["MO"]) != ["MO"] and parts.get("INTERVAL", [1]) != [1]:
            raise CannotExpress("a plan's weeks begin on Monday", "use WKST=MO", title=title)
        _check_single(parts, title)
        return cls(
            title=title,
            freq=str(parts["FREQ"][0]).upper(),
            interval=int(parts.get("INTERVAL", [1])[0]),
            weekdays=_weekdays(parts.get("BYDAY", []), title),
            until=_until(parts.get("UNTIL", [None])[0], title),
            count=_count(parts, title),
        )

    def elapsed(self, start: datetime) -> Elapsed:
        """Return an hourly or minutely rule."""
        if self.weekdays:
            raise CannotExpress(
                "BYDAY stands beside a rule that counts hours", "leave BYDAY out", title=self.title
            )
        every = self.interval * _UNITS[self.freq]
        ends_at = self.until if self.count is None else start + (self.count - 1) * every
        return Elapsed(every=every, anchor=Anchor(at=start.astimezone(UTC)), ends_at=ends_at)

    def on_the_wall(self, start: datetime, zone: ZoneInfo) -> Counted:
        """Return a daily or weekly rule with its end."""
        endless = self._endless(start.date(), start.time())
        if endless.day_at_or_after(start.date()) != start.date():
            raise CannotExpress(
                "it starts on a day that is none of its own rule", "move DTSTART", title=self.title
            )
        if self.count is not None:
            return replace(endless, ends_on=_nth_day(endless, start.date(), self.count))
        if self.until is None:
            return endless
        ends_on = self.until.astimezone(zone).date()
        is_past = instant(ends_on, start.time(), zone) > self.until
        return replace(endless, ends_on=ends_on - _ONE_DAY if is_past else ends_on)

    def _endless(self, on: date, at: time) -> Counted:
        match self.freq, self.interval, self.weekdays:
            case "DAILY", 1, None:
                return DailyTimes(times=(at,), starts_on=on)
            case "DAILY" | "WEEKLY", 1, frozenset() as weekdays:
                return DailyTimes(times=(at,), starts_on=on, weekdays=weekdays)
            case "DAILY", every, None:
                return EveryNDays(every=every, anchored_on=on, times=(at,))
            case "WEEKLY", 1, None:
                weekdays = frozenset({Weekday(on.isoweekday())})
                return DailyTimes(times=(at,), starts_on=on, weekdays=weekdays)
            case "WEEKLY", every, weekdays:
                weekdays = weekdays or frozenset({Weekday(on.isoweekday())})
                return EveryNWeeks(every=every, anchored_on=on, weekdays=weekdays, times=(at,))
            case _:
                raise CannotExpress(
                    "a plan cannot repeat in this way (%(rule)s)",
                    "name the dates instead (RDATE)",
                    title=self.title,
                    rule=f"FREQ={self.freq}",
                )


def _check_single(parts: Mapping[str, Sized], title: str) -> None:
    """Refuse a rule without FREQ, or with several values where only one has a meaning."""
    if "FREQ" not in parts or any(len(parts[name]) != 1 for name in parts.keys() - {"BYDAY"}):
        raise CannotExpress(
            "its rule (RRULE) is not as RFC 5545 says", "mend it in its calendar", title=title
        )


def _count(parts: Mapping[str, Sequence[int]], title: str) -> int | None:
    if "COUNT" not in parts:
        return None
    [count] = parts["COUNT"]
    if "UNTIL" in parts:
        raise CannotExpress(
            "it has both a number of times and an end", "leave COUNT or UNTIL out", title=title
        )
    if not 1 <= count <= _MOST_TIMES:
        raise CannotExpress(
            "a plan cannot count %(count)s times",
            "give its last day instead (UNTIL)",
            title=title,
            count=count,
        )
    return count


def _nth_day(rule: Counted, on: date, count: int) -> date:
    return next(islice(_days(rule, on), count - 1, None))


def _days(rule: Counted, on: date) -> Iterator[date]:
    day = rule.day_at_or_after(on)
    while day is not None:
        yield day
        day = rule.day_at_or_after(day + _ONE_DAY)


def _weekdays(by_day: list[object], title: str) -> frozenset[Weekday] | None:
    names = [str(day) for day in by_day]
    if any(name not in _WEEKDAYS for name in names):
        raise CannotExpress(
            "a plan cannot repeat in this way (%(rule)s)",
            "name the dates instead (RDATE)",
            title=title,
            rule=f"BYDAY={','.join(names)}",
        )
    return frozenset(_WEEKDAYS[name] for name in names) or None


def _until(until: object, title: str) -> datetime | None:
    if until is None or (isinstance(until, datetime) and until.tzinfo):
        return until
    raise CannotExpress("UNTIL is no instant", "give it in UTC", title=title)
