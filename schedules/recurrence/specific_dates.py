"""On named dates and no others."""

from bisect import bisect_left
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise
from typing import Literal

from schedules.recurrence.meals import UNKNOWN_MEALS, MealTimes
from schedules.recurrence.wall import Slot, WallRule, check_times, slots_at


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecificDates(WallRule):
    """The same times on each of some local dates.

    Raises:
        ValueError: No date, dates not in increasing order, or times as `DailyTimes` refuses them.
    """

    dates: tuple[date, ...]
    """Earliest first, each once."""
    times: tuple[time, ...]
    kind: Literal["specific_dates"] = "specific_dates"

    def __post_init__(self) -> None:
        """Refuse a rule that could never fire or would fire twice."""
        if not self.dates or any(later <= earlier for earlier, later in pairwise(self.dates)):
            shown = [on.isoformat() for on in self.dates]
            raise ValueError(f"dates: at least one, earliest first, each once; got {shown}")
        check_times(self.times)

    def day_at_or_after(self, on: date) -> date | None:
        """Return the first of the dates from `on` on."""
        place = bisect_left(self.dates, on)
        return self.dates[place] if place < len(self.dates) else None

    def slots_on(self, on: date, meals: MealTimes = UNKNOWN_MEALS) -> tuple[Slot, ...]:  # noqa: ARG002 - every day alike
        """Return the times, in wall-clock order."""
        return slots_at(self.times)
