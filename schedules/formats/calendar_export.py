"""A plan as iCalendar (RFC 5545), for any calendar to show.

Written is when things are due, as the plan stands now: an item that follows a meal stands at its
present time. Windows and ladders are the robot's business and not written.
"""

from collections import deque
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

from schedules.care_plan import (
    Activity,
    Appointment,
    CarePlan,
    CheckIn,
    Hydration,
    MedicationReminder,
    PlanItem,
    as_due,
)
from schedules.formats.refusal import CannotExpress
from schedules.occurrences import instant, is_skipped, next_day
from schedules.pause import Pause
from schedules.recurrence import (
    EVERY_DAY,
    AsNeeded,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    MealRelative,
    Slot,
    SpecificDates,
    Taper,
    WallClock,
    Weekday,
)

_ONE_DAY = timedelta(days=1)
_FAR = timedelta(days=3653)
"""How far ahead clock changes are looked for."""
_HOUR = timedelta(hours=1)


def to_icalendar(
    plan: CarePlan, made_at: datetime, leave_out: frozenset[UUID] = frozenset()
) -> str:
    """Return the plan as the text of an .ics file, one repeating event for each slot.

    Args:
        plan: The plan, from when it took effect.
        made_at: Aware; stands in the file as its time stamp.
        leave_out: Ids of items that are not to be written.

    Raises:
        CannotExpress: An item has no exact counterpart; name it in `leave_out` to go on without.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Nabo//care plan//EN")
    calendar.add("version", "2.0")
    for item in plan.items:
        if item.id not in leave_out:
            for part, (written, event) in enumerate(_events(plan, item)):
                event.add("uid", f"{item.id}/{part}")
                event.add("dtstamp", made_at.astimezone(UTC))
                event.add("summary", written.title)
                event.add("description", _description(written))
                event.add("class", "PRIVATE")  # others who see the calendar see no medicines
                calendar.add_component(event)
    calendar.add_missing_timezones()
    return str(calendar.to_ical(), "utf-8")


def inexpressible(plan: CarePlan) -> dict[UUID, CannotExpress]:
    """Return item id -> why no calendar can say exactly when it is due."""
    found = {}
    for item in plan.items:
        try:
            deque(_events(plan, item), maxlen=0)
        except CannotExpress as refusal:
            found[item.id] = refusal
    return found


def _description(item: PlanItem) -> str:
    match item:
        case MedicationReminder() | Appointment() | Hydration():
            return item.title
        case CheckIn():
            return "\n".join(question.text for question in item.questions)
        case Activity():
            return item.message


def _events(plan: CarePlan, item: PlanItem) -> Iterator[tuple[PlanItem, Event]]:
    """Yield each repeating event with the item as it is due in it."""
    match item.recurrence:
        case AsNeeded():
            raise CannotExpress(
                "what is taken as needed is never due", "leave it out", title=item.title
            )
        case Elapsed() as rule:
            yield from ((item, event) for event in _elapsed(plan, item, rule))
        case Taper() as rule:
            for course in rule.courses():
                step = as_due(item, course.starts_on or rule.starts_on)
                yield from ((step, event) for event in _on_the_wall(plan, step, course))
        case rule:
            yield from ((item, event) for event in _on_the_wall(plan, item, rule))


def _on_the_wall(plan: CarePlan, item: PlanItem, rule: WallClock) -> Iterator[Event]:
    zone = ZoneInfo(plan.zone)
    pauses = (*plan.pauses, *item.pauses)
    effective = plan.effective_at.astimezone(zone)
    any_day = rule.day_at_or_after(effective.date())
    for slot in rule.slots_on(any_day, plan.meals) if any_day else ():
        _refuse_gap(item, rule, slot, effective.date(), zone)
        on = next_day(rule, pauses, effective.date())
        if on is not None and instant(on, slot.at, zone) < plan.effective_at:
            on = next_day(rule, pauses, on + _ONE_DAY)
        if on is not None:
            yield _repeated(rule, slot, on, pauses, zone)


def _refuse_gap(item: PlanItem, rule: WallClock, slot: Slot, first: date, zone: ZoneInfo) -> None:
    """Refuse a time that a clock change skips: RFC 5545 moves it elsewhere than the plan does."""
    on = rule.day_at_or_after(first)
    while on is not None and on <= first + _FAR:
        if is_skipped(datetime.combine(on, slot.at, tzinfo=zone)):
            raise CannotExpress(
                "%(time)s does not exist on %(day)s in %(zone)s, and a calendar and a plan would "
                "move it to different minutes",
                "choose a time that no clock change skips",
                title=item.title,
                time=f"{slot.at:%H:%M}",
                day=on,
                zone=zone.key,
            )
        on = rule.day_at_or_after(on + _ONE_DAY)


def _repeated(
    rule: WallClock, slot: Slot, on: date, pauses: tuple[Pause, ...], zone: ZoneInfo
) -> Event:
    event = Event()
    event.add("dtstart", datetime.combine(on, slot.at, tzinfo=zone))
    if isinstance(rule, SpecificDates):
        later = _days(rule, pauses, on + _ONE_DAY)
        moments = [datetime.combine(day, slot.at, tzinfo=zone) for day in later]
        if moments:
            event.add("rdate", moments)
        return event
    ends_on = _last_day(rule, pauses)
    until = {} if ends_on is None else {"until": instant(ends_on, slot.at, zone)}
    event.add("rrule", {**_pattern(rule), **until})
    paused = [datetime.combine(day, slot.at, tzinfo=zone) for day in _paused(rule, pauses, on)]
    if paused:
        event.add("exdate", paused)
    return event


def _pattern(rule: WallClock) -> dict[str, object]:
    match rule:
        case EveryNDays():
            return {"freq": "daily", "interval": rule.every}
        case EveryNWeeks():
            days = _by_day(rule.weekdays)
            return {"freq": "weekly", "interval": rule.every, "byday": days, "wkst": "MO"}
        case DailyTimes() | MealRelative() if rule.weekdays != EVERY_DAY:
            return {"freq": "weekly", "byday": _by_day(rule.weekdays)}
        case DailyTimes() | MealRelative() | SpecificDates() | Taper():
            return {"freq": "daily"}


def _by_day(weekdays: frozenset[Weekday]) -> list[str]:
    return [weekday.name[:2] for weekday in sorted(weekdays)]


def _last_day(rule: WallClock, pauses: tuple[Pause, ...]) -> date | None:
    """Return the rule's last day, which a pause until further notice may bring forward."""
    own = None if isinstance(rule, SpecificDates) else rule.ends_on
    open_pauses = [pause.first_on - _ONE_DAY for pause in pauses if pause.last_on is None]
    return min([*([own] if own else []), *open_pauses], default=None)


