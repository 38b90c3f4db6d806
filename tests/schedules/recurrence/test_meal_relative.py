from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from schedules.occurrences import occurrences
from schedules.recurrence import Meal, MealRelation, MealRelative, MealTimes
from tests.schedules.plans import MORNING, medicine, plan_of

BEFORE_BREAKFAST = MealRelative(
    meals=(Meal.BREAKFAST,), relation=MealRelation.BEFORE, offset=timedelta(minutes=30)
)
DAY = timedelta(days=1)


def test_half_an_hour_before_breakfast_follows_the_resident_s_breakfast() -> None:
    plan = plan_of(medicine(recurrence=BEFORE_BREAKFAST), meals=MealTimes(breakfast=time(9, 15)))
    (due,) = occurrences(plan, MORNING, MORNING + DAY)
    assert due.due_at == datetime(2026, 3, 2, 7, 45, tzinfo=UTC)


def test_a_moved_meal_keeps_its_occurrence() -> None:
    plan = plan_of(medicine(recurrence=BEFORE_BREAKFAST), meals=MealTimes(breakfast=time(9)))
    moved = replace(plan, meals=MealTimes(breakfast=time(10)))
    (before,) = occurrences(plan, MORNING, MORNING + DAY)
    (after,) = occurrences(moved, MORNING, MORNING + DAY)
    assert before.id == after.id
    assert before.due_at != after.due_at


def test_a_plan_that_does_not_know_the_meal_is_refused() -> None:
    with pytest.raises(ValueError, match="^meals: say when breakfast"):
        plan_of(medicine(recurrence=BEFORE_BREAKFAST), meals=MealTimes(lunch=time(12)))


def test_an_offset_that_leaves_the_day_is_refused() -> None:
    with pytest.raises(ValueError, match="^offset:"):
        plan_of(medicine(recurrence=BEFORE_BREAKFAST), meals=MealTimes(breakfast=time(0, 10)))


@pytest.mark.parametrize(
    ("relation", "minutes"),
    [(MealRelation.WITH, 5), (MealRelation.BEFORE, 0), (MealRelation.AFTER, -5)],
)
def test_an_offset_fits_its_relation(relation: MealRelation, minutes: int) -> None:
    with pytest.raises(ValueError, match="^offset:"):
        MealRelative(meals=(Meal.LUNCH,), relation=relation, offset=timedelta(minutes=minutes))


def test_a_meal_is_at_a_whole_local_minute() -> None:
    with pytest.raises(ValueError, match="^lunch:"):
        MealTimes(lunch=time(12, 0, 30))
