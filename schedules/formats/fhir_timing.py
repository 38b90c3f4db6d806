"""Rules as FHIR R4 Timing (hl7.org/fhir/R4/datatypes.html#Timing), as plain JSON values.

R4 forbids `frequency` and `period` beside `timeOfDay` or `when`, and has no supper.
"""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from schedules.care_plan import CarePlan, PlanItem
from schedules.formats.refusal import CannotExpress
from schedules.occurrences import instant
from schedules.recurrence import (
    EVERY_DAY,
    Anchor,
    AsNeeded,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    Meal,
    MealRelation,
    MealRelative,
    Recurrence,
    SpecificDates,
    Taper,
    Weekday,
)

Json = dict[str, Any]
_MINUTE = timedelta(minutes=1)
_HOUR = timedelta(hours=1)
_RELATIONS = {MealRelation.BEFORE: "AC", MealRelation.WITH: "C", MealRelation.AFTER: "PC"}
_MEALS = {Meal.BREAKFAST: "M", Meal.LUNCH: "D", Meal.DINNER: "V"}
_WHEN = {
    f"{relation_code}{meal_code}": (relation, meal)
    for relation, relation_code in _RELATIONS.items()
    for meal, meal_code in _MEALS.items()
}
_DAYS = {weekday.name[:3].lower(): weekday for weekday in Weekday}


def to_timing(plan: CarePlan, item: PlanItem) -> Json:
    """Return when the item is due as a FHIR R4 Timing.

    Raises:
        CannotExpress: R4 has no word for the item's rule or its pauses.
    """
    if plan.pauses or item.pauses:
        raise CannotExpress(
            "a FHIR Timing knows no pauses", "take it out when they are over", title=item.title
        )
    match item.recurrence:
        case DailyTimes() as rule:
            times = [at.isoformat() for at in sorted(rule.times)]
            return {"repeat": {**_course(rule), "timeOfDay": times}}
        case MealRelative() as rule:
            return {"repeat": {**_course(rule), **_meals(item.title, rule)}}
        case SpecificDates() as rule:
            return {"event": _events(rule, ZoneInfo(plan.zone))}
        case Elapsed() as rule:
            return {"repeat": _elapsed(item.title, rule)}
        case rule:
            raise _refusal(item.title, rule)


def _refusal(title: str, rule: EveryNDays | EveryNWeeks | Taper | AsNeeded) -> CannotExpress:
    match rule:
        case EveryNDays() | EveryNWeeks():
            return CannotExpress(
                "FHIR R4 allows no period beside a time of day", "name the dates", title=title
            )
        case Taper():
            return CannotExpress(
                "a FHIR Timing has no steps",
                "make each step an item with its own course",
                title=title,
            )
        case AsNeeded():
            return CannotExpress(
                "what is taken as needed is never due", "use Dosage.asNeeded", title=title
            )


def _course(rule: DailyTimes | MealRelative) -> Json:
    period = {"start": rule.starts_on, "end": rule.ends_on}
    bounds = {name: on.isoformat() for name, on in period.items() if on is not None}
    days = [weekday.name[:3].lower() for weekday in sorted(rule.weekdays)]
    return {
        **({"boundsPeriod": bounds} if bounds else {}),
        **({"dayOfWeek": days} if rule.weekdays != EVERY_DAY else {}),
    }


