"""Which conversations are held or wait, what each is about, and with whom."""

from collections.abc import Callable
from uuid import UUID

from codebook.plan import ResidentPlan
from robot_nodes.care.floor_keeper import FloorKeeper, Talk
from robot_nodes.dialogue.floor import Claim
from robot_nodes.signals import DOING_BY_KIND, Doing


class Visits:
    """Used on the conversation loop only."""

    def __init__(
        self, changed: Callable[[], None], failed: Callable[[Claim, Exception], None]
    ) -> None:
        """Begin with none; the arguments are as for `FloorKeeper`."""
        self.floor = FloorKeeper(changed, failed)
        self._doing: dict[str, tuple[Doing, ResidentPlan]] = {}
        """Claim -> what it is about, and with whom."""

    def hold(self, claim: Claim, doing: Doing, resident: ResidentPlan, talk: Talk) -> None:
        """Hold a conversation as soon as nothing more important goes on.

        One that goes on or waits already changes nothing.
        """
        if claim.id not in self.floor.claim_ids:
            self._doing[claim.id] = doing, resident
        self.floor.request(claim, talk)

    @property
    def present(self) -> tuple[Doing, ResidentPlan] | None:
        """What is under way, and with whom."""
        holder = self.floor.holder
        return self._doing[holder.id] if holder else None

    def whom(self, claim: Claim) -> ResidentPlan:
        """Return with whom a conversation is held that was asked for since nobody spoke."""
        return self._doing[claim.id][1]

    def planned_with(self, resident_id: UUID) -> tuple[str, ...]:
        """Return the claims of what the plan wants said to a resident."""
        return tuple(
            claim_id
            for claim_id, (doing, whom) in self._doing.items()
            if doing in DOING_BY_KIND.values() and whom.resident_id == resident_id
        )

    def clear(self) -> None:
        """Forget what is over; to be called once nothing is held."""
        self._doing.clear()
