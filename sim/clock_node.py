"""The demonstration's clock in the ROS graph: publishes `/clock`, and skips the waiting."""

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from rclpy.node import Node
from rosgraph_msgs.msg import Clock
from std_msgs.msg import Bool

from robot_nodes.ros import CONVERSATION, LATCHED, time_message
from sim import wire
from sim.demo_clock import DemoClock, Situation, skip
from sim.pacing import Pacer

PERIOD_S = 0.01


class ClockNode(Node):
    """Publishes `/clock` at 100 Hz and watches for a moment in which nothing happens."""

    def __init__(
        self, clock: DemoClock, is_resident_speaking: Callable[[], bool], namespace: str
    ) -> None:
        """Join the graph; `start` lets the clock tick.

        Args:
            clock: The time to publish and to move.
            is_resident_speaking: Asked at each tick while the robot is idle.
            namespace: The robot's.
        """
        super().__init__("clock", namespace=namespace)
        self._demo_clock = clock
        self._is_resident_speaking = is_resident_speaking
        self._lock = threading.Lock()
        self._situation = Situation()
        self._lively_s = time.monotonic()
        self._clock_out = self.create_publisher(Clock, "/clock", CONVERSATION)
        self.create_subscription(wire.CareState, "care_state", self._on_care_state, LATCHED)
        self.create_subscription(wire.SyncState, "sync_state", self._on_sync_state, LATCHED)
        self.create_subscription(Bool, "sim/hold", self._on_hold, LATCHED)
        self._pacer = Pacer(PERIOD_S, self._on_beat, "clock")

    def start(self) -> None:
        """Begin to publish."""
        self._pacer.start()

    def stop(self) -> None:
        """End it."""
        self._pacer.stop()

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        doing = wire.from_care_state(message)
        self._change(is_robot_busy=doing.is_busy, next_event_at=doing.next_event_at)

    def _on_sync_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        upload = wire.from_sync_state(message)
        self._change(is_uploading=upload.is_online and upload.waiting_events > 0)

    def _on_hold(self, message: Any) -> None:  # noqa: ANN401 - as above
        self._change(is_held=bool(message.data))

    def _change(self, **changes: Any) -> None:  # noqa: ANN401 - the fields of Situation
        with self._lock:
            changed = replace(self._situation, **changes)
            if changed != self._situation:
                self._lively_s = time.monotonic()
            self._situation = changed

    def _on_beat(self) -> None:
        waiting = skip(self._seen_now(), self._demo_clock.now())
        if waiting is not None:
            self._demo_clock.skip(waiting)
            with self._lock:
                self._lively_s = time.monotonic()
        self._clock_out.publish(Clock(clock=time_message(self._demo_clock.now())))

    def _seen_now(self) -> Situation:
        is_speaking = self._is_resident_speaking()
        now_s = time.monotonic()
        with self._lock:
            if is_speaking:
                self._lively_s = now_s
            still_for_s = now_s - self._lively_s
            return replace(
                self._situation, is_resident_speaking=is_speaking, still_for_s=still_for_s
            )
