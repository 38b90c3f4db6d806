from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.reminder_policy import MEDICATION_LADDER, Ladder, next_reminder_at, volume
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


def test_each_repeat_is_louder_up_to_full_volume() -> None:
    assert [volume(n) for n in (1, 2, 3, 4)] == pytest.approx([0.7, 0.85, 1.0, 1.0])


@pytest.mark.parametrize("repeats", [(10, 5), (0, 5), (10, 30), (10, 10)])
def test_a_ladder_out_of_order_is_refused(repeats: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="^ladder:"):
        Ladder(
            repeats_after=tuple(n * MINUTE for n in repeats),
            escalates_after=timedelta(minutes=30),
        )


@given(st.lists(st.integers(1, 200), min_size=1, max_size=8, unique=True), st.integers(0, 400))
def test_the_next_reminder_always_lies_after_the_last(steps: list[int], spoken: int) -> None:
    ladder = Ladder(
        repeats_after=tuple(n * MINUTE for n in sorted(steps)),
        escalates_after=timedelta(minutes=201),
    )
    upcoming = next_reminder_at(ladder, MORNING, MORNING + spoken * MINUTE)
    assert upcoming is None or upcoming > MORNING + spoken * MINUTE
