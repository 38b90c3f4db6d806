"""What ails the robot now, as its log of this run tells: for the heartbeat."""

import threading

from codebook.event import Event
from codebook.heartbeat import MOST_FAULTS, PresentFault
from codebook.robot import Component, RobotFault, RobotStarted
from codebook.upload import MAX_BATCH
from robot_nodes.ports import RobotStore


class PresentFaults:
    """Follows the log; may be told and asked in any thread."""

    def __init__(self, store: RobotStore) -> None:
        """Follow `store` from now on, and read what this run has recorded already."""
        self._lock = threading.Lock()
        self._present: dict[tuple[Component, str], PresentFault] = {}
        store.observe(self._heard)
        for event in store.pending(MAX_BATCH):
            self._heard(event)

    def present(self) -> tuple[PresentFault, ...]:
        """Return what is not over, the newest where there is too much of it, oldest first."""
        with self._lock:
            return tuple(self._present.values())[-MOST_FAULTS:]

    def _heard(self, event: Event) -> None:
        match event.body:
            case RobotStarted():
                with self._lock:
                    self._present.clear()
            case RobotFault(component=component, code=code, is_resolved=is_resolved):
                with self._lock:
                    self._present.pop((component, code), None)
                    if not is_resolved:
                        self._present[component, code] = PresentFault(
                            component=component, code=code, since=event.occurred_at
                        )
            case _:
                pass
