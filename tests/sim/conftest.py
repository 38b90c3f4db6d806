"""Spinning real nodes until something is true."""

import time
from collections.abc import Callable, Iterator

import pytest
import rclpy
from rclpy.executors import SingleThreadedExecutor
from rclpy.node import Node

DEADLINE_S = 10.0

SpinUntil = Callable[[Callable[[], bool]], None]


class Graph:
    """Some nodes in one executor."""

    def __init__(self) -> None:
        self._executor = SingleThreadedExecutor()
        self._nodes: list[Node] = []

    def add(self, *nodes: Node) -> None:
        """Let nodes take part."""
        for node in nodes:
            self._executor.add_node(node)
            self._nodes.append(node)

    def spin_until(self, is_true: Callable[[], bool]) -> None:
        """Spin until `is_true`, and fail after a deadline."""
        until_s = time.monotonic() + DEADLINE_S
        while not is_true():
            assert time.monotonic() < until_s, "it did not come true in time"
            self._executor.spin_once(timeout_sec=0.05)

    def close(self) -> None:
        """Let all nodes go."""
        self._executor.shutdown()
        for node in self._nodes:
            node.destroy_node()  # type: ignore[no-untyped-call]  # rclpy leaves it untyped


@pytest.fixture
def graph() -> Iterator[Graph]:
    """Yield an empty graph on this worker's own domain."""
    rclpy.init()
    made = Graph()
    yield made
    made.close()
    rclpy.shutdown()
