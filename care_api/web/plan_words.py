"""Plans in plain words: when an item repeats, and what changed from one version to the next."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import time, timedelta
from types import MappingProxyType
from uuid import UUID

from care_api.web.times import Times
from care_api.web.wording import mark
from schedules.care_plan import (
    CarePlan,
    PlanItem,
    QuestionKind,
)
from schedules.pause import PauseReason
from schedules.recurrence import (
    EVERY_DAY,
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
    TaperStep,
    Weekday,
)

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "medication": mark("Medicine"),
        "check_in": mark("Check-in"),
        "activity": mark("Activity"),
        "appointment": mark("Appointment"),
        "hydration": mark("Something to drink"),
    }
)
MEALS: Mapping[Meal, str] = MappingProxyType(
    {
        Meal.BREAKFAST: mark("breakfast"),
        Meal.LUNCH: mark("lunch"),
        Meal.DINNER: mark("dinner"),
        Meal.SUPPER: mark("supper"),
    }
)
QUESTION_KINDS: Mapping[QuestionKind, str] = MappingProxyType(
    {
        QuestionKind.FEELING: mark("How it goes (bad worries)"),
        QuestionKind.SLEEP: mark("How the night was (bad worries)"),
        QuestionKind.YES_NO: mark("Yes or no"),
        QuestionKind.YES_EXPECTED: mark("Yes or no (no worries)"),
        QuestionKind.NO_EXPECTED: mark("Yes or no (yes worries)"),
        QuestionKind.SCALE: mark("From 1 to 5 (1 and 2 worry)"),
        QuestionKind.OPEN: mark("In their own words"),
    }
)
PAUSE_REASONS: Mapping[PauseReason, str] = MappingProxyType(
    {
        PauseReason.HOSPITAL: mark("in hospital"),
        PauseReason.TRAVEL: mark("travelling"),
        PauseReason.OTHER: mark("for another reason"),
    }
)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanWords:
    """Says plans to one reader."""

    say: Callable[[str], str]
    """Translates one message."""
    times: Times

    def rule(self, rule: Recurrence) -> str:
        """Return when a rule repeats, e.g. `hver dag kl. 08.00 og kl. 20.00, i 10 dager`."""
        return self._rule(rule) + self._course(rule)

    def changes(self, before: CarePlan | None, after: CarePlan) -> tuple[str, ...]:
        """Return what a version changed, a sentence each; empty where nothing did."""
        old = {item.id: item for item in before.items} if before else {}
        new = {item.id: item for item in after.items}
        said = [
            self._fill(mark("New: %(item)s, %(rule)s"), **self._named(item))
            for item in new.values()
            if item.id not in old
        ]
        said += [
            self._fill(mark("Removed: %(item)s, %(rule)s"), **self._named(item))
            for item in old.values()
            if item.id not in new
        ]
        said += list(self._changed(old, new))
        if before is not None:
            said += list(self._around(before, after))
        return tuple(said)

    def _changed(self, old: Mapping[UUID, PlanItem], new: Mapping[UUID, PlanItem]) -> Iterator[str]:
        for item_id, item in new.items():
            was = old.get(item_id)
            if was is None or was == item:
                continue
            if (was.title, self.rule(was.recurrence)) == (
                item.title,
                self.rule(item.recurrence),
            ):
                yield self._fill(mark("Changed: how %(item)s is done"), item=item.title)
            else:
                yield self._fill(
                    mark("Changed: %(item)s, %(rule)s (before: %(was)s, %(was_rule)s)"),
                    **self._named(item),
                    was=was.title,
                    was_rule=self.rule(was.recurrence),
                )

    def _around(self, before: CarePlan, after: CarePlan) -> Iterator[str]:
        if before.quiet_hours != after.quiet_hours:
            yield self.say(mark("Changed: quiet hours"))
        if before.meals != after.meals:
            yield self.say(mark("Changed: meal times"))
        if before.pauses != after.pauses:
            yield self.say(mark("Changed: pauses"))
        if before.zone != after.zone:
            yield self._fill(mark("Changed: time zone %(zone)s"), zone=after.zone)

    def _named(self, item: PlanItem) -> dict[str, str]:
        return {"item": item.title, "rule": self.rule(item.recurrence)}

    def _rule(self, rule: Recurrence) -> str:
        match rule:
            case DailyTimes() | EveryNDays() | EveryNWeeks() | SpecificDates():
                return self._days(rule).replace("%(times)s", self._times(rule.times))
            case MealRelative():
                return self._around_meals(rule)
            case Taper():
                return self.say(mark("in steps:")) + " " + "; ".join(map(self._step, rule.steps))
            case Elapsed():
                return self._elapsed(rule)
            case AsNeeded():
                message = mark("when needed, at least %(gap)s apart, at most %(most)s a day")
                gap = self.times.hours(rule.minimum_gap)
                return self._fill(message, gap=gap, most=str(rule.daily_maximum))

    def _days(self, rule: DailyTimes | EveryNDays | EveryNWeeks | SpecificDates) -> str:
        """Return the dates of a rule; `%(times)s` stays open."""
        times = "%(times)s"
        match rule:
            case DailyTimes() if rule.weekdays == EVERY_DAY:
                return self._fill(mark("every day at %(times)s"), times=times)
            case DailyTimes():
                days = self._weekdays(rule.weekdays)
                return self._fill(mark("%(days)s at %(times)s"), days=days, times=times)
            case EveryNDays():
                message = mark("every %(number)s days at %(times)s")
                return self._fill(message, number=str(rule.every), times=times)
            case EveryNWeeks():
                message = mark("every %(number)s weeks, %(days)s at %(times)s")
                days = self._weekdays(rule.weekdays)
                return self._fill(message, number=str(rule.every), days=days, times=times)
            case SpecificDates():
                dates = self.times.listed([self.times.short_day(on) for on in rule.dates])
                return self._fill(mark("on %(dates)s at %(times)s"), dates=dates, times=times)

    def _weekdays(self, weekdays: frozenset[Weekday]) -> str:
        return self.times.listed([self.times.weekday(day) for day in sorted(weekdays)])

    def _around_meals(self, rule: MealRelative) -> str:
        meals = self.times.listed([self.say(MEALS[meal]) for meal in rule.meals])
        minutes = str(rule.offset // _MINUTE)
        match rule.relation:
            case MealRelation.WITH:
                return self._fill(mark("with %(meals)s"), meals=meals)
            case MealRelation.BEFORE:
                message = mark("%(minutes)s minutes before %(meals)s")
                return self._fill(message, meals=meals, minutes=minutes)
            case MealRelation.AFTER:
                message = mark("%(minutes)s minutes after %(meals)s")
                return self._fill(message, meals=meals, minutes=minutes)

    def _elapsed(self, rule: Elapsed) -> str:
        gap = self.times.hours(rule.every)
        if rule.counts_from_last_taken:
            return self._fill(mark("%(gap)s after the last one taken"), gap=gap)
        return self._fill(mark("with %(gap)s in between"), gap=gap)

    def _step(self, step: TaperStep) -> str:
        said = self._fill(
            mark("%(days)s days at %(times)s"), days=str(step.days), times=self._times(step.times)
        )
        return f"{said} ({step.dose})" if step.dose else said

    def _course(self, rule: Recurrence) -> str:
        if isinstance(rule, (AsNeeded, SpecificDates, Taper, Elapsed)):
            return ""
        first = rule.anchored_on if isinstance(rule, EveryNDays | EveryNWeeks) else rule.starts_on
        said = ""
        if first is not None:
            said += self._fill(mark(", from %(date)s"), date=self.times.short_day(first))
        if rule.ends_on is not None and first is not None:
            days = (rule.ends_on - first).days + 1
            said += self._fill(
                mark(", for %(days)s days (to %(date)s)"),
                days=str(days),
                date=self.times.short_day(rule.ends_on),
            )
        elif rule.ends_on is not None:
            said += self._fill(mark(", to %(date)s"), date=self.times.short_day(rule.ends_on))
        return said

    def _times(self, at: tuple[time, ...]) -> str:
        return self.times.listed([self.times.wall(each) for each in sorted(at)])

    def _fill(self, message: str, **values: str) -> str:
        return self.say(message) % values
