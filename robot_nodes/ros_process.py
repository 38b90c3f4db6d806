"""The façade over rclpy's executor and lifecycle: one thread spins all nodes of the process."""

import concurrent.futures
import logging
import threading
from collections.abc import Callable, Sequence
from typing import TypeVar

from rclpy.context import Context
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.lifecycle import TransitionCallbackReturn
from rclpy.node import Node

from robot_nodes.ros import RobotNode
from robot_nodes.ros_parameters import SetUpFailed

T = TypeVar("T")

_LOG = logging.getLogger(__name__)
_SPIN_DEADLINE_S = 3.0
_CALL_DEADLINE_S = 20.0
_TRANSITION_DEADLINE_S = 300.0
"""A large speech model may take a minute to load."""


class Spinning:
    """Calls the callbacks of all nodes, in one thread of its own.

    One is enough, as no callback waits; and rclpy's action client is safe with one only: an answer
    that comes in another thread may overtake the note of what was asked. What a node consists of
    is made before the node is added, or in this thread; and it is taken apart once that has ended.
    """

    def __init__(self, context: Context, first: Node, ended: Callable[[], None]) -> None:
        """Start with one node.

        Args:
            context: Of all nodes.
            first: A node.
            ended: Called when a mistake in a callback has ended the spinning.
        """
        self._context = context
        self._executor = SingleThreadedExecutor(context=context)
        self._nodes: list[Node] = []
        self._ended = ended
        self._is_closing = False
        self.failed = False
        """Whether a mistake ended it."""
        self.add(first)
        self._thread = threading.Thread(target=self._spin, name="executor", daemon=True)
        self._thread.start()

    def add(self, node: Node) -> None:
        """Call the callbacks of one more node."""
        self._nodes.append(node)
        self._executor.add_node(node)

    def call(self, act: Callable[[], T], within_s: float = _CALL_DEADLINE_S) -> T:
        """Return what `act` returns, called in the thread that spins; not from a callback.

        Raises:
            TimeoutError: The thread did not come to it.
        """
        outcome: concurrent.futures.Future[T] = concurrent.futures.Future()

        def run() -> None:
            try:
                outcome.set_result(act())
            except BaseException as fault:  # noqa: BLE001 - it is the caller's
                outcome.set_exception(fault)

        self._executor.create_task(run)
        return outcome.result(within_s)

    def close(self) -> None:
        """Call nothing more, then take the nodes apart: in this thread, and not by chance."""
        self._is_closing = True
        self._executor.create_task(lambda: None)  # wakes it
        self._thread.join(_SPIN_DEADLINE_S)
        if self._thread.is_alive():
            _LOG.error("a ROS callback has not ended within %g s", _SPIN_DEADLINE_S)
            return
        self._executor.shutdown()
        for node in self._nodes:
            node.destroy_node()

    def _spin(self) -> None:
        try:
            while self._context.ok() and not self._is_closing:
                self._executor.spin_once()
        except ExternalShutdownException:
            return
        finally:
            self.failed = not self._is_closing
            if self.failed:
                self._ended()


def bring_up(nodes: Sequence[RobotNode], spinning: Spinning) -> None:
    """Configure all nodes, then activate them, in order, in the thread that calls them.

    Raises:
        SetUpFailed: A node cannot do its work here; says which and why.
    """
    for node in nodes:
        _changed(node, spinning.call(node.trigger_configure, _TRANSITION_DEADLINE_S))
    for node in nodes:
        _changed(node, spinning.call(node.trigger_activate, _TRANSITION_DEADLINE_S))


def take_down(nodes: Sequence[RobotNode]) -> None:
    """Deactivate those nodes that are active, in order."""
    for node in nodes:
        if not node.is_resting:
            node.trigger_deactivate()


def _changed(node: RobotNode, result: TransitionCallbackReturn) -> None:
    if result == TransitionCallbackReturn.SUCCESS:
        return
    if isinstance(node.failure, SetUpFailed):
        raise SetUpFailed(f"{node.get_name()}: {node.failure}") from node.failure
    if node.failure is not None:
        raise node.failure
    raise SetUpFailed(f"{node.get_name()}: the transition failed")
