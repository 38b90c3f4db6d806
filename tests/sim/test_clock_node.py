from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from rclpy.node import Node
from rosgraph_msgs.msg import Clock
from std_msgs.msg import Bool

from robot_nodes.ros import CONVERSATION, LATCHED, instant, time_message
from schedules.clock import SkippingClock, SystemClock, write_offset
from sim import wire
from sim.clock_node import ClockNode
from sim.demo_clock import LEAD, DemoClock

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
DUE = START + timedelta(minutes=15)


class Robot:
    """Tells what it does, and reads the clock."""

    def __init__(self) -> None:
        self.node = Node("robot", namespace="nabo")
        self._state = self.node.create_publisher(wire.CareState, "care_state", LATCHED)
        self._hold = self.node.create_publisher(Bool, "sim/hold", LATCHED)
        self.now = START
        self.node.create_subscription(Clock, "/clock", self._on_clock, CONVERSATION)

    @property
    def is_connected(self) -> bool:
        is_heard = self._state.get_subscription_count() and self._hold.get_subscription_count()
        return bool(is_heard) and self.now > START

    def does(self, *, is_busy: bool) -> None:
        message = wire.CareState(is_busy=is_busy, has_next_event=True)
        message.next_event_at = time_message(DUE)
        self._state.publish(message)

    def hold(self, *, is_held: bool) -> None:
        self._hold.publish(Bool(data=is_held))

    def _on_clock(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self.now = instant(message.clock)


@pytest.fixture
def clock_file(tmp_path: Path) -> Path:
    write_offset(tmp_path / "clock", START - SystemClock().now())
    return tmp_path / "clock"


@pytest.fixture
def robot(graph: Any, clock_file: Path) -> Iterator[Robot]:  # noqa: ANN401 - a fixture's class
    clock = ClockNode(DemoClock(clock_file), lambda: False, "nabo")
    other = Robot()
    graph.add(clock, other.node)
    clock.start()
    graph.spin_until(lambda: other.is_connected)
    yield other
    clock.stop()


def test_time_runs_while_the_robot_is_busy(robot: Robot, graph: Any) -> None:  # noqa: ANN401 - fixture
    robot.does(is_busy=True)
    graph.spin_until(lambda: robot.now > START + timedelta(seconds=2))
    assert robot.now < DUE - LEAD


def test_waiting_is_skipped_for_every_process(
    robot: Robot,
    graph: Any,  # noqa: ANN401 - fixture
    clock_file: Path,
) -> None:
    robot.does(is_busy=False)
    graph.spin_until(lambda: robot.now >= DUE - LEAD)
    assert robot.now < DUE
    server = SkippingClock(clock_file).now()
    assert abs(server - robot.now) < timedelta(seconds=0.5)


def test_a_held_clock_skips_nothing_until_it_is_let_go(robot: Robot, graph: Any) -> None:  # noqa: ANN401 - fixture
    robot.hold(is_held=True)
    robot.does(is_busy=False)
    graph.spin_until(lambda: robot.now > START + timedelta(seconds=2))
    assert robot.now < DUE - LEAD
    robot.hold(is_held=False)
    graph.spin_until(lambda: robot.now >= DUE - LEAD)
