import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from typing import Any

import pytest
from diagnostic_msgs.msg import DiagnosticArray
from rclpy.executors import SingleThreadedExecutor
from rclpy.lifecycle import TransitionCallbackReturn
from rclpy.node import Node
from rclpy.publisher import Publisher
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState
from std_msgs.msg import String

from codebook.event import Event
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.battery import Battery
from robot_nodes.bridge import ConversationLoop
from robot_nodes.ros import EVENTS, LATCHED, NAMESPACE, Membership, joined
from robot_nodes.sync_node import SyncNode
from robot_nodes.wire import CareEvent, SyncState
from tests.robot_nodes.adapters.stores import MORNING, cry, fault, plans, recorded, store_in
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock

DEADLINE_S = 20.0
DONE = TransitionCallbackReturn.SUCCESS


@dataclass
class Robot:
    """The node on real ROS, between a real store and a fake server, and what it publishes."""

    node: SyncNode
    store: SqliteStore
    server: FakeCareServer
    battery: Publisher
    heard: list[Any] = field(default_factory=list)

    def turn(self, transition: str) -> None:
        """Take the node through a transition of its lifecycle."""
        assert getattr(self.node, f"trigger_{transition}")() == DONE

    def until(self, condition: Callable[[], bool]) -> None:
        """Wait until `condition` holds.

        Raises:
            TimeoutError: It did not in time.
        """
        ends_at = time.monotonic() + DEADLINE_S
        look = Signal()
        while not condition():
            if time.monotonic() > ends_at:
                raise TimeoutError
            look.wait(0.005)

    def tell_battery(self, state: BatteryState) -> None:
        """Publish it, and wait until the node has it."""
        self.until(lambda: self.battery.get_subscription_count() > 0)
        self.battery.publish(state)
        self.until(lambda: self.node._battery != Battery())  # noqa: SLF001 - it shows in heartbeats only

    def events(self) -> list[Event]:
        messages = [message for message in self.heard if isinstance(message, CareEvent)]
        return [Event.model_validate_json(message.json) for message in messages]

    def latest(self, kind: type[Any]) -> Any:  # noqa: ANN401 - generated messages have no types
        return next(
            (message for message in reversed(self.heard) if isinstance(message, kind)), None
        )

    def health(self) -> str:
        """Return what the latest diagnostics say in one line, or nothing before the first."""
        report = self.latest(DiagnosticArray)
        return report.status[0].message if report else ""


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    with store_in(tmp_path) as store, _on_ros(store) as robot:
        robot.turn("configure")
        yield robot


@contextmanager
def _on_ros(store: SqliteStore) -> Iterator[Robot]:
    context = joined([])
    loop = ConversationLoop()
    server = FakeCareServer(HandMovedClock(MORNING))
    node = SyncNode(Membership(context=context, overrides={"plan_poll": 0.1}), loop, store, server)
    observer = Node("observer", namespace=NAMESPACE, context=context)
    battery = observer.create_publisher(BatteryState, "battery_state", qos_profile_sensor_data)
    robot = Robot(node=node, store=store, server=server, battery=battery)
    for kind, topic, qos in (
        (CareEvent, "events", EVENTS),
        (SyncState, "sync_state", LATCHED),
        (String, "plan_version", LATCHED),
        (DiagnosticArray, "/diagnostics", EVENTS),
    ):
        observer.create_subscription(kind, topic, robot.heard.append, qos)
    executor = SingleThreadedExecutor(context=context)
    nodes: list[Any] = [node, observer]
    for each in nodes:
        executor.add_node(each)
    spinning = Thread(target=executor.spin)
    spinning.start()
    try:
        yield robot
    finally:
        executor.shutdown()
        spinning.join(DEADLINE_S)
        node.close()
        loop.close()
        for each in nodes:
            each.destroy_node()
        context.shutdown()


def test_an_event_reaches_topic_and_server(robot: Robot) -> None:
    robot.turn("activate")
    robot.until(lambda: robot.latest(SyncState) is not None)

    event = recorded(robot.store, cry())

    robot.until(lambda: event in robot.events())
    robot.until(lambda: event.id in robot.server.stored)


def test_the_state_tells_what_waits_and_whether_the_server_answers(robot: Robot) -> None:
    robot.server.is_reachable = False
    robot.turn("activate")
    robot.until(lambda: "no connection" in robot.health())
    offline = robot.latest(SyncState)
    robot.server.is_reachable = True
    recorded(robot.store, cry())
    robot.until(lambda: robot.latest(SyncState).waiting_events == 0)

    assert (offline.is_online, offline.waiting_events) == (False, 2)
    assert robot.latest(SyncState).is_online


def test_new_plans_are_announced(robot: Robot) -> None:
    robot.server.offer('"one"', plans(1))

    robot.turn("activate")

    robot.until(lambda: robot.latest(String) == String(data='"one"'))
    assert robot.store.plans() == plans(1)
    robot.until(lambda: "sync.plan-received" in [event.kind for event in robot.events()])


def test_plans_on_board_are_announced_without_a_server(robot: Robot) -> None:
    robot.server.is_reachable = False
    with robot.store.transaction() as step:
        step.save_plans('"old"', plans(1))

    robot.turn("activate")

    robot.until(lambda: robot.latest(String) == String(data='"old"'))


def test_the_last_events_are_uploaded_when_the_node_stops(robot: Robot) -> None:
    robot.turn("activate")
    robot.until(lambda: len(robot.server.stored) == 1)
    robot.store.end_boot("requested", MORNING + timedelta(hours=1))

    robot.turn("deactivate")

    assert [event.kind for event in robot.server.stored.values()][-1] == "robot.stopped"


def test_a_node_at_rest_neither_publishes_nor_uploads(robot: Robot) -> None:
    robot.turn("activate")
    robot.until(lambda: len(robot.server.stored) == 1)
    robot.turn("deactivate")

    event = recorded(robot.store, fault())

    assert robot.store.waiting_count() == 1
    robot.turn("activate")
    robot.until(lambda: event.id in robot.server.stored)
    assert event not in robot.events()


@pytest.mark.parametrize(
    ("ratio", "status", "told"),
    [
        (0.5, BatteryState.POWER_SUPPLY_STATUS_DISCHARGING, (0.5, False)),
        (math.nan, BatteryState.POWER_SUPPLY_STATUS_FULL, (None, True)),
    ],
)
def test_what_the_battery_tells_reaches_the_heartbeat(
    robot: Robot, ratio: float, status: int, told: tuple[float | None, bool | None]
) -> None:
    robot.tell_battery(BatteryState(percentage=ratio, power_supply_status=status))
    robot.turn("activate")
    robot.until(lambda: bool(robot.server.beats))

    beat = robot.server.beats[0]
    assert (beat.battery, beat.is_charging) == told


def test_dead_letters_show_in_the_diagnostics(robot: Robot) -> None:
    robot.server.rejects = {"help.requested"}
    robot.turn("activate")

    recorded(robot.store, cry())

    robot.until(lambda: "rejected 1 of the robot's events" in robot.health())


def test_no_transcript_shows_in_the_diagnostics(robot: Robot) -> None:
    robot.turn("activate")
    recorded(robot.store, cry())

    robot.until(lambda: robot.health() != "")

    assert "falt" not in str(robot.latest(DiagnosticArray))


def test_a_store_that_fails_shows_in_the_diagnostics(robot: Robot) -> None:
    robot.turn("activate")
    robot.until(lambda: len(robot.server.stored) == 1)

    robot.store.close()

    robot.until(lambda: "robot.sqlite" in robot.health())
    robot.turn("deactivate")
