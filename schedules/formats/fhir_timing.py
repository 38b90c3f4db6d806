"""Rules as FHIR R4 Timing (hl7.org/fhir/R4/datatypes.html#Timing), as plain JSON values.

R4 forbids `frequency` and `period` beside `timeOfDay` or `when`, and has no supper.
"""

from datetime import UTC, date, datetime, time, timedelta
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
            f"{item.title}: a Timing knows no pauses", "write it when they are over"
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
                f"{title}: R4 allows no period beside a time of day", "name the dates"
            )
        case Taper():
            return CannotExpress(
                f"{title}: a Timing has no steps", "make each step an item with its own course"
            )
        case AsNeeded():
            return CannotExpress(
                f"{title}: what is taken as needed is never due", "use Dosage.asNeeded"
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
        raise CannotExpress(f"{title}: R4 knows no supper", "name the time of day")
    when = [f"{_RELATIONS[rule.relation]}{_MEALS[meal]}" for meal in rule.meals]
    return {"when": when, **({"offset": rule.offset // _MINUTE} if rule.offset else {})}


def _events(rule: SpecificDates, zone: ZoneInfo) -> list[str]:
    moments = (instant(on, at, zone) for on in rule.dates for at in sorted(rule.times))
    return [moment.astimezone(zone).isoformat() for moment in moments]


def _elapsed(title: str, rule: Elapsed) -> Json:
    if rule.counts_from_last_taken or rule.anchor.report_id:
        raise CannotExpress(
            f"{title}: the next counts from the last taken, for which a Timing has no word",
            "say it in Dosage.patientInstruction",
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
    except (KeyError, TypeError, ValueError) as fault:
        raise CannotExpress(f"Timing: {fault}", "correct it where it was written") from fault


def _read(timing: Json, zone: ZoneInfo) -> Recurrence:
    match sorted(timing):
        case ["event"]:
            return _dates([datetime.fromisoformat(text) for text in timing["event"]], zone)
        case ["repeat"]:
            repeat = dict(timing["repeat"])
        case parts:
            raise CannotExpress(f"Timing: {', '.join(parts)} together", "give event or repeat only")
    if "timeOfDay" in repeat:
        times = tuple(time.fromisoformat(text) for text in repeat.pop("timeOfDay"))
        rule: Recurrence = DailyTimes(times=times, **_read_course(repeat))
    elif "when" in repeat:
        rule = _read_meals(repeat)
    elif repeat.get("periodUnit") in {"h", "min"}:
        rule = _read_elapsed(repeat)
    else:
        raise CannotExpress("Timing.repeat: it leaves the times of day open", "give timeOfDay")
    if repeat:
        raise CannotExpress(f"Timing.repeat: {', '.join(sorted(repeat))}", "leave it out")
    return rule


def _dates(moments: list[datetime], zone: ZoneInfo) -> SpecificDates:
    if any(moment.tzinfo is None for moment in moments):
        raise CannotExpress("Timing.event: a date without a time of day", "give instants")
    local = {moment.astimezone(zone).replace(tzinfo=None) for moment in moments}
    dates = tuple(sorted({moment.date() for moment in local}))
    times = tuple(sorted({moment.time() for moment in local}))
    if len(local) != len(dates) * len(times):
        raise CannotExpress("Timing.event: not the same times each day", "make a Timing of each")
    return SpecificDates(dates=dates, times=times)


def _read_course(repeat: Json) -> dict[str, Any]:
    """Take the course and the weekdays out of `repeat`."""
    bounds = repeat.pop("boundsPeriod", {})
    days = repeat.pop("dayOfWeek", None)
    return {
        "weekdays": EVERY_DAY if days is None else frozenset(_DAYS[day] for day in days),
        "starts_on": date.fromisoformat(bounds["start"]) if "start" in bounds else None,
        "ends_on": date.fromisoformat(bounds["end"]) if "end" in bounds else None,
    }


def _read_meals(repeat: Json) -> MealRelative:
    codes = repeat.pop("when")
    if any(code not in _WHEN for code in codes):
        raise CannotExpress(f"Timing.repeat.when: {', '.join(codes)}", "name a meal")
    relations = {_WHEN[code][0] for code in codes}
    if len(relations) != 1:
        raise CannotExpress(f"Timing.repeat.when: {', '.join(codes)}", "make a Timing of each")
    return MealRelative(
        meals=tuple(_WHEN[code][1] for code in codes),
        relation=relations.pop(),
        offset=repeat.pop("offset", 0) * _MINUTE,
        **_read_course(repeat),
    )


def _read_elapsed(repeat: Json) -> Elapsed:
    unit = {"h": _HOUR, "min": _MINUTE}[repeat.pop("periodUnit")]
    if repeat.pop("frequency", 1) != 1:
        raise CannotExpress(
            "Timing.repeat.frequency: more than one in a period", "divide the period"
        )
    bounds = repeat.pop("boundsPeriod", {})
    if "start" not in bounds:
        raise CannotExpress("Timing.repeat: elapsed from when?", "give boundsPeriod.start")
    return Elapsed(
        every=repeat.pop("period") * unit,
        anchor=Anchor(at=datetime.fromisoformat(bounds["start"])),
        ends_at=datetime.fromisoformat(bounds["end"]) if "end" in bounds else None,
    )
