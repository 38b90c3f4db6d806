"""Before, with or after meals, by the resident's own meal times."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Literal

from schedules.recurrence.meals import UNKNOWN_MEALS, Meal, MealTimes
from schedules.recurrence.wall import (
    EVERY_DAY,
    ONE_DAY,
    Slot,
    WallRule,
    Weekday,
    check_course,
    check_weekdays,
    first_in_course,
)


class MealRelation(StrEnum):
    """Where a slot lies from its meal."""

    BEFORE = "before"
    WITH = "with"
    AFTER = "after"


@dataclass(frozen=True, slots=True, kw_only=True)
class MealRelative(WallRule):
    """Once for each of some meals on each chosen weekday; the slot is named by its meal.

    A meal that is moved on the plan keeps its occurrence of today, with what was answered.

    Raises:
        ValueError: No meal, or one twice; an offset that does not fit its relation or is no whole
            minute; no weekday; the course ends before it starts.
    """

    meals: tuple[Meal, ...]
    relation: MealRelation = MealRelation.WITH
    offset: timedelta = timedelta(0)
    """How long before or after the meal; zero with it."""
    weekdays: frozenset[Weekday] = EVERY_DAY
    starts_on: date | None = None
    ends_on: date | None = None
    """Last local date, inclusive, or None for until further notice."""
    kind: Literal["meal_relative"] = "meal_relative"

    def __post_init__(self) -> None:
        """Refuse a rule that could never fire, would fire twice or contradicts itself."""
        if not self.meals or len(set(self.meals)) != len(self.meals):
            raise ValueError(f"meals: at least one, each only once; got {list(self.meals)}")
        if self.offset % timedelta(minutes=1) or self.offset < timedelta(0):
            raise ValueError(f"offset: whole minutes, 0 or more; got {self.offset}")
        if (self.relation is MealRelation.WITH) != (self.offset == timedelta(0)):
            raise ValueError(
                f"offset: 0 with a meal, more before or after it; got {self.offset} "
                f"{self.relation} {self.meals[0]}"
            )
        check_weekdays(self.weekdays)
        check_course(self.starts_on, self.ends_on)

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first chosen weekday of the course from `on` on."""
        on = max(on, self.starts_on or on)
        while on.isoweekday() not in self.weekdays:
            on += ONE_DAY
        return first_in_course(on, None, self.ends_on)

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - every day alike
        """Return a slot for each meal, in wall-clock order.

        Raises:
            ValueError: `meals` does not say when a meal is, or the offset leaves its day.
        """
        slots = (Slot(meal.value, self.time_of(meal, meals)) for meal in self.meals)
        return tuple(sorted(slots, key=lambda slot: slot.at))

    def time_of(self, meal: Meal, meals: MealTimes) -> time:
        """Return the wall-clock time for one of the meals.

        Raises:
            ValueError: `meals` does not say when it is, or the offset leaves its day.
        """
        at = meals.at(meal)
        if at is None:
            raise ValueError(f"meals: say when {meal} is, for what is due {self.relation} it")
        moved = datetime.combine(date(2000, 1, 2), at)
        moved += -self.offset if self.relation is MealRelation.BEFORE else self.offset
        if moved.day != 2:  # noqa: PLR2004 - the day that was put in above
            raise ValueError(f"offset: {self.offset} {self.relation} {meal} leaves the day")
        return moved.time()
