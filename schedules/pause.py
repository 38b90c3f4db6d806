"""Days on which nothing is due: a stay in hospital, a journey."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class PauseReason(StrEnum):
    """Why nothing is due."""

    HOSPITAL = "hospital"
    TRAVEL = "travel"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """Local dates on which nothing is due, both inclusive.

    Raises:
        ValueError: The last date is before the first.
    """

    first_on: date
    last_on: date | None = None
    """None for until further notice."""
    reason: PauseReason = PauseReason.OTHER

    def __post_init__(self) -> None:
        """Refuse a pause that ends before it begins."""
        if self.last_on is not None and self.last_on < self.first_on:
            raise ValueError(f"last_on: {self.last_on} is before first_on {self.first_on}")

    def holds_on(self, on: date) -> bool:
        """Return whether nothing is due on that local date."""
        return self.first_on <= on and (self.last_on is None or on <= self.last_on)


def first_day_outside(pauses: Iterable[Pause], on: date) -> date | None:
    """Return the first local date from `on` on that is in no pause; None if there is none."""
    for pause in sorted(pauses, key=lambda pause: pause.first_on):
        if pause.holds_on(on):
            if pause.last_on is None:
                return None
            on = pause.last_on + timedelta(days=1)
    return on
