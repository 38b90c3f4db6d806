"""The simulated body on real rclpy, driven by the robot's own navigator."""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from geometry_msgs.msg import PoseStamped
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState

from robot_nodes import wire
from robot_nodes.actions import ActionCaller
from robot_nodes.adapters.ros_navigator import RosNavigator
from schedules.clock import SystemClock
from schedules.task import Approach
from sim.body_node import BodyNode
from sim.home import Door, Home, Inhabitant, Room
from tests.robot_nodes.graph import DEADLINE_S, Graph, graph

SOLVEIG, ARNE, NOBODY = UUID(int=200), UUID(int=201), UUID(int=202)
HOME = Home(
    dock="gang",
    rooms=(
        Room(name="gang", x_m=0.0, y_m=0.0),
        Room(name="stue", x_m=2.0, y_m=0.0),
        Room(name="bod", x_m=0.0, y_m=3.0),
    ),
    doors=(
        Door(between=("gang", "stue")),
        Door(between=("gang", "bod"), is_open=False),
    ),
    people=(
        Inhabitant(resident_id=str(SOLVEIG), room="stue"),
        Inhabitant(resident_id=str(ARNE), room="bod"),
    ),
)
FAR = replace(HOME, rooms=(HOME.rooms[0], replace(HOME.rooms[1], x_m=500.0), HOME.rooms[2]))


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


@contextmanager
def living_in(ros: Graph, home: Home) -> Iterator[BodyNode]:
    """Let a body of the same namespace move until the block ends."""
    body = ros.spinning.call(
        lambda: BodyNode(home, SystemClock(), "nabo", context=ros.membership.context)
    )
    ros.spinning.add(body)
    body.start()
    try:
        yield body
    finally:
        body.stop()


def caller_of(ros: Graph) -> ActionCaller:
    return ros.spinning.call(lambda: ActionCaller(ros.observer, kind=wire.GoTo, name="skill/go_to"))


def goes_to(ros: Graph, resident_id: UUID) -> Approach:
    caller = caller_of(ros)
    ros.until(lambda: caller.is_served)
    return ros.loop.run(RosNavigator(caller, "test").approach(resident_id), DEADLINE_S)


def test_the_robot_arrives_and_tells_pose_and_battery_on_the_way(ros: Graph) -> None:
    poses = ros.listen(PoseStamped, "pose", qos_profile_sensor_data)
    batteries = ros.listen(BatteryState, "battery_state", qos_profile_sensor_data)
    with living_in(ros, HOME):
        assert goes_to(ros, SOLVEIG) is Approach.ARRIVED
        ros.until(lambda: bool(poses) and abs(poses[-1].pose.position.x - 0.8) < 0.01)
        ros.until(lambda: bool(batteries))
    assert {pose.header.frame_id for pose in poses} == {"map"}
    assert 0.9 < batteries[-1].percentage <= 1.0


@pytest.mark.parametrize(
    ("resident_id", "reason"), [(NOBODY, "nobody knows in which room"), (ARNE, "open a door")]
)
def test_who_cannot_be_reached_is_told_plainly(ros: Graph, resident_id: UUID, reason: str) -> None:
    with living_in(ros, HOME):
        result = ros.call(wire.GoTo, "skill/go_to", wire.GoTo.Goal(resident_id=str(resident_id)))
        assert result.code == wire.GoTo.Result.FAILED
        assert reason in result.error
        assert goes_to(ros, resident_id) is Approach.FAILED


def test_a_drive_that_is_cancelled_stops_where_it_is_and_told_how_far_it_was(ros: Graph) -> None:
    feedback: list[float] = []
    poses = ros.listen(PoseStamped, "pose", qos_profile_sensor_data)
    is_driving = threading.Event()

    def hear(message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        feedback.append(message.distance_m)
        is_driving.set()

    async def drive_and_think_again(caller: ActionCaller) -> None:
        goal = wire.GoTo.Goal(resident_id=str(SOLVEIG), caller="test")
        driving = asyncio.ensure_future(caller.call(goal, hear))
        await asyncio.to_thread(is_driving.wait, DEADLINE_S)
        driving.cancel()
        with suppress(asyncio.CancelledError):
            await driving

    with living_in(ros, FAR) as body:
        caller = caller_of(ros)
        ros.loop.run(drive_and_think_again(caller), DEADLINE_S)
        ros.until(lambda: not body.is_driving)
        stood = poses[-1].pose.position.x
        ros.until(lambda: len(poses) > 5)
    assert 400.0 < feedback[0] <= 500.0
    assert poses[-1].pose.position.x == pytest.approx(stood, abs=0.2)
    assert stood < 100.0


def test_without_a_body_coming_closer_is_not_available(ros: Graph) -> None:
    caller = caller_of(ros)
    went = ros.loop.run(RosNavigator(caller, "test").approach(SOLVEIG), DEADLINE_S)
    assert went is Approach.UNAVAILABLE
