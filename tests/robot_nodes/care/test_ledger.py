from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codebook.event import Event
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care import rounds
from robot_nodes.care.ledger import Ledger
from robot_nodes.ports import StoreUnavailable
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Announced, Heard, Reported, Speak, Stage, Task, Tick
from tests.robot_nodes.adapters.stores import open_store
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.schedules.plans import MORNING, activity, medicine, task_of

TAKEN = Reported(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
LATER = Reported(outcome=Outcome.LATER, grade=EvidenceGrade.SAID, wait=timedelta(minutes=15))


@dataclass
class Book:
    """A ledger over a real file that can be opened again as after a crash."""

    folder: Path
    clock: HandMovedClock = field(default_factory=lambda: HandMovedClock(MORNING))
    store: SqliteStore = field(init=False)

    def __post_init__(self) -> None:
        self.store = open_store(self.folder / "robot.sqlite")

    @property
    def ledger(self) -> Ledger:
        return Ledger(self.store, self.clock.now)

    def crash(self) -> None:
        """Lose everything that was not stored."""
        self.store.close()
        self.store = open_store(self.folder / "robot.sqlite")

    def kinds(self) -> list[str]:
        return [event.kind for event in self.events()]

    def events(self) -> list[Event]:
        return [e for e in self.store.pending(500) if e.kind.startswith("task.")]


@contextmanager
def book(folder: Path) -> Iterator[Book]:
    kept = Book(folder)
    try:
        yield kept
    finally:
        kept.store.close()


def test_an_answer_and_its_events_are_stored_together(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(medicine())
        kept.ledger.begin(task)
        entry = kept.ledger.happened(task.occurrence.id, Heard(), TAKEN, utterance_id="u1")

        kept.crash()

        assert kept.store.task(task.occurrence.id) == entry.task
        assert kept.kinds() == ["task.due", "task.heard", "task.reported", "task.closed"]


def test_nothing_is_stored_of_a_step_that_failed(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(medicine())
        kept.ledger.begin(task)
        ledger = Ledger(kept.store, kept.clock.now)
        kept.store.close()
        with pytest.raises(StoreUnavailable):
            ledger.happened(task.occurrence.id, TAKEN)
        kept.crash()

        assert kept.store.task(task.occurrence.id) == task


def test_a_snooze_is_told_with_its_end(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(medicine())
        kept.ledger.begin(task)
        kept.ledger.happened(task.occurrence.id, LATER)

        body = kept.events()[-1].body
        assert getattr(body, "snoozed_until", None) == MORNING + timedelta(minutes=15)


def test_later_with_no_time_left_tells_of_no_reminder(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(medicine())
        kept.ledger.begin(task)
        kept.ledger.happened(task.occurrence.id, LATER)
        kept.clock.advance(timedelta(minutes=57))
        kept.ledger.happened(task.occurrence.id, LATER)

        body = kept.events()[-1].body
        assert getattr(body, "snoozed_until", MORNING) is None


def test_a_task_that_the_robot_failed_at_goes_to_a_nurse_once(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(medicine())
        kept.ledger.begin(task)
        kept.ledger.given_up(task.occurrence.id)
        kept.ledger.given_up(task.occurrence.id)

        assert kept.kinds().count("task.escalated") == 1
        assert rounds.wakes_at(kept.store.open_tasks()[0], None) is not None


def test_an_announcement_that_failed_is_missed(tmp_path: Path) -> None:
    with book(tmp_path) as kept:
        task = task_of(activity())
        kept.ledger.begin(task)

        assert kept.ledger.given_up(task.occurrence.id).task.stage is Stage.MISSED
        assert kept.kinds()[-2:] == ["task.missed", "task.closed"]


def test_a_task_nobody_began_is_not_known(tmp_path: Path) -> None:
    with book(tmp_path) as kept, pytest.raises(KeyError):
        kept.ledger.happened(task_of(medicine()).occurrence.id, Tick())


@settings(max_examples=25)
@given(
    st.lists(st.sampled_from(["look", "announce", "silence", "taken", "crash"]), max_size=12),
    st.lists(st.integers(0, 20), min_size=12, max_size=12),
)
def test_after_any_crash_nothing_is_said_once_an_answer_was_stored(
    happenings: list[str], waits_min: list[int]
) -> None:
    with TemporaryDirectory() as folder, book(Path(folder)) as kept:
        task: Task = task_of(medicine())
        kept.ledger.begin(task)
        was_answered = False
        for happening, wait_min in zip(happenings, waits_min, strict=False):
            kept.clock.advance(timedelta(minutes=wait_min))
            match happening:
                case "crash":
                    kept.crash()
                case "announce":
                    kept.ledger.happened(task.occurrence.id, Announced())
                case "taken":
                    kept.ledger.happened(task.occurrence.id, Heard(), TAKEN)
                    was_answered = True
                case _:
                    pass
            entry = kept.ledger.happened(task.occurrence.id, Tick())
            if was_answered:
                assert not any(isinstance(effect, Speak) for effect in entry.effects)
        kinds = kept.kinds()
        assert kinds.count("task.due") == 1
        assert kinds.count("task.escalated") <= 1
        assert not was_answered or kinds.count("task.reported") == 1
