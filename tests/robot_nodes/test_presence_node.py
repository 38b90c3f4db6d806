"""Room sensors on real rclpy: what is recorded, and that nothing is without consent."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from std_msgs.msg import Header

from codebook.event import Event
from codebook.presence import PresenceChanged, PresenceSource
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.presence import Presence
from robot_nodes.presence_node import PresenceNode
from robot_nodes.ros import CONVERSATION
from schedules.clock import SystemClock
from sim.home import Home, Inhabitant, Room
from sim.room_sensors_node import RoomSensorsNode
from tests.robot_nodes.adapters.stores import ROBOT
from tests.robot_nodes.care.morning import ARNE, SOLVEIG, arne, plans_with
from tests.robot_nodes.graph import Graph, graph

HOME = Home(
    dock="stue",
    rooms=(Room(name="stue", x_m=0.0, y_m=0.0),),
    doors=(),
    people=(Inhabitant(resident_id=str(SOLVEIG), room="stue"),),
)


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


@pytest.fixture
def store(ros: Graph, tmp_path: Path) -> Iterator[SqliteStore]:
    at = ros.observer.now()
    store = SqliteStore.open(
        tmp_path / "robot.sqlite", robot_id=ROBOT, software_version="0.1.0", at=at
    )
    yield store
    ros.loop.close()
    store.close()


@pytest.fixture
def recorded(store: SqliteStore) -> list[Event]:
    events: list[Event] = []
    store.observe(events.append)
    return events


@pytest.fixture
def signs(ros: Graph) -> Iterator[list[Header]]:
    """Let a simulated sensor perceive somebody ten times a second; yield what it has told."""
    sensors = RoomSensorsNode(
        HOME, SystemClock(), "nabo", period_s=0.1, context=ros.membership.context
    )
    ros.spinning.add(sensors)
    heard = ros.listen(Header, "room_sensors", CONVERSATION)
    sensors.start()
    yield heard
    sensors.stop()


def on_board(store: SqliteStore, *, agreed: bool) -> None:
    plans = plans_with(others=(arne(),)).model_copy(update={"may_sense_rooms": agreed})
    with store.transaction() as step:
        step.save_plans(f'"{agreed}"', plans)


def whom(recorded: list[Event]) -> list[UUID | None]:
    return [event.resident_id for event in recorded if event.kind == "presence.changed"]


def test_where_all_have_agreed_the_room_is_recorded_once_for_each(
    ros: Graph, store: SqliteStore, recorded: list[Event], signs: list[Header]
) -> None:
    on_board(store, agreed=True)
    ros.bring_up(PresenceNode(ros.with_overrides(room_settles=0.1), store))
    ros.until(lambda: len(whom(recorded)) == 2)
    told = len(signs)
    ros.until(lambda: len(signs) > told + 5)
    assert sorted(map(str, whom(recorded))) == sorted(map(str, (SOLVEIG, ARNE)))
    body = PresenceChanged(room="stue", source=PresenceSource.SENSOR)
    assert all(event.body == body for event in recorded)


def test_without_consent_nothing_is_recorded_and_nothing_remembered(
    ros: Graph, store: SqliteStore, recorded: list[Event], signs: list[Header]
) -> None:
    on_board(store, agreed=False)
    node = PresenceNode(ros.with_overrides(room_settles=0.1), store)
    ros.bring_up(node)
    ros.until(lambda: len(signs) > 10)
    assert whom(recorded) == []
    assert node._presence == Presence()  # noqa: SLF001 - that nothing is kept shows nowhere


def test_consent_that_is_taken_back_ends_it(
    ros: Graph, store: SqliteStore, recorded: list[Event], signs: list[Header]
) -> None:
    on_board(store, agreed=True)
    node = PresenceNode(ros.with_overrides(room_settles=0.1), store)
    ros.bring_up(node)
    ros.until(lambda: len(whom(recorded)) == 2)
    on_board(store, agreed=False)
    told = len(signs)
    ros.until(lambda: len(signs) > told + 10)
    assert len(whom(recorded)) == 2
    assert node._presence == Presence()  # noqa: SLF001 - as above
