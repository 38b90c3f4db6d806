"""Opens and closes the ears as residents wish and have agreed, and has it said."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from codebook.plan import ResidentPlan, RobotPlans
from robot_nodes.care import rounds
from robot_nodes.care.floor_keeper import Talk
from robot_nodes.care.talks import Talks
from schedules.speaking_time import rest_ends_at

Say = Callable[[ResidentPlan, str, Talk], None]
"""Holds a short talk with a resident, under an id, as soon as nothing else goes on."""


class EarsKeeper:
    """Used on the conversation loop only."""

    def __init__(self, talks: Talks, say: Say, again_after: timedelta) -> None:
        """Do nothing before the first `look`.

        Args:
            talks: What is said.
            say: Gives the floor.
            again_after: When what could not be said is tried again.
        """
        self._talks = talks
        self._privacy = talks.memory.privacy
        self._say = say
        self._again_after = again_after
        self._again_at: dict[str, datetime] = {}
        """Id of a short talk -> not to be held again before then."""

    def look(self, plans: RobotPlans | None) -> None:
        """Do what the time and the plans ask for.

        Raises:
            StoreUnavailable: To be tried again.
        """
        if plans is not None:
            self._privacy.follow(plans)
        paused_by = self._privacy.resident_id
        is_over = self._privacy.look()
        if plans is None:
            return
        paused = rounds.resident_plan(plans, paused_by) if paused_by else None
        if is_over and paused is not None:
            self._say(paused, "listening", partial(self._talks.tell_that_it_listens, paused))
        now = self._talks.scenes.now()
        for resident in self._privacy.refusals.untold(plans):
            if self._tells_at(resident, now) <= now:
                claim_id = self._claim_id(resident)
                self._again_at[claim_id] = now + self._again_after
                self._say(resident, claim_id, partial(self._talks.tell_of_consent, resident))

    def looks_again_at(self, plans: RobotPlans) -> datetime | None:
        """Return when the ears want the next `look`, aware UTC; None for not by themselves."""
        now = self._talks.scenes.now()
        tells = (self._tells_at(each, now) for each in self._privacy.refusals.untold(plans))
        moments = [at for at in (self._privacy.paused_until, *tells) if at is not None and at > now]
        return min(moments, default=None)

    def _tells_at(self, resident: ResidentPlan, now: datetime) -> datetime:
        again_at = self._again_at.get(self._claim_id(resident), now)
        return rest_ends_at(resident.plan, max(now, again_at))

    def _claim_id(self, resident: ResidentPlan) -> str:
        is_closed = bool(self._privacy.refusals.refused_by)
        return f"consent {resident.resident_id} {'closed' if is_closed else 'open'}"
