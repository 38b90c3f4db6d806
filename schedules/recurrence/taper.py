"""Less and less: steps that follow one another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Literal

from schedules.recurrence.daily_times import DailyTimes
from schedules.recurrence.meals import UNKNOWN_MEALS, MealTimes
from schedules.recurrence.wall import (
    ONE_DAY,
    Slot,
    WallRule,
    check_interval,
    check_times,
    first_in_course,
    slots_at,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TaperStep:
    """The same times and dose on each of some days.

    Raises:
        ValueError: `days` is not between 1 and 1000, or times as `DailyTimes` refuses them.
    """

    days: int
    times: tuple[time, ...]
    dose: str = ""
    """As it is spoken, e.g. `en halv tablett`; empty where the item's own holds."""

    def __post_init__(self) -> None:
        """Refuse a step that could not be carried out."""
        try:
            check_interval(self.days)
        except ValueError as fault:
            raise ValueError(f"days: between 1 and 1000; got {self.days}") from fault
        check_times(self.times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Taper(WallRule):
    """Steps that follow one another without a gap, and then nothing more.

    Raises:
        ValueError: There is no step.
    """

    starts_on: date
    steps: tuple[TaperStep, ...]
    kind: Literal["taper"] = "taper"

    def __post_init__(self) -> None:
        """Refuse a taper without a step."""
        if not self.steps:
            raise ValueError("steps: name at least one")

    @property
    def ends_on(self) -> date:
        """The last local date of the last step."""
        return self.starts_on + timedelta(days=sum(step.days for step in self.steps) - 1)

    def courses(self) -> Iterator[DailyTimes]:
        """Yield each step as a course of its own, for formats that know no tapers."""
        starts_on = self.starts_on
        for step in self.steps:
            after = starts_on + timedelta(days=step.days)
            yield DailyTimes(times=step.times, starts_on=starts_on, ends_on=after - ONE_DAY)
            starts_on = after

    def dose_on(self, on: date) -> str:
        """Return the dose of the step that holds on that date, empty where it names none."""
        step = self._step_on(on)
        return step.dose if step else ""

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first date of the taper from `on` on."""
        return first_in_course(on, self.starts_on, self.ends_on)

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - no meals here
        """Return the times of the step that holds on that date, in wall-clock order."""
        step = self._step_on(on)
        return slots_at(step.times) if step else ()

    def _step_on(self, on: date) -> TaperStep | None:
        days = (on - self.starts_on).days
        for step in self.steps if days >= 0 else ():
            if days < step.days:
                return step
            days -= step.days
        return None
