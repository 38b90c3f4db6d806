from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given

from schedules.care_plan import as_due
from schedules.recurrence import Taper, TaperStep
from tests.schedules.plans import activity, medicine
from tests.schedules.rules import tapers

FIRST = date(2026, 3, 2)


def test_the_steps_follow_one_another_and_end() -> None:
    rule = Taper(
        starts_on=FIRST,
        steps=(
            TaperStep(days=2, times=(time(8), time(20))),
            TaperStep(days=1, times=(time(8),)),
        ),
    )
    slots = rule.local_slots(date(2026, 1, 1), date(2026, 12, 31))
    assert [(slot.day, slot.hour) for slot in slots] == [(2, 8), (2, 20), (3, 8), (3, 20), (4, 8)]


@given(tapers)
def test_the_courses_of_a_taper_are_the_taper(rule: Taper) -> None:
    first, last = date(2016, 1, 1), date(2030, 1, 1)
    courses = [slot for course in rule.courses() for slot in course.local_slots(first, last)]
    assert courses == list(rule.local_slots(first, last))


def test_a_taper_without_a_step_or_a_step_without_days_is_refused() -> None:
    with pytest.raises(ValueError, match="^steps:"):
        Taper(starts_on=FIRST, steps=())
    with pytest.raises(ValueError, match="^days:"):
        TaperStep(days=0, times=(time(8),))


def test_each_step_may_name_its_own_dose() -> None:
    rule = Taper(
        starts_on=FIRST,
        steps=(
            TaperStep(days=2, times=(time(8),), dose="to tabletter"),
            TaperStep(days=1, times=(time(8),), dose="en halv tablett"),
            TaperStep(days=1, times=(time(8),)),
        ),
    )
    days = [FIRST + timedelta(days=n) for n in range(-1, 5)]
    doses = ["", "to tabletter", "to tabletter", "en halv tablett", "", ""]
    assert [rule.dose_on(on) for on in days] == doses


def test_an_item_is_due_with_the_dose_of_its_day() -> None:
    steps = (
        TaperStep(days=2, times=(time(8),)),
        TaperStep(days=1, times=(time(8),), dose="en halv tablett"),
    )
    item = medicine(recurrence=Taper(starts_on=FIRST, steps=steps))
    assert as_due(item, FIRST) is item
    assert as_due(item, FIRST + timedelta(days=2)) == replace(item, dose="en halv tablett")
    assert as_due(activity(), FIRST) == activity()
