"""Has it said, once, that the robot does not hear, where no screen can show it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID

from codebook.event import Event
from codebook.plan import ResidentPlan, RobotPlans
from codebook.robot import RobotFault
from robot_nodes.care.ears_keeper import Say
from robot_nodes.care.talks import Talks
from robot_nodes.deafness import deafens
from schedules.speaking_time import rest_ends_at

SAID_AFTER = timedelta(seconds=30)
"""A plug that is pushed in again in time is not worth a word."""


class DeafnessKeeper:
    """Used on the conversation loop only."""

    def __init__(
        self,
        talks: Talks,
        faults: Callable[[], tuple[Event, ...]],
        say: Say,
        again_after: timedelta,
    ) -> None:
        """Do nothing before the first `look`.

        Args:
            talks: What is said.
            faults: The faults of the ears that are not over.
            say: Gives the floor.
            again_after: When what could not be said is tried again.
        """
        self._talks = talks
        self._faults = faults
        self._say = say
        self._again_after = again_after
        self._again_at: dict[UUID, datetime] = {}
        """Resident -> not to be told before then."""
        self._told: set[UUID] = set()
        """Residents who know of it."""

    def look(self, plans: RobotPlans | None) -> None:
        """Tell those who are not heard and do not know it; not at rest, and not where they read."""
        for resident in plans.residents if plans else ():
            fault = self._fault(resident)
            if fault is None:
                self._told.discard(resident.resident_id)
                self._again_at.pop(resident.resident_id, None)
            elif self._is_untold(resident):
                self._tell_in_time(resident, fault)

    def looks_again_at(self, plans: RobotPlans) -> datetime | None:
        """Return when it wants the next `look`, aware UTC; None for not by itself."""
        now = self._talks.scenes.now()
        moments = (
            self._tells_at(resident, fault, now)
            for resident in plans.residents
            if (fault := self._fault(resident)) is not None and self._is_untold(resident)
        )
        return min((at for at in moments if at > now), default=None)

    def _tell_in_time(self, resident: ResidentPlan, fault: Event) -> None:
        now = self._talks.scenes.now()
        if self._talks.scenes.has_screen() or self._tells_at(resident, fault, now) > now:
            return
        self._again_at[resident.resident_id] = now + self._again_after

        async def tell() -> None:
            if await self._talks.tell_of_deafness(resident, fault.id):
                self._told.add(resident.resident_id)

        self._say(resident, f"deaf {resident.resident_id}", tell)

    def _is_untold(self, resident: ResidentPlan) -> bool:
        """Return whether a resident expects to be heard, and does not know that they are not."""
        resident_id = resident.resident_id
        return resident_id not in self._told and self._talks.memory.privacy.hears(resident_id)

    def _fault(self, resident: ResidentPlan) -> Event | None:
        """Return what keeps the robot from hearing a resident."""
        return next(
            (
                event
                for event in self._faults()
                if isinstance(event.body, RobotFault)
                and deafens(event.body.component, event.body.code, resident.locale)
            ),
            None,
        )

    def _tells_at(self, resident: ResidentPlan, fault: Event, now: datetime) -> datetime:
        again_at = self._again_at.get(resident.resident_id, now)
        return rest_ends_at(resident.plan, max(now, fault.occurred_at + SAID_AFTER, again_at))
