"""The power goes at every instant of a morning; what was answered is never asked about again.

Before each statement that reaches the database its files are copied: that is what a robot finds
whose power went just then.
"""

import asyncio
import shutil
from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from codebook.event import Event
from robot_nodes.adapters.store_sqlite import SqliteStore
from schedules.outcome import Outcome
from schedules.task import Stage, Task
from tests.robot_nodes.care.morning import (
    INTERPRETER,
    MORNING,
    ROBOT,
    home,
    medicine,
    plans_with,
)
from tests.robot_nodes.fakes.ears import SILENCE, ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice
from tests.schedules.plans import task_of

STOPS = (0, 10, 20, 30, 60)
"""Minutes after eight at which the robot looks."""
ANSWERS = {
    "taken at once": ("ja, jeg har tatt den",),
    "taken at the second reminder": (SILENCE, SILENCE, "ja, jeg har tatt den"),
    "refused": ("jeg vil ikke ha den",),
    "silence": (),
}
OCCURRENCE_ID = task_of(medicine()).occurrence.id


@dataclass
class Camera:
    """Copies a store before each of its statements."""

    path: Path
    folder: Path
    shots: list[Path] = field(default_factory=list)

    def __call__(self, _: str) -> None:
        shot = self.folder / f"{len(self.shots):04}"
        shot.mkdir()
        for file in self.path.parent.glob(f"{self.path.name}*"):
            shutil.copy(file, shot)
        self.shots.append(shot / self.path.name)


def opened(path: Path, at: datetime) -> SqliteStore:
    return SqliteStore.open(path, robot_id=ROBOT, software_version="0.1.0", at=at)


def lived(store: SqliteStore, start: int, *answers: str) -> list[str]:
    """Let a robot go through the rest of the morning; return what it said about the medicine."""

    async def scene() -> list[str]:
        voice, ears = FakeVoice(), ScriptedEars(INTERPRETER, answers)
        there = home(store, voice, ears)
        for minute in (start, *(stop for stop in STOPS if stop > start)):
            await there.at(timedelta(minutes=minute))
        return [sentence for sentence in voice.sentences if "Paracet" in sentence]

    return asyncio.run(scene())


def photographed(folder: Path, answers: tuple[str, ...]) -> list[Path]:
    (folder / "shots").mkdir()
    path = folder / "robot.sqlite"
    store = opened(path, MORNING)
    with store.transaction() as step:
        step.save_plans('"1"', plans_with(medicine()))
    camera = Camera(path, folder / "shots")
    store._keeping.connection.set_trace_callback(camera)  # noqa: SLF001 - where the power goes
    lived(store, 0, *answers)
    store.close()
    return camera.shots


def events(store: SqliteStore, path: Path) -> list[Event]:
    rows = store._keeping.connection.execute(  # noqa: SLF001 - acknowledged ones as well
        "SELECT json FROM outbox ORDER BY position"
    ).fetchall()
    assert path.exists()
    return [Event.model_validate_json(text) for (text,) in rows]


@pytest.mark.parametrize("answers", ANSWERS.values(), ids=ANSWERS)
def test_a_power_cut_at_any_instant_leaves_one_outcome_and_asks_nothing_twice(
    tmp_path: Path, answers: tuple[str, ...]
) -> None:
    shots = photographed(tmp_path, answers)
    assert len(shots) > 20
    for nth, path in enumerate(shots):
        back_after = (0, 5, 25, 90)[nth % 4]
        store = opened(path, MORNING + timedelta(minutes=back_after))
        before = store.task(OCCURRENCE_ID)
        said = lived(store, back_after, "ja, jeg har tatt den")
        after = store.task(OCCURRENCE_ID)
        log = events(store, path)
        store.close()

        assert after is not None, nth
        assert_one_outcome(after, log, back_after)
        if before is not None and before.stage.is_over:
            assert said == [], f"spoken after its answer was stored, at instant {nth}"
            assert after == before
        if back_after > 60:
            assert said == [], f"spoken outside its window, at instant {nth}"


def assert_one_outcome(task: Task, log: list[Event], back_after: int) -> None:
    kinds = Counter(event.kind for event in log)
    assert task.stage in {Stage.CLOSED, Stage.MISSED}
    assert (kinds["task.due"], kinds["task.closed"]) == (1, 1)
    assert kinds["task.missed"] == (task.stage is Stage.MISSED)
    if task.stage is Stage.CLOSED:
        assert task.report is not None
        assert task.report.outcome in {Outcome.TAKEN, Outcome.REFUSED}
    else:
        assert back_after > 60 or task.is_escalated
    assert len({event.id for event in log}) == len(log)
    boots: dict[str, list[int]] = {}
    for event in log:
        boots.setdefault(str(event.boot_id), []).append(event.sequence)
    assert all(numbers == list(range(1, len(numbers) + 1)) for numbers in boots.values())
