"""Events of an iCalendar (RFC 5545) as drafts for a plan."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from zoneinfo import ZoneInfo

from icalendar import Component, Event, vDDDLists, vRecur

from schedules.formats.calendar_file import (
    changed_elsewhere,
    event_of,
    left_out,
    own_zones,
    read_calendar,
    refuse_other_zone,
    refuse_undecided,
    title_of,
)
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
    left_out: tuple[str, ...] = ()
    """Names of what else the event says."""


def from_icalendar(text: str) -> tuple[Draft | CannotExpress, ...]:
    """Return a draft for each event, or why there can be none, in the order of the file.

    Raises:
        CannotExpress: The file as a whole means something that no plan does.
        ValueError: `text` is no iCalendar.
    """
    calendar = read_calendar(text)
    file = _File(changed=changed_elsewhere(calendar), zones=own_zones(calendar))
    found = (part for part in calendar.subcomponents if part.name != "VTIMEZONE")
    return tuple(_draft(component, file) for component in found)


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    """What stands around an event."""

    changed: frozenset[str]
    """UIDs of events that others change."""
    zones: Mapping[str, frozenset[timedelta]]
    """How far from UTC the file itself says that they are."""


def _draft(component: Component, file: _File) -> Draft | CannotExpress:
    title = title_of(component)
    try:
        return _understood(event_of(component), title, file)
    except CannotExpress as refusal:
        return refusal
    except (ValueError, TypeError, AttributeError, LookupError, OverflowError) as fault:
        return CannotExpress(
            "a plan cannot hold it as it is written (%(fault)s)",
            "change the event in its calendar",
            title=title,
            fault=str(fault),
        )


def _understood(event: Event, title: str, file: _File) -> Draft:
    _refuse_parts(event, title, file)
    start, zone = _start(event, title)
    refuse_other_zone(file.zones.get(zone.key), start, title)
    rule = _rule(event, title)
    text = str(event.get("DESCRIPTION", ""))
    drafted = partial(Draft, title=title, text=text, left_out=left_out(event))
    if rule is not None and rule.is_elapsed:
        if zone.key != "UTC" or "EXDATE" in event or "RDATE" in event:
            raise CannotExpress(
                "it counts elapsed time (%(rule)s)",
                "start it in UTC, without exceptions",
                title=title,
                rule=rule.freq,
            )
        return drafted(recurrence=rule.elapsed(start), zone="UTC")
    wall = _dates(event, start, zone, title) if rule is None else rule.on_the_wall(start, zone)
    _refuse_gap(title, wall, start, zone)
    pauses = tuple(
        Pause(first_on=moment.date(), last_on=moment.date())
        for moment in _moments(event, "EXDATE", zone)
        if moment.time() == start.time()
    )
    return drafted(recurrence=wall, zone=zone.key, pauses=pauses)


def _refuse_parts(event: Event, title: str, file: _File) -> None:
    """Refuse what an event says of itself that no draft can carry."""
    refuse_undecided(event, title)
    if not str(event.get("SUMMARY", "")).strip():
        raise CannotExpress("it has no summary", "say in its calendar what it is", title=title)
    if str(event.get("UID")) in file.changed:
        raise CannotExpress(
            "several events of the file have its UID: they change or move days of it",
            "make each an event of its own",
            title=title,
        )
    for name in ("RECURRENCE-ID", "EXRULE"):
        if name in event:
            raise CannotExpress(
                "%(parts)s has no counterpart in a plan",
                "make it an event of its own",
                title=title,
                parts=name,
            )
    if "RRULE" in event and "RDATE" in event:
        raise CannotExpress(
            "it has both a rule and dates (RRULE, RDATE)",
            "make the dates an event of their own",
            title=title,
        )


def _rule(event: Event, title: str) -> RepeatRule | None:
    if "RRULE" not in event:
        return None
    found = event["RRULE"]
    if not isinstance(found, vRecur):
        raise CannotExpress("it has several rules (RRULE)", "make an event of each", title=title)
    return RepeatRule.of(found, title)


def _start(event: Event, title: str) -> tuple[datetime, ZoneInfo]:
    start = event.decoded("DTSTART") if "DTSTART" in event else None
    if not isinstance(start, datetime) or start.tzinfo is None:
        raise CannotExpress(
            "it starts at no instant",
            "give it a time of day and a time zone (DTSTART)",
            title=title,
        )
    name = event["DTSTART"].params.get("TZID", "UTC")
    try:
        zone = ZoneInfo(name)
    except (KeyError, OSError) as fault:
        raise CannotExpress(
            "%(zone)s is no IANA time zone", "use one, such as Europe/Oslo", title=title, zone=name
        ) from fault
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
        raise CannotExpress(
            "its dates have several times", "make an event of each time", title=title
        )
    return SpecificDates(
        dates=tuple(sorted(moment.date() for moment in moments)), times=(start.time(),)
    )


def _refuse_gap(title: str, rule: WallClock, start: datetime, zone: ZoneInfo) -> None:
    on = rule.day_at_or_after(start.date())
    while on is not None and on <= start.date() + _FAR:
        if is_skipped(datetime.combine(on, start.time(), tzinfo=zone)):
            raise CannotExpress(
                "%(time)s does not exist on %(day)s in %(zone)s, and a calendar and a plan would "
                "move it to different minutes",
                "choose a time that no clock change skips",
                title=title,
                time=f"{start:%H:%M}",
                day=on,
                zone=zone.key,
            )
        on = rule.day_at_or_after(on + _ONE_DAY)
