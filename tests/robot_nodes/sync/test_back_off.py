from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.sync.back_off import BackOff

BACK_OFF = BackOff()
FAILURES = st.integers(min_value=1, max_value=1_000_000)
CHANCE = st.floats(min_value=0, max_value=1)


@given(failures=FAILURES, chance=CHANCE)
def test_a_wait_is_between_nothing_and_the_ceiling(failures: int, chance: float) -> None:
    wait = BACK_OFF.wait(failures, chance)

    assert timedelta(0) <= wait <= BACK_OFF.ceiling(failures) <= timedelta(seconds=30)


@given(failures=FAILURES)
def test_the_ceiling_never_sinks(failures: int) -> None:
    assert BACK_OFF.ceiling(failures) <= BACK_OFF.ceiling(failures + 1)


@given(failures=FAILURES, chance=CHANCE, other=CHANCE)
def test_the_jitter_is_full(failures: int, chance: float, other: float) -> None:
    low, high = sorted((chance, other))

    assert BACK_OFF.wait(failures, 0.0) == timedelta(0)
    assert BACK_OFF.wait(failures, 1.0) == BACK_OFF.ceiling(failures)
    assert BACK_OFF.wait(failures, low) <= BACK_OFF.wait(failures, high)


def test_the_ceiling_doubles_from_half_a_second() -> None:
    seconds = [BACK_OFF.ceiling(failures).total_seconds() for failures in range(1, 9)]

    assert seconds == [0.5, 1, 2, 4, 8, 16, 30, 30]
