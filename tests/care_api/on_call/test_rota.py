from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.on_call.rota import LONGEST_SHIFT, Change, Shift, ends_at, hand_back_at, is_on_call

WEEKDAYS = frozenset({1, 2, 3, 4, 5})
DAY = Shift(weekdays=WEEKDAYS, starts_time=time(7, 30), ends_time=time(15), zone="Europe/Oslo")
EVENING = Shift(weekdays=WEEKDAYS, starts_time=time(15), ends_time=time(22, 30), zone="Europe/Oslo")
NIGHT = Shift(
    weekdays=frozenset({6}), starts_time=time(22), ends_time=time(7, 30), zone="Europe/Oslo"
)
ALWAYS = Shift(
    weekdays=frozenset(range(1, 8)), starts_time=time(8), ends_time=time(8), zone="Europe/Oslo"
)
MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
instants = st.integers(min_value=0, max_value=3 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("shift", "now", "end"),
    [
        (DAY, MONDAY.replace(hour=6, minute=29), None),
        (DAY, MONDAY.replace(hour=6, minute=30), MONDAY.replace(hour=14)),
        (DAY, MONDAY.replace(hour=14), None),
        (DAY, datetime(2026, 3, 7, 8, tzinfo=UTC), None),
        # Saturday night, in which the clocks go forward: it ends by the wall clock.
        (NIGHT, datetime(2026, 3, 29, 4, tzinfo=UTC), datetime(2026, 3, 29, 5, 30, tzinfo=UTC)),
        (NIGHT, datetime(2026, 3, 28, 20, 59, tzinfo=UTC), None),
        (NIGHT, datetime(2026, 3, 28, 21, tzinfo=UTC), datetime(2026, 3, 29, 5, 30, tzinfo=UTC)),
    ],
)
def test_a_shift_is_a_time_of_the_week_in_its_own_zone(
    shift: Shift, now: datetime, end: datetime | None
) -> None:
    assert ends_at(shift, now) == end


def test_whoever_has_no_shift_is_always_on_call() -> None:
    assert is_on_call((), MONDAY)
    assert not is_on_call((DAY,), MONDAY)


def test_a_double_shift_ends_once() -> None:
    at_noon = MONDAY.replace(hour=11)
    assert hand_back_at((DAY,), at_noon) == MONDAY.replace(hour=14)
    assert hand_back_at((DAY, EVENING), at_noon) == MONDAY.replace(hour=21, minute=30)


def test_whoever_helps_out_of_hours_keeps_it_for_a_shift() -> None:
    assert hand_back_at((DAY,), MONDAY) == MONDAY + LONGEST_SHIFT
    assert hand_back_at((), MONDAY) == MONDAY + LONGEST_SHIFT


def change(start_hour: int, end_hour: int, *, is_on_call: bool) -> Change:
    return Change(
        id=UUID(int=1),
        starts_at=MONDAY.replace(hour=start_hour),
        ends_at=MONDAY.replace(hour=end_hour),
        is_on_call=is_on_call,
    )


def test_whoever_leaves_early_gives_it_back_then() -> None:
    leaves_at_ten = change(10, 14, is_on_call=False)
    at_nine = MONDAY.replace(hour=9)
    assert hand_back_at((DAY,), at_nine, [leaves_at_ten]) == MONDAY.replace(hour=10)
    assert hand_back_at((), at_nine, [leaves_at_ten]) == MONDAY.replace(hour=10)


def test_whoever_leaves_after_the_shift_gives_it_back_at_its_end() -> None:
    later = change(16, 20, is_on_call=False)
    assert hand_back_at((DAY,), MONDAY.replace(hour=9), [later]) == MONDAY.replace(hour=14)


def test_a_shift_that_was_swapped_ends_when_it_ends() -> None:
    evening = change(14, 20, is_on_call=True)
    free = change(6, 14, is_on_call=False)
    at_five = MONDAY.replace(hour=17)
    assert hand_back_at((DAY,), at_five, [free, evening]) == MONDAY.replace(hour=20)


def test_on_call_besides_follows_on_the_shift() -> None:
    longer = change(14, 20, is_on_call=True)
    assert hand_back_at((DAY,), MONDAY.replace(hour=9), [longer]) == MONDAY.replace(hour=20)


def test_an_absence_noted_for_the_time_before_it_was_taken_lengthens_nothing() -> None:
    all_day = change(5, 22, is_on_call=False)
    assert hand_back_at((DAY,), MONDAY.replace(hour=9), [all_day]) == MONDAY.replace(hour=14)


shifts = st.lists(st.sampled_from([DAY, EVENING, NIGHT, ALWAYS]), max_size=4)


@given(found=shifts, owned_at=instants)
def test_everything_comes_back_some_day(found: list[Shift], owned_at: datetime) -> None:
    back_at = hand_back_at(found, owned_at)
    assert owned_at < back_at <= owned_at + timedelta(days=7)
