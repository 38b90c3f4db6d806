from contextlib import suppress
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from codebook.event import Event
from codebook.upload import ItemResult, ItemStatus
from tests.robot_nodes.adapters.stores import MORNING, fault, open_store, recorded, rejected


class _PowerCutError(Exception):
    """Ends a step in its middle."""


class OutboxAndServer(RuleBasedStateMachine):
    """Records, crashes and uploads in any order, and a server that keeps what reaches it."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory()
        self.recorded: list[Event] = []
        self.on_server: dict[UUID, Event] = {}
        self.rejected: set[UUID] = set()

    @initialize()
    def boot(self) -> None:
        self.store = open_store(Path(self.folder.name) / "robot.sqlite")
        self.recorded.append(self.store.pending(10_000)[-1])

    @rule()
    def record(self) -> None:
        self.recorded.append(recorded(self.store, fault(len(self.recorded))))

    @rule()
    def record_two_in_one_step(self) -> None:
        with self.store.transaction() as step:
            for nth in (1, 2):
                event = step.record(fault(nth), resident_id=None, at=MORNING)
                self.recorded.append(event)

    @rule()
    def crash_inside_a_step(self) -> None:
        with suppress(_PowerCutError), self.store.transaction() as step:
            step.record(fault(), resident_id=None, at=MORNING)
            raise _PowerCutError
        self.crash()

    @rule()
    def crash(self) -> None:
        self.store.close()
        self.boot()

    @rule(limit=st.integers(1, 5))
    def upload(self, limit: int) -> None:
        self.store.settle(self._arrive(self.store.pending(limit)), MORNING)

    @rule(limit=st.integers(1, 5))
    def upload_and_lose_the_answer(self, limit: int) -> None:
        self._arrive(self.store.pending(limit))

    @rule(limit=st.integers(1, 5), arriving=st.integers(0, 5))
    def upload_to_a_server_that_dies_halfway(self, limit: int, arriving: int) -> None:
        self._arrive(self.store.pending(limit)[:arriving])

    @rule()
    def upload_something_the_server_rejects(self) -> None:
        for event in self.store.pending(1):
            if event.id not in self.on_server:
                self.rejected.add(event.id)
                self.store.settle([rejected(event)], MORNING)

    @invariant()
    def every_event_is_somewhere(self) -> None:
        pending = {event.id for event in self.store.pending(10_000)}
        everywhere = pending | set(self.on_server) | self.rejected
        assert everywhere == {event.id for event in self.recorded}
        assert not self.rejected & (pending | set(self.on_server))

    def teardown(self) -> None:
        while batch := self.store.pending(500):
            self.store.settle(self._arrive(batch), MORNING)
        kept = [event for event in self.recorded if event.id not in self.rejected]
        assert list(self.on_server.values()) == kept
        for _, events in groupby(self.recorded, key=lambda event: event.boot_id):
            sequences = [event.sequence for event in events]
            assert sequences == list(range(1, len(sequences) + 1))
        self.store.close()
        self.folder.cleanup()

    def _arrive(self, batch: tuple[Event, ...]) -> list[ItemResult]:
        results = []
        for event in batch:
            is_known = event.id in self.on_server
            self.on_server.setdefault(event.id, event)
            status = ItemStatus.DUPLICATE if is_known else ItemStatus.STORED
            results.append(ItemResult(id=event.id, status=status))
        return results


TestNothingIsLostAndNothingDoubled = OutboxAndServer.TestCase
TestNothingIsLostAndNothingDoubled.settings = settings(max_examples=20, stateful_step_count=20)