def _days(rule: WallClock, pauses: tuple[Pause, ...], on: date) -> Iterator[date]:
    day = next_day(rule, pauses, on)
    while day is not None:
        yield day
        day = next_day(rule, pauses, day + _ONE_DAY)


def _paused(rule: WallClock, pauses: tuple[Pause, ...], first: date) -> list[date]:
    """Return the rule's days from `first` on that a pause with an end takes out."""
    out: set[date] = set()
    for pause in pauses:
        on = rule.day_at_or_after(max(first, pause.first_on))
        while on is not None and pause.last_on is not None and on <= pause.last_on:
            out.add(on)
            on = rule.day_at_or_after(on + _ONE_DAY)
    return sorted(out)


def _elapsed(plan: CarePlan, item: PlanItem, rule: Elapsed) -> Iterator[Event]:
    if rule.counts_from_last_taken:
        raise CannotExpress(
            "the next counts from the last taken, which no calendar knows",
            "leave it out",
            title=item.title,
        )
    if plan.pauses or item.pauses:
        raise CannotExpress(
            "it counts hours, and a calendar cannot pause such a rule",
            "leave it out until the pause is over",
            title=item.title,
        )
    if rule.anchor.at.microsecond:
        raise CannotExpress(
            "a calendar knows no part of a second",
            "let it begin at a whole second",
            title=item.title,
        )
    n = rule.n_at_or_after(plan.effective_at)
    if n is not None:
        yield _every(rule, rule.due_at(n))


def _every(rule: Elapsed, first_at: datetime) -> Event:
    event = Event()
    event.add("dtstart", first_at)
    is_hours = rule.every % _HOUR == timedelta(0)
    unit, freq = (_HOUR, "hourly") if is_hours else (timedelta(minutes=1), "minutely")
    until = {} if rule.ends_at is None else {"until": rule.ends_at.astimezone(UTC)}
    event.add("rrule", {"freq": freq, "interval": rule.every // unit, **until})
    return event
