"""One contract for both alarms: the machine's own time, and the ROS clock."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import datetime, timedelta
from threading import Event

import pytest
from rosgraph_msgs.msg import Clock

from robot_nodes.adapters.ros_alarm import RosAlarm
from robot_nodes.ros import CONVERSATION, RobotNode, time_message
from schedules.alarm import Alarm, SystemAlarm
from schedules.clock import SystemClock
from tests.robot_nodes.graph import Graph, graph

SOON = timedelta(milliseconds=300)
LONG_S = 10.0
SHORT_S = 0.6

Bench = Callable[[Callable[[], None]], AbstractContextManager[tuple[Alarm, datetime]]]


@contextmanager
def on_system(ring: Callable[[], None]) -> Iterator[tuple[Alarm, datetime]]:
    alarm = SystemAlarm(ring)
    try:
        yield alarm, SystemClock().now()
    finally:
        alarm.close()


@contextmanager
def on_ros(ring: Callable[[], None]) -> Iterator[tuple[Alarm, datetime]]:
    with graph() as ros:
        alarm = ros.spinning.call(lambda: RosAlarm(ros.observer, ring))
        try:
            yield alarm, ros.observer.now()
        finally:
            alarm.close()


@pytest.fixture(params=[on_system, on_ros])
def bench(request: pytest.FixtureRequest) -> Bench:
    chosen: Bench = request.param
    return chosen


def test_it_rings_when_the_time_has_come(bench: Bench) -> None:
    rung = Event()
    with bench(rung.set) as (alarm, now):
        alarm.set(now + SOON)
        assert rung.wait(LONG_S)


def test_it_rings_at_once_for_what_is_past(bench: Bench) -> None:
    rung = Event()
    with bench(rung.set) as (alarm, now):
        alarm.set(now - timedelta(hours=1))
        assert rung.wait(LONG_S)


def test_it_does_not_ring_at_an_earlier_setting(bench: Bench) -> None:
    rung = Event()
    with bench(rung.set) as (alarm, now):
        alarm.set(now + SOON)
        alarm.set(now + timedelta(hours=1))
        assert not rung.wait(SHORT_S)


def test_it_does_not_ring_once_it_is_cleared(bench: Bench) -> None:
    rung = Event()
    with bench(rung.set) as (alarm, now):
        alarm.set(now + SOON)
        alarm.clear()
        assert not rung.wait(SHORT_S)


def test_it_can_be_set_again_after_it_has_rung(bench: Bench) -> None:
    rung = Event()
    with bench(rung.set) as (alarm, now):
        alarm.set(now)
        assert rung.wait(LONG_S)
        rung.clear()
        alarm.set(now + SOON)
        assert rung.wait(LONG_S)


def _sleeper(ros: Graph) -> RobotNode:
    node = RobotNode("sleeper", (), ros.with_overrides(use_sim_time=True))
    ros.spinning.add(node)
    return node


def test_it_follows_a_clock_that_jumps() -> None:
    with graph() as ros:
        node = _sleeper(ros)
        tick = ros.speaker(Clock, "/clock", CONVERSATION)
        start = datetime(2026, 3, 2, 7, 0, tzinfo=SystemClock().now().tzinfo)
        tick(Clock(clock=time_message(start)))
        ros.until(lambda: node.now() == start)
        rung = Event()
        alarm = ros.spinning.call(lambda: RosAlarm(node, rung.set))
        alarm.set(start + timedelta(hours=2))

        tick(Clock(clock=time_message(start + timedelta(hours=1))))
        assert not rung.wait(0.2)
        tick(Clock(clock=time_message(start + timedelta(hours=2))))
        assert rung.wait(LONG_S)
        alarm.close()
