"""Processes that speak, of which some crash."""

import os
import signal
from dataclasses import dataclass
from pathlib import Path

import pytest

from robot_nodes.speech.training.speakers import spoken


@dataclass(frozen=True, slots=True)
class Task:
    number: int
    crashes: int = 0
    """How often its process ends by a crash."""
    crashed: Path = Path()
    """Grows by a byte with each crash."""


def make(task: Task) -> int:
    if task.crashes:
        before = task.crashed.stat().st_size
        with task.crashed.open("ab") as crashed:
            crashed.write(b".")
        if before < task.crashes:
            os.kill(os.getpid(), signal.SIGKILL)
    return task.number * 10


def process_of(task: Task) -> int:
    assert task.number >= 0
    return os.getpid()


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    path = tmp_path / "crashed"
    path.touch()
    return path


@pytest.mark.parametrize("workers", [1, 3])
def test_what_is_made_keeps_the_order_of_the_tasks(workers: int) -> None:
    tasks = [Task(number) for number in range(10)]
    made = list(spoken(make, tasks, per_process=3, workers=workers))
    assert made == [number * 10 for number in range(10)]


def test_each_run_has_a_process_of_its_own() -> None:
    tasks = [Task(number) for number in range(6)]
    first, second, third, *others = spoken(process_of, tasks, per_process=3, workers=1)
    assert first == second == third
    assert first not in others
    assert os.getpid() not in (first, *others)


def test_a_crash_loses_nothing_that_a_fresh_process_can_make(crashed: Path) -> None:
    tasks = [Task(0), Task(1, crashes=1, crashed=crashed), Task(2)]
    assert list(spoken(make, tasks, per_process=3, workers=2)) == [0, 10, 20]


def test_a_task_that_ends_a_fresh_process_too_yields_none(crashed: Path) -> None:
    tasks = [Task(0), Task(1, crashes=9, crashed=crashed), Task(2)]
    assert list(spoken(make, tasks, per_process=3, workers=2)) == [0, None, 20]
    assert crashed.stat().st_size == 2
