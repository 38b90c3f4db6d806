"""A care server in memory that fails when it is told to."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from codebook.event import Event
from codebook.plan import RobotPlans
from codebook.upload import BatchResult, ItemResult, ItemStatus
from robot_nodes.ports import PlansUnreadable, ServerRefused, ServerUnreachable
from schedules.clock import Clock


class FakeCareServer:
    """Fulfils the port `CareServer`."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._offer: tuple[str, RobotPlans] | None = None
        self.stored: dict[UUID, Event] = {}
        """In the order of arrival."""
        self.sent_at: datetime | None = None
        """The robot's clock when the latest batch left."""
        self.batches: list[int] = []
        """The size of each batch that arrived."""
        self.is_reachable = True
        self.knows_the_robot = True
        self.answers_to_lose = 0
        """How many uploads are stored without the robot ever hearing so."""
        self.rejects: set[str] = set()
        """Kinds of event that are never stored."""
        self.residents: frozenset[UUID] | None = None
        """Whom the robot may speak of; None for anybody."""
        self.plans_refusal = ""
        """Why no plans are handed out, though events are taken."""
        self.polls = 0

    def offer(self, etag: str, plans: RobotPlans) -> None:
        """Have plans for the robot."""
        self._offer = (etag, plans)

    async def upload(self, events: Sequence[Event], sent_at: datetime) -> BatchResult:
        """See `CareServer.upload`."""
        self._answer_or_fail()
        self.sent_at = sent_at
        self.batches.append(len(events))
        results = tuple(self._store(event) for event in events)
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise ServerUnreachable("no answer from the care server in time")
        return BatchResult(received_at=self._clock.now(), results=results)

    async def plans(self, known_etag: str) -> tuple[str, RobotPlans] | None:
        """See `CareServer.plans`."""
        self._answer_or_fail()
        self.polls += 1
        if self.plans_refusal:
            raise PlansUnreadable(self.plans_refusal)
        return None if self._offer is None or self._offer[0] == known_etag else self._offer

    async def close(self) -> None:
        """Nothing is open."""

    def _answer_or_fail(self) -> None:
        if not self.is_reachable:
            raise ServerUnreachable("no connection to the care server")
        if not self.knows_the_robot:
            raise ServerRefused("the care server refused (401): pair the robot again")

    def _store(self, event: Event) -> ItemResult:
        is_strange = self.residents is not None and event.resident_id not in {
            None,
            *self.residents,
        }
        if is_strange or event.kind in self.rejects:
            return ItemResult(id=event.id, status=ItemStatus.REJECTED, reason="not wanted here")
        is_known = event.id in self.stored
        self.stored.setdefault(event.id, event)
        status = ItemStatus.DUPLICATE if is_known else ItemStatus.STORED
        return ItemResult(id=event.id, status=status)
