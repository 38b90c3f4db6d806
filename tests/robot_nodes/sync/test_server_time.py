from datetime import UTC, datetime, timedelta

from robot_nodes.sync.server_time import ServerTime
from tests.robot_nodes.fakes.clock import HandMovedClock

MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
AHEAD = timedelta(days=4000)


def test_a_slow_exchange_is_better_than_none_and_gives_way_to_a_quick_one() -> None:
    clock = HandMovedClock(MORNING + AHEAD)
    server_time = ServerTime(clock)
    told: list[timedelta] = []
    server_time.observe(lambda: told.append(server_time.offset))
    assert (server_time.is_known, server_time.now()) == (False, clock.now())

    sent_at, answered_at = clock.now() - timedelta(seconds=20), clock.now()
    assert server_time.heard(sent_at, MORNING - timedelta(seconds=4), answered_at) is None
    assert abs(server_time.now() - MORNING) <= timedelta(seconds=10)

    assert server_time.heard(clock.now(), MORNING, clock.now()) == -AHEAD
    assert server_time.heard(sent_at, MORNING, answered_at) is None
    assert server_time.now() == MORNING
    assert len(told) == 1, "whoever waited for the time is told once"


def test_a_clock_that_was_set_back_during_the_exchange_tells_nothing() -> None:
    server_time = ServerTime(HandMovedClock(MORNING))
    assert server_time.heard(MORNING, MORNING, MORNING - timedelta(hours=1)) is None
    assert not server_time.is_known
