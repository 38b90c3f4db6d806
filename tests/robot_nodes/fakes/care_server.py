"""A care server in memory that fails when it is told to."""

import asyncio
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from codebook.command import Command, CommandStage
from codebook.event import Event
from codebook.heartbeat import Heartbeat, HeartbeatAnswer, Missing, Reach
from codebook.orders import KnownReport
from codebook.plan import RobotPlans
from codebook.readership import Readership, StaffReader
from codebook.task import TaskReported
from codebook.upload import BatchResult, ItemResult, ItemStatus
from robot_nodes.ports import Orders, ServerFaltered, ServerRefused, ServerUnreachable
from schedules.clock import Clock

_ROBOT = UUID(int=7)


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
        self.most = sys.maxsize
        """Events with which it manages at once."""
        self.residents: frozenset[UUID] | None = None
        """Whom the robot may speak of; None for anybody."""
        self.plans_refusal = ""
        """Why no plans are handed out, though events are taken."""
        self.polls = 0
        self.beats: list[Heartbeat] = []
        self.commands: list[Command] = []
        """Handed out until the robot has said that it has them."""
        self.unreadable: list[UUID] = []
        self.told_elsewhere: list[KnownReport] = []
        """What other robots were told."""
        self.readers: dict[str, datetime] = {}
        """Member of staff -> when they last read about any resident, the latest first."""

    def offer(self, etag: str, plans: RobotPlans) -> None:
        """Have plans for the robot."""
        self._offer = (etag, plans)

    async def upload(self, events: Sequence[Event], sent_at: datetime) -> BatchResult:
        """See `CareServer.upload`."""
        self._answer_or_fail()
        if len(events) > self.most:
            raise ServerFaltered("the care server answered 413")
        self.sent_at = sent_at
        self.batches.append(len(events))
        results = tuple(self._store(event) for event in events)
        if self.answers_to_lose:
            self.answers_to_lose -= 1
            raise ServerUnreachable("no answer from the care server in time")
        return BatchResult(received_at=self._clock.now(), results=results)

    async def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """See `CareServer.heartbeat`."""
        self._answer_or_fail()
        self.beats.append(beat)
        missing = [each for reach in beat.boots for each in self._missing(reach)]
        return HeartbeatAnswer(received_at=self._clock.now(), missing=tuple(missing))

    def _missing(self, reach: Reach) -> Iterator[Missing]:
        held = {each.sequence for each in self.stored.values() if each.boot_id == reach.boot_id}
        for sequence in range(reach.first, reach.last + 1):
            if sequence not in held:
                yield Missing(boot_id=reach.boot_id, first=sequence, last=sequence)

    async def readership(self, resident_id: UUID) -> Readership:
        """See `CareServer.readership`."""
        self._answer_or_fail()
        if self.residents is not None and resident_id not in self.residents:
            raise ServerRefused("the care server refused (404)")
        staff = tuple(StaffReader(name=name, last_at=at) for name, at in self.readers.items())
        return Readership(since=self._clock.now() - timedelta(days=7), staff=staff)

    async def orders(self, known_etag: str, wait: timedelta) -> Orders | None:
        """See `CareServer.orders`; looks anew until the time is up."""
        ends_at = time.monotonic() + wait.total_seconds()
        self._answer_or_fail()
        self.polls += 1
        while True:
            self._answer_or_fail()
            orders = self._orders()
            if orders is not None and orders.etag != known_etag:
                return orders
            if time.monotonic() >= ends_at:
                return None
            await asyncio.sleep(0.005)

    def _orders(self) -> Orders | None:
        nobody = RobotPlans(robot_id=_ROBOT, residents=())
        etag, plans = self._offer or ("", nobody)
        is_anything = self.commands or self.plans_refusal or self.told_elsewhere
        if self._offer is None and not is_anything:
            return None
        receipts = {
            event.body.command_id
            for event in self.stored.values()
            if isinstance(event.body, CommandStage)
        }
        waiting = tuple(each for each in self.commands if each.id not in receipts)
        unreadable = tuple(each for each in self.unreadable if each not in receipts)
        told = tuple(each.report_id for each in self.told_elsewhere)
        parts = (etag, self.plans_refusal, *(each.id for each in waiting), *unreadable, *told)
        return Orders(
            etag="/".join(map(str, parts)),
            plans_etag=etag,
            plans=None if self.plans_refusal else plans,
            plans_fault=self.plans_refusal,
            commands=waiting,
            unreadable=unreadable,
            reports=(*filter(None, map(_known, self.stored.values())), *self.told_elsewhere),
        )

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


def _known(event: Event) -> KnownReport | None:
    body = event.body
    if not isinstance(body, TaskReported) or event.resident_id is None:
        return None
    return KnownReport(
        occurrence_id=body.occurrence_id,
        item_id=body.item_id,
        resident_id=event.resident_id,
        report_id=event.id,
        robot_id=event.robot_id,
        outcome=body.outcome,
        grade=body.grade,
        at=event.occurred_at,
    )
