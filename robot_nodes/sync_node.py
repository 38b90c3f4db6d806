"""Keeps robot and care server together, and shows the rest of the robot how that goes."""

import asyncio
from datetime import timedelta

from rclpy.qos import qos_profile_sensor_data
from sensor_msgs.msg import BatteryState
from std_msgs.msg import String

from codebook.event import Event
from robot_nodes import parameters, wire
from robot_nodes.battery import Battery
from robot_nodes.bridge import ConversationLoop
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.ports import CareServer, Commands, RobotStore, StoreUnavailable
from robot_nodes.ros import EVENTS, LATCHED, Membership, RobotNode
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation, SyncStatus

LAST_UPLOAD = timedelta(seconds=2)
"""How long a robot that stops tries to send what still waits."""

CLOSE_DEADLINE_S = 2.0


class SyncNode(RobotNode):
    """Uploads events, fetches plans, writes signs of life.

    To be stopped last: what the others recorded on their way out is uploaded then.
    """

    def __init__(
        self, membership: Membership, loop: ConversationLoop, store: RobotStore, server: CareServer
    ) -> None:
        """Declare parameters and watch the store; `start` begins to talk to the server."""
        super().__init__("sync", parameters.SYNC, membership)
        self._loop = loop
        self._store = store
        self._server = server
        self._running: asyncio.Task[None] | None = None
        self._is_active = False
        self._battery = Battery()
        self._sync = Synchronisation(
            store,
            server,
            self,
            changed=self._show_status,
            plans_taken_over=self._show_plan_version,
            battery=lambda: self._battery,
        )
        store.observe(self._show_event)

    @property
    def commands(self) -> Commands:
        """What the robot is asked to do now, for those who do it."""
        return self._sync.desk

    def configure(self) -> None:
        """Make the publishers."""
        self._events = self.publication(wire.CareEvent, "events", EVENTS)
        self._state = self.publication(wire.SyncState, "sync_state", LATCHED)
        self._plan_version = self.publication(String, "plan_version", LATCHED)
        self.subscribe(BatteryState, "battery_state", self._on_battery, qos_profile_sensor_data)
        report_health(self, self._health)
        self._sync.recover()

    def start(self) -> None:
        """Tell what is on board already, then begin to synchronise."""
        self._is_active = True
        if etag := self._store.plan_etag():
            self._show_plan_version(etag)
        self._show_status()
        self._loop.start(self._synchronise())

    def stop(self) -> None:
        """Come to rest once what still waits is uploaded, or after a while."""
        self._loop.run(self._come_to_rest(), 2 * LAST_UPLOAD.total_seconds())
        self._is_active = False

    def close(self) -> None:
        """Let go of the connections to the server."""
        self._loop.run(self._server.close(), CLOSE_DEADLINE_S)

    async def _synchronise(self) -> None:
        self._running = asyncio.current_task()
        await self._sync.run(
            Rhythm(
                every=timedelta(seconds=self.value(parameters.PLAN_POLL)),
                wait=timedelta(seconds=self.value(parameters.PLAN_WAIT)),
            )
        )

    async def _come_to_rest(self) -> None:
        if self._running is not None:
            self._running.cancel()
            await asyncio.wait([self._running])
        await self._sync.upload_rest(LAST_UPLOAD)

    def _on_battery(self, message: BatteryState) -> None:
        self._battery = wire.battery(message)

    def _show_event(self, event: Event) -> None:
        """Publish an event; called in whatever thread recorded it."""
        if self._is_active:
            self._events.publish(wire.event_message(event))

    def _show_plan_version(self, etag: str) -> None:
        self._plan_version.publish(String(data=etag))

    def _show_status(self) -> None:
        try:
            self._show(self._sync.status())
        except StoreUnavailable:
            return  # the diagnostics tell of it

    def _show(self, status: SyncStatus) -> None:
        self._state.publish(
            wire.SyncState(
                is_online=status.is_online,
                waiting_events=status.waiting_events,
                plan_etag=status.plan_etag,
            )
        )

    def _health(self) -> Health:
        try:
            status = self._sync.status()
        except StoreUnavailable as fault:
            return Health(trouble=str(fault))
        self._show(status)
        if self._running is not None and self._running.done():
            return Health(trouble="nothing is uploaded any more: restart the robot")
        return Health(trouble=_trouble(status), figures=_figures(status))


def _trouble(status: SyncStatus) -> str:
    if status.trouble or not status.refused_events:
        return status.trouble
    return (
        f"the care server rejected {status.refused_events} of the robot's events; they are kept in"
        " the store: the robot.fault events tell the reasons"
    )


def _figures(status: SyncStatus) -> dict[str, str]:
    return {
        "is_online": str(status.is_online).lower(),
        "waiting_events": str(status.waiting_events),
        "refused_events": str(status.refused_events),
        "plan_etag": status.plan_etag,
    }
