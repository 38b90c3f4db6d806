"""Keeps the state of the connection and writes its turns into the log."""

import asyncio
from collections.abc import Callable

from codebook.sync import SyncCaughtUp, SyncLost
from robot_nodes.ports import EventLog, StoreUnavailable
from robot_nodes.sync.outage import Contact, Phase, exchanged, lost
from schedules.clock import Clock


class Link:
    """The connection as uploader and plan poll find it; used on one event loop."""

    def __init__(
        self,
        log: EventLog,
        clock: Clock,
        changed: Callable[[], None],
        came_back: Callable[[], None] = lambda: None,
    ) -> None:
        """Begin untried.

        Args:
            log: Where outages are recorded.
            clock: The robot's.
            changed: Called after each exchange, whether it succeeded or not.
            came_back: Called after the first exchange that succeeds again.
        """
        self._log = log
        self._clock = clock
        self._changed = changed
        self._came_back = came_back
        self._contact = Contact()
        self.trouble = ""
        """What went wrong last, for a technician; empty after an exchange that succeeded."""

    @property
    def is_online(self) -> bool:
        """Whether the last exchange succeeded."""
        return self._contact.is_online

    @property
    def is_lost(self) -> bool:
        """Whether the last exchange failed; neither online nor lost before the first."""
        return self._contact.phase is Phase.OFFLINE

    async def failed(self, reason: str) -> None:
        """Note that an exchange failed; `reason` names no address."""
        self._contact, news = lost(self._contact, self._clock.now(), reason)
        self.trouble = reason
        await self._tell(news)

    async def succeeded(self, *, uploaded: int, waiting: int) -> None:
        """Note an exchange that succeeded; see `outage.exchanged`."""
        was_lost = self.is_lost
        now = self._clock.now()
        self._contact, news = exchanged(self._contact, now, uploaded=uploaded, waiting=waiting)
        self.trouble = ""
        await self._tell(news)
        if was_lost:
            self._came_back()

    def hampered(self, reason: str) -> None:
        """Note that the robot itself could not do its part; that is no outage."""
        self.trouble = reason
        self._changed()

    async def _tell(self, news: SyncLost | SyncCaughtUp | None) -> None:
        if news:
            now = self._clock.now()
            try:
                await asyncio.to_thread(self._log.record, news, resident_id=None, at=now)
            except StoreUnavailable as fault:
                self.trouble = str(fault)
        self._changed()
