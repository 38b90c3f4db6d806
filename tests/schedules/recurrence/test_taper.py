from datetime import date, time

import pytest
from hypothesis import given

from schedules.recurrence import Taper, TaperStep
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
