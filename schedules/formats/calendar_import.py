"""Repeating events of an iCalendar (RFC 5545) as drafts for a plan."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event, vDDDLists, vRecur

from schedules.formats.calendar_rule import RepeatRule
from schedules.formats.refusal import CannotExpress
from schedules.occurrences import is_skipped
from schedules.pause import Pause
from schedules.recurrence import Elapsed, SpecificDates, WallClock

_ONE_DAY = timedelta(days=1)
_FAR = timedelta(days=3653)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What an event says about an item; what the robot does with it, a nurse decides."""

    title: str
    text: str
    recurrence: WallClock | Elapsed
    zone: str
    """IANA name; the plan it goes into must have the same unless the rule is elapsed."""
    pauses: tuple[Pause, ...] = ()


def from_icalendar(text: str) -> tuple[Draft, ...]:
    """Return a draft for each event, in the order of the file.

    Raises:
        CannotExpress: An event repeats in a way that no rule of a plan means exactly.
        ValueError: `text` is no iCalendar.
    """
    return tuple(_draft(event) for event in Calendar.from_ical(text).events)


def _draft(event: Event) -> Draft:
    title = str(event.get("SUMMARY", "event without a summary"))
    try:
        return _understood(event, title)
    except CannotExpress:
        raise
    except ValueError as fault:
        raise CannotExpress(f"{title}: {fault}", "change the event in its calendar") from fault


def _understood(event: Event, title: str) -> Draft:
    for name in ("RECURRENCE-ID", "EXRULE"):
        if name in event:
            raise CannotExpress(
                f"{title}: {name} has no counterpart", "make it an event of its own"
            )
    start, zone = _start(event, title)
    rule = _rule(event, title)
    text = str(event.get("DESCRIPTION", ""))
    if rule is not None and rule.is_elapsed:
        if zone.key != "UTC" or "EXDATE" in event or "RDATE" in event:
            raise CannotExpress(
                f"{title}: {rule.freq} counts elapsed time", "start in UTC, without exceptions"
            )
        return Draft(title=title, text=text, recurrence=rule.elapsed(start), zone="UTC")
    wall = _dates(event, start, zone, title) if rule is None else rule.on_the_wall(start, zone)
    if rule is not None and "RDATE" in event:
        raise CannotExpress(f"{title}: RDATE beside RRULE", "make the dates an event of their own")
    _refuse_gap(title, wall, start, zone)
    pauses = tuple(
        Pause(first_on=moment.date(), last_on=moment.date())
        for moment in _moments(event, "EXDATE", zone)
        if moment.time() == start.time()
    )
    return Draft(title=title, text=text, recurrence=wall, zone=zone.key, pauses=pauses)


def _rule(event: Event, title: str) -> RepeatRule | None:
    if "RRULE" not in event:
        return None
    found = event["RRULE"]
    if not isinstance(found, vRecur):
        raise CannotExpress(f"{title}: several RRULEs", "make an event of each")
    return RepeatRule.of(found, title)


def _start(event: Event, title: str) -> tuple[datetime, ZoneInfo]:
    start = event.decoded("DTSTART") if "DTSTART" in event else None
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise CannotExpress(
            f"{title}: it starts at no instant", "give DTSTART a time of day and a time zone"
        )
    name = event["DTSTART"].params.get("TZID", "UTC")
    try:
        zone = ZoneInfo(name)
    except (KeyError, OSError) as fault:
        raise CannotExpress(f"{title}: {name} is no IANA time zone", "use one") from fault
    return start.replace(tzinfo=zone), zone


def _moments(event: Event, name: str, zone: ZoneInfo) -> Iterator[datetime]:
    """Yield the instants of EXDATE or RDATE as naive local times of `zone`."""
    found = event.get(name, [])
    for dates in found if isinstance(found, list) else [found]:
        if not isinstance(dates, vDDDLists):
            raise ValueError(f"{name}: no list of dates")  # noqa: TRY004 - of the file, not of the code
        for value in dates.dts:
            if not isinstance(value.dt, datetime) or value.dt.tzinfo is None:
                raise ValueError(f"{name}: only instants with a time zone are exact")
            yield value.dt.astimezone(zone).replace(tzinfo=None)


def _dates(event: Event, start: datetime, zone: ZoneInfo, title: str) -> SpecificDates:
    moments = {start.replace(tzinfo=None), *_moments(event, "RDATE", zone)}
    if len({moment.time() for moment in moments}) > 1:
        raise CannotExpress(f"{title}: its dates have several times", "make an event of each time")
    return SpecificDates(
        dates=tuple(sorted(moment.date() for moment in moments)), times=(start.time(),)
    )


def _refuse_gap(title: str, rule: WallClock, start: datetime, zone: ZoneInfo) -> None:
    on = rule.day_at_or_after(start.date())
    while on is not None and on <= start.date() + _FAR:
        if is_skipped(datetime.combine(on, start.time(), tzinfo=zone)):
            raise CannotExpress(
                f"{title}: {start:%H:%M} does not exist on {on} in {zone.key}, and a plan moves it "
                "to another minute than a calendar does",
                "choose a time that no clock change skips",
            )
        on = rule.day_at_or_after(on + _ONE_DAY)
