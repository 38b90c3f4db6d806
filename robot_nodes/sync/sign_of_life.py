"""Writes down that the robot runs, so that its next start knows how long it did not."""

import asyncio
from datetime import timedelta

from robot_nodes.ports import Outbox, StoreUnavailable
from schedules.clock import Clock


class SignOfLife:
    """Also shows whether the store can be written."""

    def __init__(self, store: Outbox, clock: Clock) -> None:
        """Prepare; `run` does the work."""
        self._store = store
        self._clock = clock
        self.trouble = ""
        """What the store said the last time; empty while it can be written."""

    async def run(self, every: timedelta) -> None:
        """Store a sign of life again and again, until cancelled."""
        while True:
            try:
                await asyncio.to_thread(self._store.note_alive, self._clock.now())
            except StoreUnavailable as fault:
                self.trouble = str(fault)
            else:
                self.trouble = self._store.trouble()
            await asyncio.sleep(every.total_seconds())
