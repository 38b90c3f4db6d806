"""When a rule repeats: what each kind of rule answers, and nothing about time zones but UTC."""

from schedules.recurrence.as_needed import AsNeeded
from schedules.recurrence.cycles import EveryNDays, EveryNWeeks
from schedules.recurrence.daily_times import DailyTimes
from schedules.recurrence.elapsed import Anchor, Elapsed
from schedules.recurrence.meal_relative import MealRelation, MealRelative
from schedules.recurrence.meals import Meal, MealTimes
from schedules.recurrence.specific_dates import SpecificDates
from schedules.recurrence.taper import Taper, TaperStep
from schedules.recurrence.wall import EVERY_DAY, Slot, Weekday

WallClock = DailyTimes | EveryNDays | EveryNWeeks | SpecificDates | Taper | MealRelative
"""Rules that follow the clock on the wall, through every clock change."""

Recurrence = WallClock | Elapsed | AsNeeded
"""Every rule that an item can have; `kind` tells them apart in JSON."""

__all__ = [
    "EVERY_DAY",
    "Anchor",
    "AsNeeded",
    "DailyTimes",
    "Elapsed",
    "EveryNDays",
    "EveryNWeeks",
    "Meal",
    "MealRelation",
    "MealRelative",
    "MealTimes",
    "Recurrence",
    "Slot",
    "SpecificDates",
    "Taper",
    "TaperStep",
    "WallClock",
    "Weekday",
]
