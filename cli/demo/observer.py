"""The director's ears in the ROS graph: every message becomes an observation in a queue."""

import threading
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import rclpy
from rclpy.executors import ExternalShutdownException, SingleThreadedExecutor
from rclpy.node import Node
from rclpy.signals import SignalHandlerOptions
from rclpy.utilities import try_shutdown
from std_msgs.msg import Bool, String

from cli.demo.observations import (
    CaptionShown,
    Measured,
    Observation,
    Recorded,
    StateChanged,
    UploadChanged,
)
from robot_nodes.ros import AUDIO, CONVERSATION, EVENTS, LATCHED, instant
from sim import wire
from sim.measures import from_json

Hear = Callable[[Any], None]


class Observer:
    """A node of its own thread: listens, and can hold the demonstration's clock."""

    def __init__(self, namespace: str, seen: SimpleQueue[Observation]) -> None:
        """Join the graph that the environment names and begin to listen."""
        rclpy.init(signal_handler_options=SignalHandlerOptions.NO)
        self._seen = seen
        self._node = Node("director", namespace=namespace)
        self._hold = self._node.create_publisher(Bool, "sim/hold", LATCHED)
        listen = self._node.create_subscription
        listen(wire.CareEvent, "events", self._on_event, EVENTS)
        listen(wire.Caption, "closed_captions", self._on_caption, CONVERSATION)
        listen(wire.CareState, "care_state", self._on_care_state, LATCHED)
        listen(wire.SyncState, "sync_state", self._on_sync_state, LATCHED)
        listen(String, "sim/measures", self._on_measure, EVENTS)
        self._executor = SingleThreadedExecutor()
        self._executor.add_node(self._node)
        self._thread = threading.Thread(target=self._spin, name="observer", daemon=True)
        self._thread.start()

    def hold_clock(self, *, is_held: bool) -> None:
        """Let the demonstration's clock run as it does, or skip the waiting again."""
        self._hold.publish(Bool(data=is_held))

    def record_audio(self, robot: Hear, resident: Hear) -> None:
        """Hand over every chunk of sound of both sides, as messages."""
        self._node.create_subscription(wire.AudioChunk, "audio/out", robot, AUDIO)
        self._node.create_subscription(wire.AudioChunk, "audio/in", resident, AUDIO)

    def close(self) -> None:
        """Leave the graph."""
        try_shutdown()
        self._thread.join(timeout=2.0)

    def _spin(self) -> None:
        try:
            self._executor.spin()
        except ExternalShutdownException:
            return

    def _on_event(self, message: Any) -> None:  # noqa: ANN401 - generated messages have no types
        self._seen.put(Recorded(wire.from_care_event(message)))

    def _on_caption(self, message: Any) -> None:  # noqa: ANN401 - as above
        shown = wire.from_caption(message)
        at = instant(message.header.stamp)
        self._seen.put(CaptionShown(resident_id=shown.resident_id, text=shown.text, at=at))

    def _on_care_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        self._seen.put(StateChanged(wire.from_care_state(message)))

    def _on_sync_state(self, message: Any) -> None:  # noqa: ANN401 - as above
        self._seen.put(UploadChanged(wire.from_sync_state(message)))

    def _on_measure(self, message: Any) -> None:  # noqa: ANN401 - as above
        self._seen.put(Measured(from_json(message.data)))
