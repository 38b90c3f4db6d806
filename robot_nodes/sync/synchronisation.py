"""All that runs between robot and server: uploads, plans, signs of life."""

import asyncio
import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

from robot_nodes.battery import Battery
from robot_nodes.ports import (
    CareServer,
    RobotStore,
    ServerRefused,
    ServerUnreachable,
    StoreUnavailable,
)
from robot_nodes.sync.back_off import BackOff
from robot_nodes.sync.command_desk import CommandDesk
from robot_nodes.sync.heartbeat import HEARTBEAT_EVERY, Heartbeats, Vitals
from robot_nodes.sync.link import Link
from robot_nodes.sync.orders_poll import OrdersPoll, Polling, Rhythm
from robot_nodes.sync.present_faults import PresentFaults
from robot_nodes.sync.server_time import ServerTime
from robot_nodes.sync.sign_of_life import SignOfLife
from robot_nodes.sync.uploader import Uploader, Uploads
from schedules.clock import Clock

SIGN_OF_LIFE_EVERY = timedelta(seconds=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncStatus:
    """How far robot and server are apart."""

    is_online: bool
    """Whether the last exchange succeeded."""
    waiting_events: int
    """Recorded here and without an answer from there."""
    refused_events: int
    """Rejected by the server, and kept here."""
    plan_etag: str
    """Of the plans on board; empty before the first."""
    trouble: str
    """What went wrong last; empty when all is well. Never holds what anybody said."""


class Synchronisation:
    """Keeps robot and server together as far as the network lets it; used on one event loop."""

    def __init__(
        self,
        store: RobotStore,
        server: CareServer,
        clock: Clock,
        *,
        changed: Callable[[], None],
        plans_taken_over: Callable[[str], None],
        battery: Callable[[], Battery] = Battery,
    ) -> None:
        """Prepare; `run` does the work.

        Args:
            store: What the robot remembers.
            server: What it talks to.
            clock: The robot's.
            changed: Called on the loop when `status` may be another.
            plans_taken_over: Called on the loop with the ETag of plans that are now on board.
            battery: Tells how much is left.
        """
        self._store = store
        self._link = Link(store, clock, changed, came_back=self._came_back)
        self._life = SignOfLife(store, clock)
        self._server_time = ServerTime(clock)
        self.desk = CommandDesk(store, clock, self._server_time)
        """What the robot is asked to do now."""
        self._server_time.observe(self.desk.look_again)
        self._poll = OrdersPoll(
            Polling(
                store=store,
                server=server,
                clock=clock,
                link=self._link,
                desk=self.desk,
                taken_over=plans_taken_over,
            )
        )
        self._uploader = Uploader(
            Uploads(
                store=store,
                server=server,
                clock=clock,
                link=self._link,
                server_time=self._server_time,
                back_off=BackOff(),
                chance=random.random,
            )
        )
        self._heartbeats = Heartbeats(
            Vitals(
                store=store,
                server=server,
                clock=clock,
                link=self._link,
                server_time=self._server_time,
                software_version=version("nabo-care"),
                battery=battery,
                faults=PresentFaults(store).present,
                taken_back=self._uploader.wake,
            )
        )

    async def run(self, rhythm: Rhythm) -> None:
        """Run until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._uploader.run())
            group.create_task(self._poll.run(rhythm))
            group.create_task(self._heartbeats.run(HEARTBEAT_EVERY))
            group.create_task(self._life.run(SIGN_OF_LIFE_EVERY))

    def _came_back(self) -> None:
        self._heartbeats.wake()

    def recover(self) -> None:
        """Answer for the commands of an earlier run; before anybody may begin one in this run."""
        try:
            self.desk.recover()
        except StoreUnavailable as fault:
            self._link.hampered(str(fault))

    async def upload_rest(self, within: timedelta) -> None:
        """Send what still waits, once `run` was cancelled; what does not get through stays."""
        with suppress(TimeoutError, ServerUnreachable, ServerRefused, StoreUnavailable):
            async with asyncio.timeout(within.total_seconds()):
                while await self._uploader.upload_once():
                    pass

    def status(self) -> SyncStatus:
        """Return how things stand.

        Raises:
            StoreUnavailable: The store cannot be read.
        """
        return SyncStatus(
            is_online=self._link.is_online,
            waiting_events=self._store.waiting_count(),
            refused_events=self._store.refused_count(),
            plan_etag=self._store.plan_etag(),
            trouble=self._life.trouble or self._link.trouble,
        )
