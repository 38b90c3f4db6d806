from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from codebook.robot import RobotFault
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.screen_node import ScreenNode
from tests.robot_nodes.adapters.stores import store_in
from tests.robot_nodes.graph import Graph, graph
from tests.robot_nodes.screen.conftest import free_port


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as store:
        yield store


@pytest.fixture
def ros() -> Iterator[Graph]:
    with graph() as ros:
        yield ros


def screen(ros: Graph, store: SqliteStore, port: int) -> ScreenNode:
    node = ScreenNode(ros.with_overrides(screen_port=port), store, lambda _: "")
    ros.bring_up(node)
    return node


def faults(store: SqliteStore) -> list[tuple[str, bool]]:
    bodies = [event.body for event in store.pending(100)]
    return [(b.code, b.is_resolved) for b in bodies if isinstance(b, RobotFault)]


def test_a_taken_port_is_told_once_and_the_screen_comes_when_it_is_free(
    ros: Graph, store: SqliteStore
) -> None:
    port = free_port()
    first = screen(ros, store, port)
    second = screen(ros, store, port)
    second.start()
    assert faults(store) == [("screen_port_taken", False)]

    first.close()
    second.start()

    assert faults(store) == [("screen_port_taken", False), ("screen_port_taken", True)]
    assert httpx.get(f"http://127.0.0.1:{port}/").status_code == 200
    second.close()


def test_port_zero_is_no_screen(ros: Graph, store: SqliteStore) -> None:
    node = screen(ros, store, 0)
    node.start()
    assert faults(store) == []
    node.close()
