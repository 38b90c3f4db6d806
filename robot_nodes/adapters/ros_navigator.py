"""The port Navigator over the action skill/go_to, where somebody serves it."""

import asyncio
from collections.abc import Callable
from uuid import UUID

from robot_nodes import wire
from robot_nodes.actions import ActionCaller, ActionUnavailable
from robot_nodes.battery import Battery
from schedules.task import Approach

DEADLINE_S = 45.0
"""A robot that is still on its way by then speaks from where it is."""


class RosNavigator:
    """Comes closer through whichever node serves skill/go_to."""

    def __init__(
        self, go_to: ActionCaller, caller: str, battery: Callable[[], Battery] = Battery
    ) -> None:
        """Drive in the name of `caller`, while `battery` tells that enough is left."""
        self._go_to = go_to
        self._caller = caller
        self._battery = battery

    async def approach(self, resident_id: UUID) -> Approach:
        """See `Navigator.approach`."""
        if not self._go_to.is_served:
            return Approach.UNAVAILABLE
        if not self._battery().may_drive:
            return Approach.LOW_BATTERY
        goal = wire.GoTo.Goal(resident_id=str(resident_id), caller=self._caller)
        try:
            async with asyncio.timeout(DEADLINE_S):
                result = await self._go_to.call(goal)
        except (ActionUnavailable, TimeoutError):
            return Approach.FAILED
        has_arrived = result.code == wire.GoTo.Result.ARRIVED
        return Approach.ARRIVED if has_arrived else Approach.FAILED
