"""Asks the server what there is to do: newer plans come on board, commands onto the desk.

The server holds the question until it has news. Where it does not, the robot asks now and then.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from codebook.orders import KnownReport
from codebook.plan import RobotPlans
from codebook.robot import PLANS_UNREADABLE, Component, RobotFault
from codebook.sync import PlanReceived
from robot_nodes.care import known_reports
from robot_nodes.ports import (
    CareServer,
    Orders,
    RobotStore,
    ServerRefused,
    ServerUnreachable,
    StoreUnavailable,
)
from robot_nodes.sync.command_desk import CommandDesk
from robot_nodes.sync.link import Link
from schedules.clock import Clock

_AFTER_NEWS = timedelta(milliseconds=200)
"""However much is new, questions are at least this far apart."""

_REFUSED = "plans_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rhythm:
    """How often the server is asked; real time."""

    every: timedelta
    """Where the server does not hold the question, or cannot be reached."""
    wait: timedelta
    """How long it may hold one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Polling:
    """What a poll works with."""

    store: RobotStore
    server: CareServer
    clock: Clock
    link: Link
    desk: CommandDesk
    taken_over: Callable[[str], None]
    """Called with the ETag of the plans on board: other ones, or with other reports beside."""


class OrdersPoll:
    """Asks while the server can be reached; the uploader finds out when it is back."""

    def __init__(self, polling: Polling) -> None:
        """Prepare; `run` does the work."""
        self._with = polling
        self._known_etag = ""
        self._lost_before: datetime | None = None
        """Of the orders last taken over in this run."""
        self._refusal: RobotFault | None = None
        """The one that still holds."""

    async def run(self, rhythm: Rhythm) -> None:
        """Ask until cancelled; failures are noted, never raised."""
        loop = asyncio.get_running_loop()
        while True:
            asked_at = loop.time()
            is_news = not self._with.link.is_lost and await self._poll(rhythm.wait)
            gap = _AFTER_NEWS if is_news else rhythm.every
            await asyncio.sleep(max(0.0, gap.total_seconds() - (loop.time() - asked_at)))

    async def _poll(self, wait: timedelta) -> bool:
        """Ask once, and return whether there was news."""
        try:
            return await self.poll_once(wait)
        except ServerUnreachable as fault:
            await self._with.link.failed(str(fault))
        except StoreUnavailable as fault:
            self._with.link.hampered(str(fault))
        except ServerRefused as fault:
            await self._note_refusal(_refusal(_REFUSED, str(fault)))
        return False

    async def poll_once(self, wait: timedelta = timedelta(0)) -> bool:
        """Ask once, and return whether there was news.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The plans on board stay in force; the remedy is in the message.
            StoreUnavailable: What is new could not be stored; what was before is still there.
        """
        orders = await self._with.server.orders(self._known_etag, wait)
        if orders is not None:
            await self._take_over(orders)
            self._known_etag = orders.etag
        elif self._refusal is not None and self._refusal.code == _REFUSED:
            await self._note_accepted()
        if self._refusal is None:
            await asyncio.to_thread(self._with.store.confirm_plans, self._with.clock.now())
        await asyncio.to_thread(self._with.desk.waiting)  # what came too late is answered for
        waiting = await asyncio.to_thread(self._with.store.waiting_count)
        await self._with.link.succeeded(uploaded=0, waiting=waiting)
        await self._forget_what_was_lost()
        return orders is not None

    async def _forget_what_was_lost(self) -> None:
        """Ask for everything anew next time, once a damaged store has been rebuilt."""
        lost_before = await asyncio.to_thread(self._with.store.lost_before)
        if lost_before != self._lost_before:
            self._known_etag, self._lost_before = "", lost_before

    async def _take_over(self, orders: Orders) -> None:
        """Take the plans on board, then what is to be done: commands may speak of them.

        What was reported comes before everything: new plans must not ask for it again.
        """
        has_news = await asyncio.to_thread(self._keep_reports, orders.reports)
        if orders.plans is None:
            await self._note_refusal(_refusal(PLANS_UNREADABLE, orders.plans_fault))
        else:
            has_news |= await self._take_plans(orders.plans_etag, orders.plans)
            await self._note_accepted()
        if has_news:
            self._with.taken_over(await asyncio.to_thread(self._with.store.plan_etag))
        await asyncio.to_thread(self._with.desk.take, orders.commands, orders.unreadable)

    async def _take_plans(self, etag: str, plans: RobotPlans) -> bool:
        """Store the plans, and return whether they are other ones."""
        if await asyncio.to_thread(self._with.store.plan_etag) == etag:
            return False
        await asyncio.to_thread(self._keep, etag, plans)
        return True

    def _keep_reports(self, reports: tuple[KnownReport, ...]) -> bool:
        """Store what the server knows, and return whether it is anything else than before."""
        if reports == known_reports.kept(self._with.store):
            return False
        with self._with.store.transaction() as step:
            known_reports.keep(step, reports)
        return True

    def _keep(self, etag: str, plans: RobotPlans) -> None:
        """Store the plans, and an event for each that is new, in one step."""
        before = self._with.store.plans()
        known = {(old.plan.id, old.plan.version) for old in before.residents} if before else set()
        now = self._with.clock.now()
        with self._with.store.transaction() as step:
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
            self._with.link.hampered(str(fault))

    async def _note_accepted(self) -> None:
        if self._refusal:
            await self._record(self._refusal.model_copy(update={"is_resolved": True}))
            self._refusal = None

    async def _record(self, refusal: RobotFault) -> None:
        now = self._with.clock.now()
        await asyncio.to_thread(self._with.store.record, refusal, resident_id=None, at=now)


def _refusal(code: str, detail: str) -> RobotFault:
    return RobotFault(component=Component.CARE_SERVER, code=code, detail=detail)
