"""The façade over rclpy's executor and lifecycle: one thread spins all nodes of the process."""

import threading
from collections.abc import Callable, Sequence

from rclpy.context import Context
from rclpy.executors import (
    ExternalShutdownException,
    ShutdownException,
    SingleThreadedExecutor,
)
from rclpy.lifecycle import LifecycleNode, TransitionCallbackReturn

from robot_nodes.ros import RobotNode
from robot_nodes.ros_parameters import SetUpFailed

_SPIN_DEADLINE_S = 3.0


class Spinning:
    """Calls the callbacks of all nodes, in one thread of its own.

    One is enough, as no callback waits; and rclpy's action client is safe with one only: an answer
    that comes in another thread may overtake the note of what was asked.
    """

    def __init__(self, context: Context, first: LifecycleNode, ended: Callable[[], None]) -> None:
        """Start with one node.

        Args:
            context: Of all nodes.
            first: A node.
            ended: Called when a mistake in a callback has ended the spinning.
        """
        self._executor = SingleThreadedExecutor(context=context)
        self._executor.add_node(first)
        self._ended = ended
        self._is_closing = False
        self.failed = False
        """Whether a mistake ended it."""
        self._thread = threading.Thread(target=self._spin, name="executor", daemon=True)
        self._thread.start()

    def add(self, node: LifecycleNode) -> None:
        """Call the callbacks of one more node."""
        self._executor.add_node(node)

    def close(self) -> None:
        """Call nothing more."""
        self._is_closing = True
        self._executor.shutdown(_SPIN_DEADLINE_S)
        self._thread.join(_SPIN_DEADLINE_S)

    def _spin(self) -> None:
        try:
            self._executor.spin()
        except (ExternalShutdownException, ShutdownException):
            return
        finally:
            self.failed = not self._is_closing
            if self.failed:
                self._ended()


def bring_up(nodes: Sequence[RobotNode]) -> None:
    """Configure all nodes, then activate them, in order.

    Raises:
        SetUpFailed: A node cannot do its work here; says which and why.
    """
    for node in nodes:
        _changed(node, node.trigger_configure())
    for node in nodes:
        _changed(node, node.trigger_activate())


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