def _meals(title: str, rule: MealRelative) -> Json:
    if Meal.SUPPER in rule.meals:
        raise CannotExpress("FHIR R4 knows no supper", "name the time of day", title=title)
    when = [f"{_RELATIONS[rule.relation]}{_MEALS[meal]}" for meal in rule.meals]
    return {"when": when, **({"offset": rule.offset // _MINUTE} if rule.offset else {})}


def _events(rule: SpecificDates, zone: ZoneInfo) -> list[str]:
    moments = (instant(on, at, zone) for on in rule.dates for at in sorted(rule.times))
    return [moment.astimezone(zone).isoformat() for moment in moments]


def _elapsed(title: str, rule: Elapsed) -> Json:
    if rule.counts_from_last_taken or rule.anchor.report_id:
        raise CannotExpress(
            "the next counts from the last taken, for which a FHIR Timing has no word",
            "say it in Dosage.patientInstruction",
            title=title,
        )
    bounds = {"start": rule.anchor.at.astimezone(UTC).isoformat()}
    if rule.ends_at is not None:
        bounds["end"] = rule.ends_at.astimezone(UTC).isoformat()
    unit, code = (_HOUR, "h") if rule.every % _HOUR == timedelta(0) else (_MINUTE, "min")
    period = {"frequency": 1, "period": rule.every // unit, "periodUnit": code}
    return {"boundsPeriod": bounds, **period}


def from_timing(timing: Json, zone: ZoneInfo) -> Recurrence:
    """Return the rule that a FHIR R4 Timing means.

    Args:
        timing: The Timing as JSON values.
        zone: The resident's, for instants that mean wall-clock times.

    Raises:
        CannotExpress: It says something that no rule means exactly, or leaves the times open.
    """
    try:
        return _read(timing, zone)
    except CannotExpress:
        raise
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as fault:
        raise CannotExpress(
            "a plan cannot hold it as it is written (%(fault)s)",
            "correct it where it was written",
            title="Timing",
            fault=str(fault),
        ) from fault


def _read(timing: Json, zone: ZoneInfo) -> Recurrence:
    match sorted(timing):
        case ["event"]:
            return _dates([datetime.fromisoformat(text) for text in timing["event"]], zone)
        case ["repeat"]:
            repeat = dict(timing["repeat"])
        case parts:
            raise CannotExpress(
                "it says %(parts)s, where a plan knows event or repeat alone",
                "leave the rest out",
                title="Timing",
                parts=", ".join(parts) or "{}",
            )
    if "timeOfDay" in repeat:
        times = tuple(time.fromisoformat(text) for text in repeat.pop("timeOfDay"))
        rule: Recurrence = DailyTimes(times=times, **_read_course(repeat))
    elif "when" in repeat:
        rule = _read_meals(repeat)
    elif repeat.get("periodUnit") in {"h", "min"}:
        rule = _read_elapsed(repeat)
    else:
        raise CannotExpress(
            "it leaves the times of day open", "give timeOfDay", title="Timing.repeat"
        )
    if repeat:
        raise CannotExpress(
            "%(parts)s has no counterpart in a plan",
            "leave it out",
            title="Timing.repeat",
            parts=", ".join(sorted(repeat)),
        )
    return rule


def _dates(moments: list[datetime], zone: ZoneInfo) -> SpecificDates:
    if any(moment.tzinfo is None for moment in moments):
        raise CannotExpress(
            "a date has no time of day",
            "give each a time of day and a time zone",
            title="Timing.event",
        )
    local = {moment.astimezone(zone).replace(tzinfo=None) for moment in moments}
    dates = tuple(sorted({moment.date() for moment in local}))
    times = tuple(sorted({moment.time() for moment in local}))
    if len(local) != len(dates) * len(times):
        raise CannotExpress(
            "it has not the same times each day", "make a Timing of each", title="Timing.event"
        )
    return SpecificDates(dates=dates, times=times)


def _read_course(repeat: Json) -> dict[str, Any]:
    """Take the course and the weekdays out of `repeat`."""
    bounds = _take_bounds(repeat)
    days = repeat.pop("dayOfWeek", None)
    return {
        "weekdays": EVERY_DAY if days is None else frozenset(_DAYS[day] for day in days),
        "starts_on": date.fromisoformat(bounds["start"]) if "start" in bounds else None,
        "ends_on": date.fromisoformat(bounds["end"]) if "end" in bounds else None,
    }


def _read_meals(repeat: Json) -> MealRelative:
    codes = repeat.pop("when")
    if any(code not in _WHEN for code in codes):
        raise CannotExpress(
            "%(parts)s has no counterpart in a plan",
            "name a meal",
            title="Timing.repeat.when",
            parts=", ".join(str(code) for code in codes),
        )
    relations = {_WHEN[code][0] for code in codes}
    if len(relations) != 1:
        raise CannotExpress(
            "%(parts)s stand together",
            "make a Timing of each",
            title="Timing.repeat.when",
            parts=", ".join(codes),
        )
    return MealRelative(
        meals=tuple(_WHEN[code][1] for code in codes),
        relation=relations.pop(),
        offset=float(number(repeat.pop("offset", 0))) * _MINUTE,
        **_read_course(repeat),
    )


def _read_elapsed(repeat: Json) -> Elapsed:
    every = take_period(repeat)
    bounds = _take_bounds(repeat)
    if "start" not in bounds:
        raise CannotExpress(
            "it does not say from when the time is counted",
            "give boundsPeriod.start",
            title="Timing.repeat",
        )
    return Elapsed(
        every=every,
        anchor=Anchor(at=datetime.fromisoformat(bounds["start"])),
        ends_at=datetime.fromisoformat(bounds["end"]) if "end" in bounds else None,
    )


def take_period(repeat: Json) -> timedelta:
    """Take how long it is from one to the next, in hours or minutes, out of `repeat`.

    Raises:
        CannotExpress: There is more than one in each period.
        KeyError: It has no such period.
        TypeError: The period is no number.
    """
    unit = {"h": _HOUR, "min": _MINUTE}[repeat.pop("periodUnit")]
    if repeat.pop("frequency", 1) != 1:
        raise CannotExpress(
            "there is more than one in a period",
            "divide the period",
            title="Timing.repeat.frequency",
        )
    return float(number(repeat.pop("period"))) * unit


def number(value: object) -> int | float | Decimal:
    """Return a number as FHIR means it.

    Raises:
        TypeError: It is something else, such as the number's text.
    """
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        raise TypeError(f"{value!r} is no number")
    return value


def _take_bounds(repeat: Json) -> dict[str, str]:
    """Take the course out of `repeat`, which says nothing but its first and last."""
    bounds: dict[str, str] = repeat.pop("boundsPeriod", {})
    if more := bounds.keys() - {"start", "end"}:
        raise CannotExpress(
            "%(parts)s has no counterpart in a plan",
            "leave it out",
            title="Timing.repeat.boundsPeriod",
            parts=", ".join(sorted(more)),
        )
    return bounds
