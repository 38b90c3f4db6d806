"""The port Captions over a topic that the screen shows."""

from collections.abc import Callable

from std_msgs.msg import String

from robot_nodes.ros import LATCHED, RobotNode
from schedules.task import CaptionShown


class RosCaptions:
    """Shows a line on the robot's screen."""

    def __init__(self, node: RobotNode, has_screen: Callable[[], bool]) -> None:
        """Publish on `reminder_caption`; `has_screen` tells whether anybody shows it just now."""
        self._line = node.publication(String, "reminder_caption", LATCHED)
        self._has_screen = has_screen

    def show(self, text: str) -> CaptionShown:
        """See `Captions.show`."""
        self._line.publish(String(data=text))
        return CaptionShown.SHOWN if self._has_screen() else CaptionShown.UNAVAILABLE

    def clear(self) -> None:
        """See `Captions.clear`."""
        self._line.publish(String(data=""))
