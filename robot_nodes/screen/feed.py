"""Hands what the screen shows to every open page, and tells them that the robot is alive."""

import asyncio
import threading
from collections.abc import AsyncIterator

LONGEST_WAIT_S = 15.0
"""A page that was told nothing for so long hears at least that its connection stands."""


class Feed:
    """Filled from any thread; read in the server's loop."""

    def __init__(self, view: str) -> None:
        """Show `view`, a JSON object in one line."""
        self._lock = threading.Lock()
        self._number = 1
        self._view = view
        self._beats = 0
        self._waiting: dict[asyncio.Event, asyncio.AbstractEventLoop] = {}

    @property
    def is_watched(self) -> bool:
        """Whether a page is open; from any thread."""
        with self._lock:
            return bool(self._waiting)

    def show(self, view: str) -> None:
        """Show something else from now on."""
        with self._lock:
            if view == self._view:
                return
            self._view = view
            self._number += 1
        self._wake()

    def beat(self) -> None:
        """Tell the pages that the robot's nodes are alive."""
        with self._lock:
            self._beats += 1
        self._wake()

    async def messages(self) -> AsyncIterator[str]:
        """Yield server-sent events: what is shown now, each change, and each sign of life."""
        news = asyncio.Event()
        with self._lock:
            self._waiting[news] = asyncio.get_running_loop()
        shown, beats = 0, -1
        try:
            while True:
                news.clear()
                number, view, now_beats = self._latest()
                if number != shown:
                    shown = number
                    yield f"id: {number}\nevent: view\ndata: {view}\n\n"
                elif now_beats != beats:
                    yield "event: alive\ndata:\n\n"
                beats = now_beats
                try:
                    async with asyncio.timeout(LONGEST_WAIT_S):
                        await news.wait()
                except TimeoutError:
                    yield ": the connection stands\n\n"
        finally:
            with self._lock:
                del self._waiting[news]

    def _latest(self) -> tuple[int, str, int]:
        with self._lock:
            return self._number, self._view, self._beats

    def _wake(self) -> None:
        with self._lock:
            waiting = list(self._waiting.items())
        for news, loop in waiting:
            if not loop.is_closed():
                loop.call_soon_threadsafe(news.set)
