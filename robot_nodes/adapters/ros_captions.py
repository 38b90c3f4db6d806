"""The port Captions over two topics: what is to be read, and whether anybody shows it."""

from std_msgs.msg import Bool, String

from robot_nodes.ros import LATCHED, RobotNode
from schedules.task import CaptionShown


class RosCaptions:
    """Shows a line on the robot's screen."""

    def __init__(self, node: RobotNode) -> None:
        """Publish on `reminder_caption`, and listen to `screen_open`."""
        self._line = node.publication(String, "reminder_caption", LATCHED)
        self._is_open = False
        node.subscribe(Bool, "screen_open", self._on_open, LATCHED)

    def show(self, text: str) -> CaptionShown:
        """See `Captions.show`."""
        self._line.publish(String(data=text))
        return CaptionShown.SHOWN if self._is_open else CaptionShown.UNAVAILABLE

    def clear(self) -> None:
        """See `Captions.clear`."""
        self._line.publish(String(data=""))

    def _on_open(self, message: Bool) -> None:
        self._is_open = message.data
