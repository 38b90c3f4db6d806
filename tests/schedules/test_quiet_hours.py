from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.quiet_hours import QuietHours, Span, after
from tests.schedules.plans import MORNING

MINUTE = timedelta(minutes=1)


def span(first: int, last: int) -> Span:
    return Span(starts_at=MORNING + first * MINUTE, ends_at=MORNING + last * MINUTE)


def test_hours_that_end_earlier_than_they_start_last_past_midnight() -> None:
    assert QuietHours(starts_at=time(22), ends_at=time(7)).last_past_midnight
    assert not QuietHours(starts_at=time(13), ends_at=time(14)).last_past_midnight


@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [(time(22), time(22)), (time(22, 0, 1), time(7)), (time(22, tzinfo=UTC), time(7))],
)
def test_hours_that_are_no_stretch_of_a_day_are_refused(starts_at: time, ends_at: time) -> None:
    with pytest.raises(ValueError, match="^quiet_hours:"):
        QuietHours(starts_at=starts_at, ends_at=ends_at)


def test_spans_that_touch_are_left_together() -> None:
    assert after((span(10, 20), span(0, 10)), MORNING) == MORNING + 20 * MINUTE


def test_the_end_of_a_span_is_outside_it() -> None:
    assert after((span(0, 10),), MORNING + 10 * MINUTE) == MORNING + 10 * MINUTE


spans = st.lists(
    st.tuples(st.integers(0, 100), st.integers(1, 50)).map(lambda se: span(se[0], se[0] + se[1])),
    max_size=5,
)


@given(spans, st.integers(-10, 160))
def test_the_instant_after_is_the_first_outside_all_spans(some: list[Span], minute: int) -> None:
    def is_inside(moment: datetime) -> bool:
        return any(each.starts_at <= moment < each.ends_at for each in some)

    found = after(some, MORNING + minute * MINUTE)
    assert not is_inside(found)
    waited = range(minute, minute + (found - MORNING) // MINUTE - minute)
    assert all(is_inside(MORNING + n * MINUTE) for n in waited)
