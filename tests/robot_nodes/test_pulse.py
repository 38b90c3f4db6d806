from datetime import timedelta

import pytest

from robot_nodes.pulse import BEAT, Pulse


def test_each_act_comes_in_its_own_period() -> None:
    done: list[str] = []
    pulse = Pulse()
    pulse.every(BEAT, lambda: done.append("each"))
    pulse.every(2 * BEAT, lambda: done.append("second"))
    for _ in range(4):
        pulse.beat()
    assert done == ["each", "each", "second", "each", "each", "second"]


@pytest.mark.parametrize("period", [timedelta(0), timedelta(seconds=0.5), timedelta(seconds=1.5)])
def test_a_period_that_no_beat_can_keep_is_refused(period: timedelta) -> None:
    with pytest.raises(ValueError, match="whole beats"):
        Pulse().every(period, lambda: None)


def test_an_act_may_add_another() -> None:
    done: list[str] = []
    pulse = Pulse()
    pulse.every(BEAT, lambda: pulse.every(BEAT, lambda: done.append("added")))
    pulse.beat()
    assert done == []
    pulse.beat()
    assert done == ["added"]
