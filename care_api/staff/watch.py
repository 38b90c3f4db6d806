"""Sees that sessions end while pages of theirs are open: one look for all of a process."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError

from care_api.db import Database
from care_api.staff import sessions
from care_api.staff.lasting import Lasting
from schedules.clock import Clock

POLL_S = 2.0
"""Seconds between two looks: how long a page may hear something after its session has ended."""


class SessionWatch:
    """The sessions of the pages that are open in one event loop."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        lasting: Lasting,
        on_end: Callable[[], None],
        *,
        poll_s: float = POLL_S,
    ) -> None:
        """Call `on_end` whenever some have ended; `is_over` says which."""
        self._poll_s = poll_s
        self._database = database
        self._clock = clock
        self._lasting = lasting
        self._on_end = on_end
        self._pages: Counter[str] = Counter()
        """Session -> its open pages."""
        self._over: frozenset[str] = frozenset()
        self._looking: asyncio.Task[None] | None = None

    @contextmanager
    def page_of(self, session_id: str) -> Iterator[None]:
        """Watch a session while a page of its is open."""
        self._pages[session_id] += 1
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look_on())
        try:
            yield
        finally:
            self._pages -= Counter((session_id,))
            if not self._pages and self._looking is not None:
                self._looking.cancel()
                self._looking = None

    def is_over(self, session_id: str) -> bool:
        """Return whether a session that is watched was found to have ended."""
        return session_id in self._over

    async def _look_on(self) -> None:
        while True:
            await asyncio.sleep(self._poll_s)
            watched = tuple(self._pages)
            with suppress(SQLAlchemyError):  # it is looked again in a moment
                alive = await to_thread.run_sync(self._alive, watched)
                self._over = frozenset(watched) - alive
                if self._over:
                    self._on_end()

    def _alive(self, ids: tuple[str, ...]) -> frozenset[str]:
        with self._database.reading() as session:
            return sessions.alive(session, ids, self._clock.now(), self._lasting)
