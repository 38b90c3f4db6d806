"""The simulated robot's body in the ROS graph: serves `skill/go_to`, tells pose and battery."""

import threading
from dataclasses import dataclass
from typing import Any

from geometry_msgs.msg import PoseStamped
from rclpy.context import Context
from rclpy.node import Node
from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState

from robot_nodes.ros import LATCHED
from robot_nodes.ros_actions import ActionServer, Handle
from schedules.clock import Clock
from sim import wire
from sim.body import Body
from sim.home import Home, NoWay
from sim.pacing import Pacer

PERIOD_S = 0.1
BATTERY_EVERY = 10
"""Beats."""


@dataclass(frozen=True, slots=True)
class _Goal:
    handle: Handle
    priority: int


class BodyNode(Node):
    """Carries out one drive at a time; a newer one that matters as much takes its place."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        namespace: str,
        *,
        battery: float = 1.0,
        context: Context | None = None,
    ) -> None:
        """Join the graph on the dock; `start` lets it move.

        Args:
            home: Where it drives.
            clock: The simulation's.
            namespace: The robot's.
            battery: Ratio of a full one, 0-1.
            context: ROS's; None for the process's own.
        """
        super().__init__("body", namespace=namespace, context=context)
        self._sim_clock = clock
        self._lock = threading.Lock()
        self._body = Body.docked(home, clock.now(), ratio=battery)
        self._goal: _Goal | None = None
        self._is_wanted = False
        self._beats = 0
        self._pose = self.create_publisher(PoseStamped, "pose", qos_profile_sensor_data)
        self._battery = self.create_publisher(
            BatteryState, "battery_state", qos_profile_sensor_data
        )
        self._go_to = ActionServer(
            self,
            wire.GoTo,
            "skill/go_to",
            is_welcome=lambda: True,
            begin=self._begin,
            cancel=self._cancel,
        )
        self.create_subscription(wire.CareState, "care_state", self._on_care_state, LATCHED)
        self._pacer = Pacer(PERIOD_S, self._on_beat, "body")

    @property
    def is_driving(self) -> bool:
        """Whether it moves."""
        with self._lock:
            return self._body.is_driving(self._sim_clock.now())

    def start(self) -> None:
        """Begin to move and to tell."""
        self._pacer.start()

    def stop(self) -> None:
        """End it."""
        self._pacer.stop()

    def _begin(self, handle: Handle) -> None:
        goal = _Goal(handle, handle.request.priority)
        with self._lock:
            if self._goal is not None and self._goal.priority > goal.priority:
                self._end(goal, wire.go_to_failed("busy with what matters more: try again later"))
                return
            try:
                body = self._body.go_to(handle.request.resident_id, self._sim_clock.now())
            except NoWay as fault:
                self._end(goal, wire.go_to_failed(str(fault)))
                return
            if self._goal is not None:
                self._end(self._goal, wire.go_to_cancelled())
            self._body, self._goal = body, goal

    def _cancel(self, handle: Handle) -> None:
        with self._lock:
            if self._goal is None or self._goal.handle is not handle:
                return
            self._body = self._body.stopped(self._sim_clock.now())
            self._end(self._goal, wire.go_to_cancelled())
            self._goal = None

    def _end(self, goal: _Goal, result: wire.GoTo.Result) -> None:
        self._go_to.finish(goal.handle, result)

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._is_wanted = wire.from_care_state(message).is_busy

    def _on_beat(self) -> None:
        at = self._sim_clock.now()
        with self._lock:
            self._body = body = self._body.looked_after(at, is_wanted=self._is_wanted)
            if self._goal is not None:
                remaining_m = body.drive.remaining_m(at)
                self._goal.handle.publish_feedback(wire.go_to_feedback(remaining_m))
                if not body.is_driving(at):
                    self._end(self._goal, wire.go_to_arrived())
                    self._goal = None
        self._pose.publish(wire.to_pose(body, at))
        if self._beats % BATTERY_EVERY == 0:
            self._battery.publish(wire.to_battery(body.charge, at))
        self._beats += 1
