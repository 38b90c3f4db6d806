"""Carries events from the outbox to the server, in order, until each has its answer."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from codebook.event import Event
from codebook.robot import URGENT_EVENT_REJECTED, Component, RobotFault
from codebook.upload import BatchResult, ItemResult, ItemStatus
from robot_nodes.ports import (
    CareServer,
    RobotStore,
    ServerFaltered,
    ServerRefused,
    ServerUnreachable,
    StoreUnavailable,
)
from robot_nodes.sync.back_off import BackOff
from robot_nodes.sync.batch_size import BatchSize, faltered, managed
from robot_nodes.sync.link import Link
from robot_nodes.sync.server_time import ServerTime
from robot_nodes.sync.urgency import is_urgent
from schedules.clock import Clock

URGENT_GAP = timedelta(milliseconds=500)
"""However much is urgent, tries are at least this far apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uploads:
    """What an uploader works with."""

    store: RobotStore
    server: CareServer
    clock: Clock
    link: Link
    server_time: ServerTime
    """Is set right by every upload."""
    back_off: BackOff
    chance: Callable[[], float]
    """Random ratio 0-1, evenly spread."""


class Uploader:
    """Wakes at each new event; waits longer after each failure, unless an event is urgent."""

    def __init__(self, uploads: Uploads) -> None:
        """Watch the log; `run` does the work."""
        self._with = uploads
        self._loop: asyncio.AbstractEventLoop | None = None
        self._news = asyncio.Event()
        self._urgent = asyncio.Event()
        self._tried_at = float("-inf")
        self._size = BatchSize()
        uploads.store.observe(self._heard)

    async def run(self) -> None:
        """Upload until cancelled; failures are waited out, never raised."""
        self._loop = asyncio.get_running_loop()
        failures = 0
        while True:
            self._news.clear()
            self._urgent.clear()
            self._tried_at = self._loop.time()
            try:
                waiting = await self.upload_once()
            except (ServerUnreachable, ServerRefused) as fault:
                await self._with.link.failed(str(fault))
                failures = await self._wait_out(failures + 1)
            except StoreUnavailable as fault:
                self._with.link.hampered(str(fault))
                failures = await self._wait_out(failures + 1)
            else:
                failures = 0
                if not waiting:
                    await self._news.wait()

    async def upload_once(self) -> int:
        """Upload the oldest batch and return how many events still wait.

        Raises:
            ServerUnreachable: Nothing is lost; try again later.
            ServerRefused: Nothing is lost; the remedy is in the message.
            StoreUnavailable: The answers could not be stored; the server will see duplicates.
        """
        store, clock = self._with.store, self._with.clock
        events = await asyncio.to_thread(store.pending, self._size.most)
        if not events:
            return 0
        sent_at = clock.now()
        answer = await self._sent(events, sent_at)
        answered_at = clock.now()
        offset = self._with.server_time.heard(sent_at, answer.received_at, answered_at)
        if offset is not None:
            store.note_clock_offset(offset)
        await asyncio.to_thread(self._report_rejected, events, answer.results)
        await asyncio.to_thread(store.settle, answer.results, answered_at)
        waiting = await asyncio.to_thread(store.waiting_count)
        await self._with.link.succeeded(uploaded=len(events), waiting=waiting)
        return waiting

    async def _sent(self, events: Sequence[Event], sent_at: datetime) -> BatchResult:
        """Send a batch; the next one is smaller where this was too much again and again."""
        try:
            answer = await self._with.server.upload(events, sent_at)
        except ServerFaltered:
            self._size = faltered(self._size, len(events))
            raise
        self._size = managed(self._size)
        return answer

    def wake(self) -> None:
        """Look into the outbox again; called on the loop."""
        self._news.set()

    async def _wait_out(self, failures: int) -> int:
        """Wait before the next try and return the failures that count from then on.

        Something urgent ends the wait and begins the short ones anew.
        """
        pause = self._with.back_off.wait(failures, self._with.chance())
        try:
            async with asyncio.timeout(pause.total_seconds()):
                await self._urgent.wait()
        except TimeoutError:
            return failures
        since = asyncio.get_running_loop().time() - self._tried_at
        await asyncio.sleep(max(0.0, URGENT_GAP.total_seconds() - since))
        return 0

    def _heard(self, event: Event) -> None:
        """Wake up; called in whatever thread recorded the event."""
        if self._loop is None or self._loop.is_closed():
            return  # `run` begins with a look into the outbox
        self._loop.call_soon_threadsafe(self._news.set)
        if is_urgent(event):
            self._loop.call_soon_threadsafe(self._urgent.set)

    def _report_rejected(self, events: Sequence[Event], results: Sequence[ItemResult]) -> None:
        """Tell of events that the server will never hold; they stay in the store.

        A technician reads of them; of an urgent one a nurse learns in its stead.
        """
        for event, result in zip(events, results, strict=True):
            if result.status is ItemStatus.REJECTED and not isinstance(event.body, RobotFault):
                detail = f"{event.kind} {event.id} was rejected: {result.reason}"
                code = URGENT_EVENT_REJECTED if is_urgent(event) else "event_rejected"
                rejected = RobotFault(component=Component.CARE_SERVER, code=code, detail=detail)
                self._with.store.record(rejected, resident_id=None, at=self._with.clock.now())
