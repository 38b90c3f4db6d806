"""Turns the signs of room sensors into events, where everybody here has agreed to it."""

from collections.abc import Callable
from datetime import timedelta

from std_msgs.msg import Header

from codebook.plan import RobotPlans
from codebook.presence import PresenceChanged, PresenceSource
from robot_nodes import parameters
from robot_nodes.diagnostics import Health, report_health
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import RobotStore, StoreUnavailable
from robot_nodes.presence import Presence
from robot_nodes.ros import CONVERSATION, Membership, RobotNode

LONGEST_NAME = 60
"""Characters of a room's name that are kept."""
_LOOK_EVERY = timedelta(seconds=10)


class PresenceNode(RobotNode):
    """Keeps nothing, not even until the next sign, unless consent is on board."""

    def __init__(self, membership: Membership, store: RobotStore) -> None:
        """Know of nobody; `configure` subscribes."""
        super().__init__("presence", parameters.PRESENCE, membership)
        self._store = store
        self._log = LogKeeper(store, self)
        self._presence = Presence()

    def configure(self) -> None:
        """Listen to the sensors."""
        self.subscribe(Header, "room_sensors", self._on_sign, CONVERSATION)
        self.every(_LOOK_EVERY, self._look)
        report_health(self, lambda: Health(trouble=self._log.trouble))

    def malformed(self, topic: str, *, is_over: bool) -> None:
        """Record it, once when it begins and once when it is over."""
        self._log.keep_malformed(topic, is_over=is_over)

    def _on_sign(self, message: Header) -> None:
        room = message.frame_id.strip()[:LONGEST_NAME]
        if room:
            settles_after = timedelta(seconds=self.value(parameters.ROOM_SETTLES))
            self._change(lambda before: before.perceived(room, self.now(), settles_after))

    def _look(self) -> None:
        gone_after = timedelta(seconds=self.value(parameters.ROOM_LEFT))
        self._change(lambda before: before.passed(self.now(), gone_after))

    def _change(self, change: Callable[[Presence], Presence]) -> None:
        plans = self._agreed_plans()
        if plans is None or self.is_resting:
            self._presence = Presence()
            return
        before = self._presence.room
        self._presence = change(self._presence)
        if self._presence.room == before:
            return
        body = PresenceChanged(room=self._presence.room, source=PresenceSource.SENSOR)
        for resident in plans.residents:
            self._log.keep(body, resident.resident_id)

    def _agreed_plans(self) -> RobotPlans | None:
        try:
            plans = self._store.plans()
        except StoreUnavailable as fault:
            self._log.trouble = str(fault)
            return None
        return plans if plans is not None and plans.may_sense_rooms else None
