"""Changes as they are committed, for pages that stay open.

The numbers rise in the order of commits, so whoever has seen number n has missed nothing before it.
One reader looks at the log for all open pages of this process; however many they are, a look is
one indexed query.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import suppress
from dataclasses import dataclass
from uuid import UUID

from anyio import to_thread
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from care_api.db import Database
from care_api.events import repository

POLL_S = 0.1
"""Seconds between two looks."""
PING_S = 15.0
"""Seconds after which a page hears something in any case."""
LONGEST_REPLAY = 1000
"""Changes that are told one by one; a page that missed more loads itself anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One committed event, without what it says."""

    number: int
    """What the page sends back as Last-Event-ID."""
    kind: str
    unit_id: UUID
    resident_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """Too much was missed, or the numbers are not ours: load the page anew."""

    number: int
    """Where the stream goes on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What was found at one look, in the order of commits."""

    changes: tuple[Change, ...]
    """Empty: nothing for a while, and the page should know that we are still here."""


def reached(session: Session) -> int:
    """Return the number up to which `session` sees all changes."""
    return repository.last_stream(session)


class Stream:
    """The changes of one database, for any number of listeners of one event loop."""

    def __init__(self, database: Database) -> None:
        """Get ready; the log is looked at while somebody listens."""
        self._database = database
        self._recent: deque[Change] = deque(maxlen=LONGEST_REPLAY)
        """What came after `_since`, up to `_reached`, or the last of it."""
        self._since = 0
        self._reached = 0
        self._listeners = 0
        self._joining = asyncio.Lock()
        self._is_news = asyncio.Event()
        """Set, and replaced, when something has come."""
        self._nudges = 0
        self._is_ending = False
        self._reader: asyncio.Task[None] | None = None

    def end(self) -> None:
        """Let every listener's stream come to its end: the server stops."""
        self._is_ending = True
        self._wake()

    def begin(self) -> None:
        """Tell of changes again: a server that ended may be started once more."""
        self._is_ending = False

    def nudge(self) -> None:
        """Let every listener hear something now."""
        self._nudges += 1
        self._wake()

    async def news(
        self, unit_ids: Iterable[UUID], last_seen: int | None
    ) -> AsyncIterator[News | Resync]:
        """Yield the units' changes as they come, until cancelled or ended; at least every `PING_S`.

        Args:
            unit_ids: Whose changes.
            last_seen: The page's Last-Event-ID; None for a page that has just been loaded.
        """
        units = frozenset(unit_ids)
        self._listeners += 1
        try:
            await self._join()
            position = self._reached if last_seen is None else last_seen
            if not self._reached - LONGEST_REPLAY <= position <= self._reached:
                position = self._reached
                yield Resync(number=position)
            missed = _of(units, await self._stored(position))
            if missed.changes:
                yield missed
            async for news in self._follow(units, max(position, self._since)):
                yield news
        finally:
            self._leave()

    async def _follow(self, units: frozenset[UUID], position: int) -> AsyncIterator[News | Resync]:
        """Yield what the reader finds after `position`."""
        nudges = self._nudges
        while True:
            is_news = self._is_news
            if self._is_ending:
                return
            if self._is_cut_off(position):
                position = self._reached
                yield Resync(number=position)
            news = _of(units, self._after(position))
            position = self._reached
            if news.changes or nudges != self._nudges:
                nudges = self._nudges
                yield news
            if position >= self._reached and not await _happens(is_news):
                yield News(changes=())
            if self._reader is not None and self._reader.done():
                self._reader.result()  # raises: the page connects again, and a new reader begins

    async def _join(self) -> None:
        async with self._joining:
            if self._reader is not None and not self._reader.done():
                return
            self._recent.clear()
            self._is_news = asyncio.Event()
            self._since = self._reached = await to_thread.run_sync(self._newest)
            self._reader = asyncio.create_task(self._read())

    def _leave(self) -> None:
        self._listeners -= 1
        if self._listeners == 0 and self._reader is not None:
            self._reader.cancel()
            self._reader = None

    async def _stored(self, position: int) -> list[Change]:
        """Return what a page missed before this reader began."""
        if position >= self._since:
            return []
        return await to_thread.run_sync(self._look, position, self._since)

    def _is_cut_off(self, position: int) -> bool:
        """Return whether more came after `position` than is kept: a listener that is too slow."""
        is_full = len(self._recent) == self._recent.maxlen
        return is_full and self._recent[0].number > position + 1

    def _after(self, position: int) -> list[Change]:
        news: list[Change] = []
        for change in reversed(self._recent):
            if change.number <= position:
                break
            news.append(change)
        return news[::-1]

    async def _read(self) -> None:
        try:
            while True:
                with suppress(SQLAlchemyError):  # it is looked again in a moment
                    self._tell(await to_thread.run_sync(self._look, self._reached, None))
                await asyncio.sleep(POLL_S)
        finally:
            self._is_news.set()

    def _tell(self, found: list[Change]) -> None:
        if not found:
            return
        self._recent.extend(found)
        self._reached = found[-1].number
        self._wake()

    def _wake(self) -> None:
        is_news, self._is_news = self._is_news, asyncio.Event()
        is_news.set()

    def _newest(self) -> int:
        with self._database.reading() as session:
            return reached(session)

    def _look(self, position: int, until: int | None) -> list[Change]:
        with self._database.reading() as session:
            return [
                Change(
                    number=row.stream,
                    kind=row.kind,
                    unit_id=row.unit_id,
                    resident_id=row.resident_id,
                )
                for row in repository.after(session, position, until, LONGEST_REPLAY)
            ]


def _of(units: frozenset[UUID], found: Iterable[Change]) -> News:
    return News(changes=tuple(change for change in found if change.unit_id in units))


async def _happens(event: asyncio.Event) -> bool:
    """Return whether it happens before a page should hear something in any case."""
    try:
        await asyncio.wait_for(event.wait(), PING_S)
    except TimeoutError:
        return False
    return True
