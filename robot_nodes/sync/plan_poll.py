"""Asks the server for newer plans and takes them on board."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

from codebook.plan import RobotPlans
from codebook.robot import PLANS_UNREADABLE, Component, RobotFault
from codebook.sync import PlanReceived
from robot_nodes.ports import (
    CareServer,
    PlansUnreadable,
    RobotStore,
    ServerRefused,
    ServerUnreachable,
    StoreUnavailable,
)
from robot_nodes.sync.link import Link
from schedules.clock import Clock


class PlanPoll:
    """Polls while the server can be reached; the uploader finds out when it is back."""

    def __init__(
        self,
        *,
        store: RobotStore,
        server: CareServer,
        clock: Clock,
        link: Link,
        taken_over: Callable[[str], None],
    ) -> None:
        """Prepare; `run` does the work.

        Args:
            store: Where plans are kept.
            server: Where they come from.
            clock: The robot's.
            link: Whether the server can be reached.
            taken_over: Called with the ETag of plans that are now on board.
        """
        self._store = store
        self._server = server
        self._clock = clock
        self._link = link
        self._taken_over = taken_over
        self._refusal: RobotFault | None = None
        """The one that still holds."""

    async def run(self, every: timedelta) -> None:
        """Poll until cancelled; failures are noted, never raised."""
        while True:
            if not self._link.is_lost:
                await self._poll()
            await asyncio.sleep(every.total_seconds())

    async def _poll(self) -> None:
        try:
            await self.poll_once()
        except ServerUnreachable as fault:
            await self._link.failed(str(fault))
        except StoreUnavailable as fault:
            self._link.hampered(str(fault))
        except ServerRefused as fault:
            await self._note_refusal(_told(fault))

    async def poll_once(self) -> None:
        """Ask once.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The plans on board stay in force; the remedy is in the message.
            StoreUnavailable: The plans could not be stored; those before are still there.
        """
        known = await asyncio.to_thread(self._store.plan_etag)
        news = await self._server.plans(known)
        if news:
            await asyncio.to_thread(self._take_over, *news)
        await asyncio.to_thread(self._store.confirm_plans, self._clock.now())
        waiting = await asyncio.to_thread(self._store.waiting_count)
        await self._link.succeeded(uploaded=0, waiting=waiting)
        if news:
            self._taken_over(news[0])
        if self._refusal:
            await self._record(self._refusal.model_copy(update={"is_resolved": True}))
            self._refusal = None

    def _take_over(self, etag: str, plans: RobotPlans) -> None:
        """Store the plans, and an event for each that is new, in one step."""
        before = self._store.plans()
        known = {(old.plan.id, old.plan.version) for old in before.residents} if before else set()
        now = self._clock.now()
        with self._store.transaction() as step:
            step.save_plans(etag, plans)
            for new in plans.residents:
                if (new.plan.id, new.plan.version) not in known:
                    received = PlanReceived(plan_id=new.plan.id, plan_version=new.plan.version)
                    step.record(received, resident_id=new.resident_id, at=now)

    async def _note_refusal(self, refusal: RobotFault) -> None:
        """Record a refusal once, however often it is repeated."""
        if refusal == self._refusal:
            return
        self._refusal = refusal
        try:
            await self._record(refusal)
        except StoreUnavailable as fault:
            self._link.hampered(str(fault))

    async def _record(self, refusal: RobotFault) -> None:
        now = self._clock.now()
        await asyncio.to_thread(self._store.record, refusal, resident_id=None, at=now)


def _told(refusal: ServerRefused) -> RobotFault:
    is_unreadable = isinstance(refusal, PlansUnreadable)
    return RobotFault(
        component=Component.CARE_SERVER,
        code=PLANS_UNREADABLE if is_unreadable else "plans_refused",
        detail=str(refusal),
    )
