"""Tells the server how the robot is, and sends again what the server has lost."""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from codebook.heartbeat import MOST_RESIDENTS, Heartbeat, PlanOnBoard, PresentFault
from robot_nodes.battery import Battery
from robot_nodes.ports import (
    CareServer,
    RobotStore,
    ServerRefused,
    ServerUnreachable,
    StoreUnavailable,
)
from robot_nodes.sync.link import Link
from robot_nodes.sync.server_time import ServerTime
from schedules.clock import Clock

HEARTBEAT_EVERY = timedelta(seconds=60)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """What heartbeats work with."""

    store: RobotStore
    server: CareServer
    clock: Clock
    link: Link
    server_time: ServerTime
    """Is set right by every beat."""
    software_version: str
    battery: Callable[[], Battery]
    faults: Callable[[], tuple[PresentFault, ...]]
    """Tells what ails the robot now."""
    taken_back: Callable[[], None]
    """Called when acknowledged events wait again."""


class Heartbeats:
    """Beat while the server can be reached; the uploader finds out when it is back.

    Then at once: it may have come back from a backup, and lack what it has acknowledged.
    """

    def __init__(self, vitals: Vitals) -> None:
        """Prepare; `run` does the work."""
        self._with = vitals
        self._wanted = asyncio.Event()

    def wake(self) -> None:
        """Beat at once; called on the loop."""
        self._wanted.set()

    async def run(self, every: timedelta) -> None:
        """Beat until cancelled; failures are noted, never raised."""
        while True:
            self._wanted.clear()
            if not self._with.link.is_lost:
                await self._beat()
            with suppress(TimeoutError):
                async with asyncio.timeout(every.total_seconds()):
                    await self._wanted.wait()

    async def _beat(self) -> None:
        try:
            await self.beat_once()
        except (ServerUnreachable, ServerRefused) as fault:
            await self._with.link.failed(str(fault))
        except StoreUnavailable as fault:
            self._with.link.hampered(str(fault))

    async def beat_once(self) -> None:
        """Tell once.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The robot is not (or no longer) known there.
            StoreUnavailable: The store cannot be read or written.
        """
        beat = await asyncio.to_thread(self._reading)
        answer = await self._with.server.heartbeat(beat)
        now = self._with.clock.now()
        self._with.server_time.heard(beat.sent_at, answer.received_at, now)
        again = await asyncio.to_thread(self._with.store.take_back, answer.missing)
        waiting = await asyncio.to_thread(self._with.store.waiting_count)
        await self._with.link.succeeded(uploaded=0, waiting=waiting)
        if again:
            self._with.taken_back()

    def _reading(self) -> Heartbeat:
        store, battery = self._with.store, self._with.battery()
        plans = store.plans()
        return Heartbeat(
            sent_at=self._with.clock.now(),
            software_version=self._with.software_version,
            plans_etag=store.plan_etag(),
            waiting_events=store.waiting_count(),
            refused_events=store.refused_count(),
            battery=battery.ratio,
            is_charging=battery.is_charging,
            plans=tuple(
                PlanOnBoard(resident_id=each.resident_id, plan_version=each.plan.version)
                for each in (plans.residents if plans else ())[:MOST_RESIDENTS]
            ),
            faults=self._with.faults(),
            boots=store.reach(),
        )
