"""What stands in an iCalendar file (RFC 5545) beside the times of its events."""

import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta

from icalendar import Calendar, Component, Event

from schedules.formats.refusal import CannotExpress

_NOT_CANCELLING = frozenset({"PUBLISH", "REQUEST"})
_READ = frozenset(
    {"SUMMARY", "DESCRIPTION", "DTSTART", "RRULE", "RDATE", "EXDATE", "STATUS", "RECURRENCE-ID"}
)
_OF_THE_FILE = frozenset({"UID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"})
"""What tells one version of an event from another, and nothing about the event."""
_SINGLE = ("SUMMARY", "DESCRIPTION", "DTSTART", "DTEND", "DURATION", "STATUS")
_A_MONTH = timedelta(days=30)
_MONTHS = 13
_FILE = "VCALENDAR"
_FOLD = re.compile(r"\r?\n[ \t]")
_MOMENTS = frozenset({"DTSTART", "DTEND", "RDATE", "EXDATE", "RECURRENCE-ID"})


def read_calendar(text: str) -> Calendar:
    """Return the calendar of a file.

    Raises:
        CannotExpress: The whole of it takes something back, or contradicts itself.
        ValueError: `text` is no iCalendar.
    """
    calendar = Calendar.from_ical(text)
    method = str(calendar.get("METHOD", "PUBLISH")).upper()
    if method not in _NOT_CANCELLING:
        raise CannotExpress(
            "it does not tell of events, but changes or cancels them (%(method)s)",
            "change the plan by hand",
            title=_FILE,
            method=method,
        )
    scale = str(calendar.get("CALSCALE", "GREGORIAN")).upper()
    if calendar.errors or scale != "GREGORIAN":
        raise _malformed(_FILE)
    for line in _FOLD.sub("", text).splitlines():
        _refuse_contradiction(line)
    return calendar


def _refuse_contradiction(line: str) -> None:
    """Refuse what icalendar decides by itself: a part that stands twice, a zone beside a Z."""
    head, _, value = line.partition(":")
    name, _, parameters = head.upper().partition(";")
    parts = Counter(part.partition("=")[0] for part in value.upper().split(";"))
    is_twice = name == "RRULE" and max(parts.values()) > 1
    is_elsewhere = "TZID=" in parameters and value.rstrip().upper().endswith("Z")
    if is_twice or (name in _MOMENTS and is_elsewhere):
        raise _malformed(name)


def _malformed(title: str) -> CannotExpress:
    return CannotExpress("it is not as RFC 5545 says", "mend it in its calendar", title=title)


def title_of(component: Component) -> str:
    """Return what a component is called, for whoever reads why it is refused."""
    return str(component.get("SUMMARY") or component.get("UID") or component.name)


def changed_elsewhere(calendar: Calendar) -> frozenset[str]:
    """Return the UIDs that stand on several events: others change what one of them says."""
    uids = Counter(str(event["UID"]) for event in calendar.events if "UID" in event)
    return frozenset(uid for uid, count in uids.items() if count > 1)


def event_of(component: Component) -> Event:
    """Return a component that is an event as RFC 5545 knows it.

    Raises:
        CannotExpress: It is a task, a note or the like, or is malformed.
    """
    title = title_of(component)
    if not isinstance(component, Event):
        raise CannotExpress(
            "it is no event (%(kind)s)",
            "make it an event, or write it by hand",
            title=title,
            kind=component.name,
        )
    if component.errors or any(isinstance(component.get(name), list) for name in _SINGLE):
        raise _malformed(title)
    _refuse_length(component, title)
    return component


def _refuse_length(event: Event, title: str) -> None:
    """Refuse an end before the beginning, or two ends."""
    length = event.decoded("DURATION") if "DURATION" in event else timedelta(0)
    start, end = (event.decoded(name, None) for name in ("DTSTART", "DTEND"))
    is_backwards = end is not None and (type(end) is not type(start) or end < start)
    if length < timedelta(0) or is_backwards or {"DTEND", "DURATION"} <= event.keys():
        raise CannotExpress(
            "it ends before it begins, or has two ends", "mend it in its calendar", title=title
        )


def refuse_undecided(event: Event, title: str) -> None:
    """Refuse an event that does not take place, or not surely.

    Raises:
        CannotExpress: It is cancelled or tentative.
    """
    status = str(event.get("STATUS", "CONFIRMED")).upper()
    if status == "CANCELLED":
        raise CannotExpress("it is cancelled", "leave it out", title=title)
    if status != "CONFIRMED":
        raise CannotExpress(
            "it is not decided yet (%(status)s)",
            "take it over when it is",
            title=title,
            status=status,
        )


def left_out(event: Event) -> tuple[str, ...]:
    """Return the names of what an event says and no draft holds: its end, its place, its alarms.

    Names that begin with X- are of one program, and RFC 5545 lets all others pass them over.
    """
    names = {name for name in event.keys() - _READ - _OF_THE_FILE if not name.startswith("X-")}
    return tuple(sorted(names | {str(part.name) for part in event.subcomponents}))


def own_zones(calendar: Calendar) -> Mapping[str, frozenset[timedelta]]:
    """Return how far from UTC the zones are that the file itself describes, by their names."""
    return {
        str(zone.tz_name): frozenset(
            part.decoded("TZOFFSETTO") for part in zone.subcomponents if "TZOFFSETTO" in part
        )
        for zone in calendar.timezones
    }


def refuse_other_zone(own: frozenset[timedelta] | None, start: datetime, title: str) -> None:
    """Refuse a zone that lies elsewhere in the file than its IANA name does.

    The days of its clock changes are not compared: files leave out those before and after.

    Args:
        own: How far from UTC the file says that it is, if it describes it.
        start: In the IANA zone; a year from it is looked at.
        title: The event's.

    Raises:
        CannotExpress: In that year the zone is as far from UTC as the file never says.
    """
    if own is None:
        return
    months = (start + n * _A_MONTH for n in range(_MONTHS))
    if not {moment.utcoffset() for moment in months} <= own:
        raise CannotExpress(
            "the file describes %(zone)s otherwise than the world does",
            "choose the zone anew in its calendar",
            title=title,
            zone=str(start.tzinfo),
        )
