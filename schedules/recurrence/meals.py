"""When a resident eats."""

from dataclasses import dataclass
from datetime import time
from enum import StrEnum


class Meal(StrEnum):
    """The meals of a Norwegian day."""

    BREAKFAST = "breakfast"
    LUNCH = "lunch"
    DINNER = "dinner"
    SUPPER = "supper"


@dataclass(frozen=True, slots=True, kw_only=True)
class MealTimes:
    """A resident's meals by the clock on the wall; None where nobody has said.

    Raises:
        ValueError: A time is finer than a minute or has a zone.
    """

    breakfast: time | None = None
    lunch: time | None = None
    dinner: time | None = None
    supper: time | None = None

    def __post_init__(self) -> None:
        """Refuse a time that is no wall-clock minute."""
        for meal in Meal:
            at = self.at(meal)
            if at is not None and (at.second or at.microsecond or at.tzinfo):
                raise ValueError(f"{meal}: a whole local minute such as 08:00; got {at}")

    def at(self, meal: Meal) -> time | None:
        """Return the wall-clock time of `meal`, or None where nobody has said."""
        match meal:
            case Meal.BREAKFAST:
                return self.breakfast
            case Meal.LUNCH:
                return self.lunch
            case Meal.DINNER:
                return self.dinner
            case Meal.SUPPER:
                return self.supper


UNKNOWN_MEALS = MealTimes()
