"""Who has the floor: one at a time, the more important one at once."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count


class Turn:
    """One wish to have the floor."""

    def __init__(self, priority: int) -> None:
        self.priority = priority
        """0-255; a higher one interrupts a lower one."""
        self.interrupted = asyncio.Event()
        """Set when a more important one waits: give the floor back within 300 ms."""
        self.interrupted_by: int | None = None
        """The priority of that one."""
        self.granted = asyncio.Event()
        """Set when the floor is this turn's."""
        self.dropped = asyncio.Event()
        """Set when too many wait and this one matters least: it will never be granted."""


class Floor:
    """Hands the floor to one turn at a time; used on one event loop."""

    def __init__(self) -> None:
        self._holder: Turn | None = None
        self._queue: list[tuple[int, int, Turn]] = []
        self._arrivals = count()

    @property
    def waiting(self) -> int:
        """How many turns wait."""
        return len(self._queue)

    @asynccontextmanager
    async def turn(self, priority: int) -> AsyncIterator[Turn]:
        """Queue for the floor, and give it back when the block ends.

        The floor is the turn's once `granted`: after those as important, before those less so.
        """
        turn = Turn(priority)
        heapq.heappush(self._queue, (-priority, next(self._arrivals), turn))
        try:
            self._hand_on()
            yield turn
        finally:
            self._leave(turn)

    def drop_least(self, below: int) -> Turn | None:
        """Drop the least important turn that waits, the latest of those.

        Args:
            below: Nothing of this priority or a higher one is dropped.

        Returns:
            The turn, or None where nothing less important waits.
        """
        entry = max(self._queue, default=None)
        if entry is None or entry[2].priority >= below:
            return None
        self._queue.remove(entry)
        heapq.heapify(self._queue)
        entry[2].dropped.set()
        return entry[2]

    def _hand_on(self) -> None:
        if not self._queue:
            return
        first = self._queue[0][2]
        if self._holder is None:
            heapq.heappop(self._queue)
            self._holder = first
            first.granted.set()
        elif first.priority > self._holder.priority:
            self._holder.interrupted_by = first.priority
            self._holder.interrupted.set()

    def _leave(self, turn: Turn) -> None:
        if self._holder is turn:
            self._holder = None
        else:
            self._queue = [entry for entry in self._queue if entry[2] is not turn]
            heapq.heapify(self._queue)
        self._hand_on()
