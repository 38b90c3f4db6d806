"""Every n days or weeks, counted from a local date."""

from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from schedules.recurrence.meals import UNKNOWN_MEALS, MealTimes
from schedules.recurrence.wall import (
    ONE_DAY,
    Slot,
    WallRule,
    Weekday,
    check_course,
    check_interval,
    check_times,
    check_weekdays,
    first_in_course,
    slots_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryNDays(WallRule):
    """The same times every n-th local date.

    Raises:
        ValueError: As `DailyTimes`, or `every` is not between 1 and 1000.
    """

    every: int
    """Days from one date to the next; 2 is every other day."""
    anchored_on: date
    """The first local date; all others are counted from it."""
    times: tuple[time, ...]
    ends_on: date | None = None
    """Last local date, inclusive, or None for until further notice."""
    kind: Literal["every_n_days"] = "every_n_days"

    def __post_init__(self) -> None:
        """Refuse a cycle that could not be carried out."""
        check_interval(self.every)
        check_times(self.times)
        check_course(self.anchored_on, self.ends_on)

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first date of the cycle from `on` on."""
        on = max(on, self.anchored_on)
        wait = (self.anchored_on - on).days % self.every
        return first_in_course(on + timedelta(days=wait), None, self.ends_on)

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - every day alike
        """Return the times, in wall-clock order."""
        return slots_at(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class EveryNWeeks(WallRule):
    """The same times on chosen weekdays of every n-th week; weeks begin on Monday.

    Raises:
        ValueError: As `DailyTimes`, or `every` is not between 1 and 1000.
    """

    every: int
    """Weeks from one to the next; 2 is every other week."""
    anchored_on: date
    """Nothing is due before; its week is the first of the cycle."""
    weekdays: frozenset[Weekday]
    times: tuple[time, ...]
    ends_on: date | None = None
    """Last local date, inclusive, or None for until further notice."""
    kind: Literal["every_n_weeks"] = "every_n_weeks"

    def __post_init__(self) -> None:
        """Refuse a cycle that could not be carried out."""
        check_interval(self.every)
        check_times(self.times)
        check_weekdays(self.weekdays)
        check_course(self.anchored_on, self.ends_on)

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first chosen weekday in a week of the cycle from `on` on."""
        on = max(on, self.anchored_on)
        while not self._has(on):
            on += self._wait_after(on)
        return first_in_course(on, None, self.ends_on)

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - every day alike
        """Return the times, in wall-clock order."""
        return slots_at(self.times)

    def _has(self, on: date) -> bool:
        return on.isoweekday() in self.weekdays and self._weeks_to_wait(on) == 0

    def _weeks_to_wait(self, on: date) -> int:
        return (_monday_of(self.anchored_on) - _monday_of(on)).days // 7 % self.every

    def _wait_after(self, on: date) -> timedelta:
        """Return the step to the next day, or over all the weeks that are not of the cycle."""
        weeks = self._weeks_to_wait(on)
        return _monday_of(on) + timedelta(weeks=weeks) - on if weeks else ONE_DAY


def _monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())
