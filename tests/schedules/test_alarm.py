from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest

from schedules.alarm import SystemAlarm
from schedules.clock import SystemClock

SOON = timedelta(milliseconds=30)
DEADLINE_S = 5.0


class Bell:
    def __init__(self) -> None:
        self.rang = Event()
        self.count = 0

    def __call__(self) -> None:
        self.count += 1
        self.rang.set()


@pytest.fixture
def bell() -> Bell:
    return Bell()


@pytest.fixture
def alarm(bell: Bell) -> Iterator[SystemAlarm]:
    alarm = SystemAlarm(bell)
    yield alarm
    alarm.close()


def test_an_alarm_rings_when_its_time_has_come(alarm: SystemAlarm, bell: Bell) -> None:
    alarm.set(SystemClock().now() + SOON)
    assert bell.rang.wait(DEADLINE_S)


def test_an_alarm_set_in_the_past_rings_at_once(alarm: SystemAlarm, bell: Bell) -> None:
    alarm.set(SystemClock().now() - timedelta(days=3))
    assert bell.rang.wait(DEADLINE_S)


def test_only_the_latest_setting_rings(alarm: SystemAlarm, bell: Bell) -> None:
    now = SystemClock().now()
    alarm.set(now + timedelta(hours=1))
    alarm.set(now + SOON)
    assert bell.rang.wait(DEADLINE_S)
    assert bell.count == 1


def test_a_cleared_alarm_does_not_ring(alarm: SystemAlarm, bell: Bell) -> None:
    alarm.set(SystemClock().now() + SOON)
    alarm.clear()
    assert not bell.rang.wait(3 * SOON.total_seconds())
