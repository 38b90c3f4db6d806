"""What ails the robot's ears now, as its log tells."""

import threading

from codebook.event import Event
from codebook.robot import Component, RobotFault


class EarFaults:
    """Follows the log; may be told and asked in any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._present: dict[tuple[Component, str], Event] = {}

    def present(self) -> tuple[Event, ...]:
        """Return the events of the faults that are not over, oldest first."""
        with self._lock:
            return tuple(self._present.values())

    def heard(self, event: Event) -> None:
        """Take note of an event, where it is about the ears."""
        body = event.body
        if not isinstance(body, RobotFault) or not is_of_ears(event):
            return
        with self._lock:
            fault = body.component, body.code
            if body.is_resolved:
                self._present.pop(fault, None)
            else:
                self._present.setdefault(fault, event)


def is_of_ears(event: Event) -> bool:
    """Return whether an event tells of a fault of the ears, or of its end."""
    body = event.body
    return isinstance(body, RobotFault) and body.component in {
        Component.MICROPHONE,
        Component.RECOGNISER,
    }
