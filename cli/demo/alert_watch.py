"""Looks at the nurse's list of alerts, as a nurse would, in a thread of its own."""

import threading
import time
from collections.abc import Callable, Iterable
from queue import SimpleQueue
from uuid import UUID

import httpx

from cli.demo.evidence import AlertSeen
from cli.demo.observations import Alerted, Observation

CALM_S = 0.5
EAGER_S = 0.05
"""While an alert is expected: what is measured by it is exact to this."""
LONGEST_EAGER_S = 5.0


class AlertWatch:
    """Puts every new alert into a queue, once."""

    def __init__(
        self,
        look: Callable[[], Iterable[AlertSeen]],
        seen: SimpleQueue[Observation],
    ) -> None:
        """Call `look` again and again; a server that does not answer is asked again."""
        self._look = look
        self._seen = seen
        self._known: set[UUID] = set()
        self._wake = threading.Event()
        self._is_closed = False
        self._eager_until_s = 0.0
        self._thread = threading.Thread(target=self._run, name="alerts", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def expect(self) -> None:
        """Look more often for a while: an alert is about to come."""
        self._eager_until_s = time.monotonic() + LONGEST_EAGER_S
        self._wake.set()

    def close(self) -> None:
        """End looking."""
        self._is_closed = True
        self._wake.set()
        self._thread.join(timeout=5.0)

    def _run(self) -> None:
        while not self._is_closed:
            self._look_once()
            is_eager = time.monotonic() < self._eager_until_s
            self._wake.wait(EAGER_S if is_eager else CALM_S)
            self._wake.clear()

    def _look_once(self) -> None:
        try:
            alerts = list(self._look())
        except httpx.HTTPError:
            return
        for alert in alerts:
            if alert.id not in self._known:
                self._known.add(alert.id)
                self._seen.put(Alerted(alert))
                self._eager_until_s = 0.0
