"""Something done again and again in real time, in a thread of its own."""

import threading
import time
from collections.abc import Callable

LOST_S = 0.5
"""Later than this the beats that were missed are dropped, not made up for in a burst."""


class Pacer:
    """Calls `beat` every `interval_s` seconds from `start` to `stop`, without drifting."""

    def __init__(self, interval_s: float, beat: Callable[[], None], name: str) -> None:
        self._interval_s = interval_s
        self._beat = beat
        self._is_stopped = threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End after the beat under way."""
        self._is_stopped.set()
        self._thread.join(timeout=1.0)

    def _run(self) -> None:
        next_s = time.monotonic()
        while not self._is_stopped.wait(max(0.0, next_s - time.monotonic())):
            self._beat()
            next_s += self._interval_s
            if time.monotonic() - next_s > LOST_S:
                next_s = time.monotonic()
