"""When an item repeats, as the fields of a form, and back."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum

from care_api.care_plans.form_fault import FormFault, amount, day
from care_api.web.wording import mark
from schedules.recurrence import (
    EVERY_DAY,
    AsNeeded,
    DailyTimes,
    EveryNDays,
    Meal,
    MealRelation,
    MealRelative,
    Recurrence,
    SpecificDates,
    Weekday,
)

_TIME = re.compile(r"\b([01]?\d|2[0-3])(?:[.:]?([0-5]\d))?\b")
_FILLING = re.compile(r"\b(kl|klokka|klokken|og|at|and|på|o'clock)\b\.?", re.IGNORECASE)
_LONGEST_DAYS = 1000
_MOST_MINUTES = 12 * 60
_MOST_HOURS = 23
_MOST_TIMES = 24
ONE_DAY = timedelta(days=1)


class Repeat(StrEnum):
    """How an item repeats, as far as the form can say it."""

    DAILY = "daily"
    WEEKDAYS = "weekdays"
    EVERY_N_DAYS = "every_n_days"
    DATES = "dates"
    MEALS = "meals"
    AS_NEEDED = "as_needed"
    KEPT = "kept"
    """In a way that only a program can write; it stays as it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleForm:
    """What stands in the fields, as it was typed."""

    repeat: Repeat = Repeat.DAILY
    times: str = ""
    """In plain words: `8, 13.30 og 20`."""
    weekdays: frozenset[Weekday] = frozenset()
    every: str = "2"
    dates: str = ""
    """ISO dates, one after the other."""
    meals: frozenset[Meal] = frozenset()
    relation: MealRelation = MealRelation.WITH
    meal_minutes: str = "30"
    starts_on: str = ""
    days: str = ""
    """How many days it goes on; empty: until further notice."""
    gap_hours: str = "6"
    daily_maximum: str = "4"

    @classmethod
    def of(cls, rule: Recurrence) -> "RuleForm":
        """Return the fields that say `rule`."""
        match rule:
            case DailyTimes():
                is_daily = rule.weekdays == EVERY_DAY
                return cls(
                    repeat=Repeat.DAILY if is_daily else Repeat.WEEKDAYS,
                    times=_told(rule.times),
                    weekdays=frozenset() if is_daily else rule.weekdays,
                    starts_on=_iso(rule.starts_on),
                    days=_days(rule.starts_on, rule.ends_on),
                )
            case EveryNDays():
                return cls(
                    repeat=Repeat.EVERY_N_DAYS,
                    times=_told(rule.times),
                    every=str(rule.every),
                    starts_on=_iso(rule.anchored_on),
                    days=_days(rule.anchored_on, rule.ends_on),
                )
            case SpecificDates():
                dates = ", ".join(on.isoformat() for on in rule.dates)
                return cls(repeat=Repeat.DATES, times=_told(rule.times), dates=dates)
            case MealRelative(weekdays=weekdays) if weekdays == EVERY_DAY:
                return cls(
                    repeat=Repeat.MEALS,
                    meals=frozenset(rule.meals),
                    relation=rule.relation,
                    meal_minutes=str(rule.offset // timedelta(minutes=1) or 30),
                    starts_on=_iso(rule.starts_on),
                    days=_days(rule.starts_on, rule.ends_on),
                )
            case AsNeeded():
                return cls(
                    repeat=Repeat.AS_NEEDED,
                    gap_hours=f"{rule.minimum_gap / timedelta(hours=1):g}",
                    daily_maximum=str(rule.daily_maximum),
                )
            case _:
                return cls(repeat=Repeat.KEPT)

    @classmethod
    def read(cls, fields: Mapping[str, list[str]]) -> "RuleForm":
        """Return what a browser has sent; what it does not know is left as it is by default."""

        def one(name: str, default: str = "") -> str:
            return (fields.get(name) or [default])[0].strip()

        return cls(
            repeat=Repeat(one("repeat", Repeat.DAILY)),
            times=one("times"),
            weekdays=frozenset(Weekday(int(number)) for number in fields.get("weekdays", ())),
            every=one("every", "2"),
            dates=one("dates"),
            meals=frozenset(Meal(name) for name in fields.get("meals", ())),
            relation=MealRelation(one("relation", MealRelation.WITH)),
            meal_minutes=one("meal_minutes", "30"),
            starts_on=one("starts_on"),
            days=one("days"),
            gap_hours=one("gap_hours", "6"),
            daily_maximum=one("daily_maximum", "4"),
        )

    def rule(self, today: date, kept: Recurrence | None = None) -> Recurrence:
        """Return the rule that the fields say.

        Args:
            today: The resident's local date, on which a course without a first day begins.
            kept: The rule that stays, with `Repeat.KEPT`.

        Raises:
            FormFault: A field does not say what it should.
        """
        starts_on = day("starts_on", self.starts_on)
        match self.repeat:
            case Repeat.DAILY | Repeat.WEEKDAYS:
                return self._on_weekdays(starts_on, today)
            case Repeat.EVERY_N_DAYS:
                first = starts_on or today
                return EveryNDays(
                    every=amount("every", self.every, 1, _LONGEST_DAYS),
                    anchored_on=first,
                    times=times("times", self.times),
                    ends_on=self._ends_on(first),
                )
            case Repeat.DATES:
                return SpecificDates(dates=self._dates(), times=times("times", self.times))
            case Repeat.MEALS:
                return self._around_meals(starts_on, today)
            case Repeat.AS_NEEDED:
                hours = amount("gap_hours", self.gap_hours, 1, _MOST_HOURS)
                most = amount("daily_maximum", self.daily_maximum, 1, _MOST_TIMES)
                return AsNeeded(minimum_gap=timedelta(hours=hours), daily_maximum=most)
            case Repeat.KEPT if kept is not None:
                return kept
            case _:
                raise FormFault("repeat", mark("Choose how often."))

    def _on_weekdays(self, starts_on: date | None, today: date) -> DailyTimes:
        is_daily = self.repeat is Repeat.DAILY
        if not is_daily and not self.weekdays:
            raise FormFault("weekdays", mark("Choose at least one weekday."))
        first = starts_on or (today if self.days else None)
        return DailyTimes(
            times=times("times", self.times),
            weekdays=EVERY_DAY if is_daily else self.weekdays,
            starts_on=first,
            ends_on=self._ends_on(first),
        )

    def _around_meals(self, starts_on: date | None, today: date) -> MealRelative:
        if not self.meals:
            raise FormFault("meals", mark("Choose at least one meal."))
        is_with = self.relation is MealRelation.WITH
        minutes = 0 if is_with else amount("meal_minutes", self.meal_minutes, 1, _MOST_MINUTES)
        first = starts_on or (today if self.days else None)
        return MealRelative(
            meals=tuple(meal for meal in Meal if meal in self.meals),
            relation=self.relation,
            offset=timedelta(minutes=minutes),
            starts_on=first,
            ends_on=self._ends_on(first),
        )

    def _ends_on(self, first: date | None) -> date | None:
        if not self.days or first is None:
            return None
        return first + amount("days", self.days, 1, _LONGEST_DAYS) * ONE_DAY - ONE_DAY

    def _dates(self) -> tuple[date, ...]:
        found = {day("dates", text) for text in re.split(r"[\s,;]+", self.dates) if text}
        if not found:
            raise FormFault("dates", mark("Name at least one date."))
        return tuple(sorted(on for on in found if on is not None))


def times(field: str, text: str) -> tuple[time, ...]:
    """Return the wall-clock times in plain words such as `8, 13.30 og 20`, earliest first.

    Raises:
        FormFault: There is none, or something else stands there.
    """
    plain = _FILLING.sub(" ", text)
    found = {time(int(hour), int(minute or 0)) for hour, minute in _TIME.findall(plain)}
    if not found or _TIME.sub("", plain).strip(" ,;+&"):
        raise FormFault(field, mark("Write times of day, such as 8, 13.30 and 20."))
    return tuple(sorted(found))


def _told(at: tuple[time, ...]) -> str:
    return ", ".join(each.strftime("%H.%M") for each in sorted(at))


def _iso(on: date | None) -> str:
    return on.isoformat() if on else ""


def _days(first: date | None, last: date | None) -> str:
    return str((last - first).days + 1) if first and last else ""
