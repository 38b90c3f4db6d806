"""The home's room sensors: each tells now and then that it perceives somebody, not whom."""

from rclpy.context import Context
from rclpy.node import Node
from std_msgs.msg import Header

from robot_nodes.ros import CONVERSATION, time_message
from schedules.clock import Clock
from sim.home import Home
from sim.pacing import Pacer

PERIOD_S = 5.0
"""Real seconds between two signs of one sensor."""


class RoomSensorsNode(Node):
    """One sensor in each room in which somebody is."""

    def __init__(
        self,
        home: Home,
        clock: Clock,
        namespace: str,
        *,
        period_s: float = PERIOD_S,
        context: Context | None = None,
    ) -> None:
        """Join the graph; `start` begins to tell.

        Args:
            home: Whose rooms.
            clock: The simulation's.
            namespace: The robot's.
            period_s: Real seconds between two signs of one sensor.
            context: ROS's; None for the process's own.
        """
        super().__init__("room_sensors", namespace=namespace, context=context)
        self._rooms = tuple(dict.fromkeys(person.room for person in home.people))
        self._sim_clock = clock
        self._signs = self.create_publisher(Header, "room_sensors", CONVERSATION)
        self._pacer = Pacer(period_s, self._on_beat, "room_sensors")

    def start(self) -> None:
        """Begin to tell."""
        self._pacer.start()

    def stop(self) -> None:
        """End it."""
        self._pacer.stop()

    def _on_beat(self) -> None:
        stamp = time_message(self._sim_clock.now())
        for room in self._rooms:
            self._signs.publish(Header(stamp=stamp, frame_id=room))
