"""What every rule that follows the clock on the wall answers, and what it refuses."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

from schedules.recurrence.meals import UNKNOWN_MEALS, MealTimes

ONE_DAY = timedelta(days=1)


class Weekday(IntEnum):
    """ISO 8601 weekday, as `date.isoweekday` numbers them."""

    MONDAY = 1
    TUESDAY = 2
    WEDNESDAY = 3
    THURSDAY = 4
    FRIDAY = 5
    SATURDAY = 6
    SUNDAY = 7


EVERY_DAY: frozenset[Weekday] = frozenset(Weekday)


class Slot(NamedTuple):
    """One time of a local date."""

    name: str
    """Stands in the occurrence's id: `HH:MM`, or the meal."""
    at: time
    """Local wall-clock time."""


class WallRule(ABC):
    """Answers which local dates have slots without walking through those that have none."""

    __slots__ = ()

    @abstractmethod
    def day_at_or_after(self, on: date) -> date | None:
        """Return the first local date with slots from `on` on, or None after the last."""

    @abstractmethod
    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:
        """Return the slots of a date that `day_at_or_after` gave, in wall-clock order.

        Raises:
            ValueError: A meal is named whose time `meals` does not know.
        """

    def local_slots(
        self, first: date, last: date, meals: MealTimes = UNKNOWN_MEALS
    ) -> Iterator[datetime]:
        """Yield naive local slots from `first` to `last` inclusive, in wall-clock order."""
        on = self.day_at_or_after(first)
        while on is not None and on <= last:
            yield from (datetime.combine(on, slot.at) for slot in self.slots_on(on, meals))
            on = self.day_at_or_after(on + ONE_DAY)


@lru_cache(maxsize=4096)
def slots_at(times: tuple[time, ...]) -> tuple[Slot, ...]:
    """Return a slot named `HH:MM` for each time, in wall-clock order."""
    return tuple(Slot(at.strftime("%H:%M"), at.replace(fold=0)) for at in sorted(times))


def first_in_course(on: date, starts_on: date | None, ends_on: date | None) -> date | None:
    """Return `on`, or the course's first day where that is later; None after its last."""
    on = max(on, starts_on or on)
    return None if ends_on is not None and on > ends_on else on


def check_times(times: Sequence[time]) -> None:
    """Refuse times that could never fire, would fire twice or are no wall-clock minute.

    Raises:
        ValueError: Names what is wrong with `times`.
    """
    if not times or len(set(times)) != len(times):
        raise ValueError(f"times: name at least one time, each only once; got {list(times)}")
    if any(t.second or t.microsecond or t.tzinfo for t in times):
        raise ValueError(f"times: whole local minutes such as 08:00; got {list(times)}")


def check_weekdays(weekdays: frozenset[Weekday]) -> None:
    """Refuse a week without a day.

    Raises:
        ValueError: `weekdays` is empty.
    """
    if not weekdays:
        raise ValueError("weekdays: name at least one day")


def check_course(starts_on: date | None, ends_on: date | None) -> None:
    """Refuse a course that ends before it starts.

    Raises:
        ValueError: Names both dates.
    """
    if starts_on and ends_on and ends_on < starts_on:
        raise ValueError(f"ends_on: {ends_on} is before the first day {starts_on}")


def check_interval(every: int) -> None:
    """Refuse a cycle that stands still or outlives everybody.

    Raises:
        ValueError: `every` is not between 1 and 1000.
    """
    if not 1 <= every <= 1000:  # noqa: PLR2004 - the bound that the message names
        raise ValueError(f"every: between 1 and 1000; got {every}")
