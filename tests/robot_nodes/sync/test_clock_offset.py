from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.sync.clock_offset import LONGEST_EXCHANGE, clock_offset

SENT_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DAYS = st.timedeltas(min_value=timedelta(days=-900), max_value=timedelta(days=900))
MOMENTS = st.timedeltas(min_value=timedelta(0), max_value=LONGEST_EXCHANGE / 2)


@given(offset=DAYS, there=MOMENTS, back=MOMENTS)
def test_the_offset_is_wrong_by_half_the_exchange_at_most(
    offset: timedelta, there: timedelta, back: timedelta
) -> None:
    measured = clock_offset(SENT_AT, SENT_AT + there + offset, SENT_AT + there + back)

    assert measured is not None
    assert abs(measured - offset) <= (there + back) / 2 + timedelta(microseconds=1)


def test_a_long_exchange_says_nothing_about_the_clocks() -> None:
    answered_at = SENT_AT + LONGEST_EXCHANGE * 1.01

    assert clock_offset(SENT_AT, SENT_AT, answered_at) is None


def test_a_clock_set_back_meanwhile_says_nothing_about_the_clocks() -> None:
    assert clock_offset(SENT_AT, SENT_AT, SENT_AT - timedelta(seconds=1)) is None
