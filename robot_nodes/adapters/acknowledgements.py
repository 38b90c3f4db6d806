"""Lets coroutines of any event loop wait until the server has stored an event."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from threading import Lock
from uuid import UUID

_Waiter = tuple[asyncio.AbstractEventLoop, asyncio.Event]


class Acknowledgements:
    """Who waits for which event."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiters: defaultdict[UUID, list[_Waiter]] = defaultdict(list)

    async def wait(self, event_id: UUID, within: timedelta, is_there: Callable[[], bool]) -> bool:
        """Return True once `announce` names the event, False after `within`.

        Args:
            event_id: The event to wait for.
            within: How long at most, real time.
            is_there: Asked once, after the waiting began, so that an earlier answer is not missed.
        """
        waiter = (asyncio.get_running_loop(), asyncio.Event())
        with self._lock:
            self._waiters[event_id].append(waiter)
        try:
            if is_there():
                return True
            async with asyncio.timeout(within.total_seconds()):
                await waiter[1].wait()
        except TimeoutError:
            return False
        else:
            return True
        finally:
            self._forget(event_id, waiter)

    def announce(self, event_ids: Iterable[UUID]) -> None:
        """Wake everybody who waits for one of these events; called from any thread."""
        with self._lock:
            waiters = [
                waiter for event_id in event_ids for waiter in self._waiters.get(event_id, ())
            ]
        for loop, news in waiters:
            with suppress(RuntimeError):  # the loop was closed, and nobody waits there any more
                loop.call_soon_threadsafe(news.set)

    def _forget(self, event_id: UUID, waiter: _Waiter) -> None:
        with self._lock:
            self._waiters[event_id].remove(waiter)
            if not self._waiters[event_id]:
                del self._waiters[event_id]
