"""The same times on each chosen weekday: most of what a plan holds."""

from dataclasses import dataclass
from datetime import date, time
from typing import Literal

from schedules.recurrence.meals import UNKNOWN_MEALS, MealTimes
from schedules.recurrence.wall import (
    EVERY_DAY,
    ONE_DAY,
    Slot,
    WallRule,
    Weekday,
    check_course,
    check_times,
    check_weekdays,
    first_in_course,
    slots_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyTimes(WallRule):
    """The same wall-clock times on each chosen weekday, each exactly once per local date.

    Raises:
        ValueError: No time, a time twice, finer than a minute or with a zone; no weekday; the
            course ends before it starts.
    """

    times: tuple[time, ...]
    """Local wall-clock times, whole minutes."""
    weekdays: frozenset[Weekday] = EVERY_DAY
    starts_on: date | None = None
    """First local date, or None for always."""
    ends_on: date | None = None
    """Last local date, inclusive, or None for until further notice."""
    kind: Literal["daily_times"] = "daily_times"

    def __post_init__(self) -> None:
        """Refuse a rule that could never fire or would fire twice."""
        check_times(self.times)
        check_weekdays(self.weekdays)
        check_course(self.starts_on, self.ends_on)

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first chosen weekday of the course from `on` on."""
        on = max(on, self.starts_on or on)
        while on.isoweekday() not in self.weekdays:
            on += ONE_DAY
        return first_in_course(on, None, self.ends_on)

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - every day alike
        """Return the times, in wall-clock order."""
        return slots_at(self.times)
