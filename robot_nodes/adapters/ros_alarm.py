"""The port Alarm on the ROS clock, which a simulation moves as it likes."""

from collections.abc import Callable
from datetime import datetime
from threading import Lock

from robot_nodes.ros import RobotNode

_AT_ONCE_NS = 1_000_000
_MICROSECOND_NS = 1000


class RosAlarm:
    """Rings in the executor's thread."""

    def __init__(self, node: RobotNode, ring: Callable[[], None]) -> None:
        """Call `ring` whenever the alarm goes off."""
        self._node = node
        self._ring = ring
        self._lock = Lock()
        self._at: datetime | None = None
        self._timer = node.one_shot(self._gone_off)

    def set(self, at: datetime) -> None:
        """Ring at `at` (aware; at once where it is past), and not at any earlier setting."""
        with self._lock:
            self._at = at
        self._node.in_executor(self._arm)

    def clear(self) -> None:
        """Do not ring."""
        with self._lock:
            self._at = None

    def close(self) -> None:
        """Never ring again."""
        self.clear()
        self._timer.cancel()

    def _arm(self) -> None:
        with self._lock:
            at = self._at
        if at is None:
            return
        left = at - self._node.now()
        microseconds = round(left.total_seconds() * 1_000_000)
        self._timer.timer_period_ns = max(_AT_ONCE_NS, microseconds * _MICROSECOND_NS)
        self._timer.reset()

    def _gone_off(self) -> None:
        """Ring if it is time: the clock may have been moved, or the alarm set anew."""
        self._timer.cancel()
        with self._lock:
            is_due = self._at is not None and self._at <= self._node.now()
            if is_due:
                self._at = None
        if is_due:
            self._ring()
        else:
            self._arm()
