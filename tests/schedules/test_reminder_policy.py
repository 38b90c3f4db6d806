from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.reminder_policy import (
    CHECK_IN_LADDER,
    MEDICATION_LADDER,
    Ladder,
    Rung,
    next_reminder_at,
    rung_number,
)
from tests.schedules.plans import MORNING

MINUTE = timedelta(minutes=1)


def test_the_first_reminder_is_due_at_once() -> None:
    assert next_reminder_at(MEDICATION_LADDER, MORNING, None) == MORNING


def test_a_reminder_is_repeated_at_the_ladder_s_next_step() -> None:
    spoken_at = MORNING + MINUTE
    assert next_reminder_at(MEDICATION_LADDER, MORNING, spoken_at) == MORNING + 10 * MINUTE


def test_a_robot_that_slept_through_two_steps_speaks_once() -> None:
    spoken_at = MORNING + 25 * MINUTE
    assert next_reminder_at(MEDICATION_LADDER, MORNING, spoken_at) is None


def test_after_a_snooze_the_ladder_begins_again() -> None:
    again = MORNING + 10 * MINUTE
    assert next_reminder_at(MEDICATION_LADDER, again, MORNING + MINUTE) == again


def test_each_repeat_of_the_usual_ladders_is_louder_and_comes_closer() -> None:
    for ladder in (MEDICATION_LADDER, CHECK_IN_LADDER):
        volumes = [rung.volume or 0 for rung in ladder.spoken]
        assert volumes == sorted(volumes)
        assert len(set(volumes)) == len(volumes)
        assert [rung.approaches for rung in ladder.spoken] == [False] + [True] * (len(volumes) - 1)


@pytest.mark.parametrize(
    ("minute", "number"), [(-5, 1), (0, 1), (9, 1), (10, 2), (19, 2), (20, 3), (45, 3)]
)
def test_the_rung_is_the_highest_whose_time_has_come(minute: int, number: int) -> None:
    assert rung_number(MEDICATION_LADDER, MORNING, MORNING + minute * MINUTE) == number


def ladder_of(*minutes: int, escalates: int | None = 30) -> Ladder:
    spoken = (Rung(after=n * MINUTE, volume=1.0) for n in minutes)
    end = () if escalates is None else (Rung(after=escalates * MINUTE, escalates=True),)
    return Ladder(rungs=(*spoken, *end))


@pytest.mark.parametrize("minutes", [(0, 10, 5), (5, 10), (0, 10, 30), (0, 10, 10), ()])
def test_a_ladder_out_of_order_is_refused(minutes: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="^ladder:"):
        ladder_of(*minutes)


def test_nothing_comes_after_the_rung_that_escalates() -> None:
    rungs = (
        *MEDICATION_LADDER.rungs,
        Rung(after=40 * MINUTE, volume=1.0),
    )
    with pytest.raises(ValueError, match="^ladder: nothing comes after"):
        Ladder(rungs=rungs)


def test_a_rung_without_an_act_or_with_two_is_refused() -> None:
    with pytest.raises(ValueError, match="either speaks"):
        Rung(after=MINUTE)
    with pytest.raises(ValueError, match="either speaks"):
        Rung(after=MINUTE, volume=1.0, escalates=True)
    with pytest.raises(ValueError, match="come closer"):
        Rung(after=MINUTE, approaches=True, escalates=True)
    with pytest.raises(ValueError, match="^volume"):
        Rung(after=MINUTE, volume=0.0)


def test_a_ladder_may_leave_the_nurse_to_the_window_s_close() -> None:
    assert ladder_of(0, 10, escalates=None).escalates_after is None


@given(st.lists(st.integers(1, 200), max_size=8, unique=True), st.integers(0, 400))
def test_the_next_reminder_always_lies_after_the_last(steps: list[int], spoken: int) -> None:
    ladder = ladder_of(0, *sorted(steps), escalates=201)
    upcoming = next_reminder_at(ladder, MORNING, MORNING + spoken * MINUTE)
    assert upcoming is None or upcoming > MORNING + spoken * MINUTE
