"""A store whose file is filled up, locked and damaged in every way that a card in a robot knows."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from codebook.event import Event
from codebook.robot import Component, RobotFault
from robot_nodes.adapters.store_database import StoreFault
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ports import StoreUnavailable
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Announced, Reported, Stage, step
from tests.robot_nodes.adapters.stores import (
    MORNING,
    fault,
    no_file_grows,
    open_store,
    plans,
    recorded,
    store_in,
    stored,
)
from tests.schedules.plans import medicine, task_of

SECOND = timedelta(seconds=1)
LATER = MORNING + 30 * SECOND
EVENTS = 40
NOBODY = 65534


def filled(folder: Path, *, settled: int = 0) -> tuple[Path, list[Event]]:
    """Write a store as a robot leaves it that lost its power, and return its unsent events."""
    path = folder / "robot.sqlite"
    store = open_store(path)
    taken = step(
        step(task_of(medicine()), Announced(), MORNING)[0],
        Reported(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID),
        MORNING,
    )[0]
    with store.transaction() as writing:
        writing.save_plans('"1"', plans())
        writing.save_task(taken)
    for nth in range(EVENTS):
        recorded(store, fault(nth))
    unsent = list(store.pending(1000))
    store.settle(stored(*unsent[:settled]), MORNING)
    copy = folder / "after the power cut"
    copy.mkdir()
    for file in folder.glob("robot.sqlite*"):
        shutil.copy(file, copy)
    store.close()
    return copy / "robot.sqlite", unsent[settled:]


def checkpointed(path: Path) -> None:
    """Bring everything from the log into the file itself."""
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def faults(store: SqliteStore) -> list[RobotFault]:
    return [
        event.body
        for event in store.pending(1000)
        if isinstance(event.body, RobotFault) and event.body.component is Component.STORE
    ]


def told(store: SqliteStore) -> str:
    (only,) = faults(store)
    return only.detail


def _an_overwritten_file(path: Path) -> None:
    path.write_bytes(b"a note that somebody saved over it" * 100)


def _a_header_of_zeros(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(bytes(100))


def _a_page_of_noise(path: Path) -> None:
    with path.open("r+b") as file:
        file.seek(4096 * (path.stat().st_size // 4096 - 2))
        file.write(b"\xa5" * 4096)


def _half_of_it(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // 2)


def _cut_mid_page(path: Path) -> None:
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size - 1000)


@pytest.mark.parametrize(
    ("damage", "least"),
    [
        (_an_overwritten_file, 0),
        (_a_header_of_zeros, EVENTS + 1),
        (_a_page_of_noise, EVENTS // 2),
        (_half_of_it, 0),
        (_cut_mid_page, EVENTS // 2),
    ],
)
def test_a_damaged_file_is_set_aside_and_what_is_readable_goes_on(
    tmp_path: Path, damage: Callable[[Path], None], least: int
) -> None:
    path, unsent = filled(tmp_path)
    checkpointed(path)
    damage(path)
    before = path.read_bytes()

    store = open_store(path, LATER)
    (aside,) = path.parent.glob("robot.sqlite.damaged-*")
    kept = [event for event in store.pending(1000) if event in unsent]

    assert aside.name == "robot.sqlite.damaged-20260302T070030Z"
    assert aside.read_bytes() == before, "never deleted, never touched"
    assert len(kept) >= least
    assert kept == [event for event in unsent if event in kept], "in the order of recording"
    assert f"set aside as {aside.name}" in told(store)
    assert store.lost_before() == LATER
    assert recorded(store, fault()).sequence > 1
    store.close()
    sound = sqlite3.connect(path)
    assert sound.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    sound.close()


def test_a_store_whose_log_alone_is_left_is_recovered_from_the_log(tmp_path: Path) -> None:
    path, unsent = filled(tmp_path)
    assert path.with_name("robot.sqlite-wal").stat().st_size > path.stat().st_size
    _a_header_of_zeros(path)
    path.write_bytes(b"noise" * 900)

    store = open_store(path, LATER)
    kept = [event for event in store.pending(1000) if event in unsent]
    assert kept == unsent
    assert store.plans() == plans()
    store.close()


def test_an_answer_that_was_stored_is_known_again(tmp_path: Path) -> None:
    path, _ = filled(tmp_path)
    checkpointed(path)
    _a_header_of_zeros(path)

    store = open_store(path, LATER)
    task = store.task(task_of(medicine()).occurrence.id)
    assert task is not None
    assert (task.stage, task.report and task.report.outcome) == (Stage.CLOSED, Outcome.TAKEN)
    store.close()


def test_what_the_server_has_acknowledged_is_not_sent_again_after_a_rebuild(tmp_path: Path) -> None:
    path, unsent = filled(tmp_path, settled=10)
    checkpointed(path)
    _a_header_of_zeros(path)

    store = open_store(path, LATER)
    assert [event for event in store.pending(1000) if event in unsent] == unsent
    store.close()


def _flipped(path: Path, offset: int) -> None:
    with path.open("r+b") as file:
        file.seek(offset)
        (byte,) = file.read(1)
        file.seek(offset)
        file.write(bytes([byte ^ 0xFF]))


def test_a_flipped_byte_anywhere_neither_stops_the_robot_nor_makes_up_an_answer(
    tmp_path: Path,
) -> None:
    path, unsent = filled(tmp_path)
    checkpointed(path)
    sound = path.read_bytes()
    lost: list[int] = []
    for offset in range(0, len(sound), 997):
        path.write_bytes(sound)
        for rest in path.parent.glob("robot.sqlite?*"):
            rest.unlink()
        _flipped(path, offset)
        store = open_store(path, LATER)
        events = store.pending(1000)
        kept = [event for event in events if event in unsent]
        strange = {event.kind for event in events if event not in unsent}
        assert strange <= {"robot.started", "robot.fault"}, f"made up at byte {offset}"
        task = store.task(task_of(medicine()).occurrence.id)
        assert task is None or task.stage is Stage.CLOSED
        assert task is not None or store.lost_before() is not None
        assert store.plans() in {None, plans()}
        recorded(store, fault())
        lost.append(len(unsent) - len(kept))
        store.close()
    assert sum(lost) / len(lost) < 3, "one byte costs a record, seldom a page"


def test_damage_that_shows_while_the_robot_runs_is_mended_as_well(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        for nth in range(EVENTS):
            recorded(store, fault(nth))
        with store.transaction() as writing:
            writing.save_task(task_of(medicine()))
        occurrence_id = task_of(medicine()).occurrence.id
        other = sqlite3.connect(tmp_path / "robot.sqlite", isolation_level=None)
        other.execute("UPDATE task SET json = replace(json, 'due', 'dew')")
        other.close()

        assert store.task(occurrence_id) is None, "a row that was changed is no answer"
        assert "1 records could not be read" in told(store)
        sequences = [e.sequence for e in store.pending(1000) if e.kind != "robot.started"]
        assert sequences == list(range(2, EVENTS + 3)), "the boot goes on counting"


def test_while_the_disk_takes_nothing_memory_stands_in_and_is_written_out_later(
    tmp_path: Path,
) -> None:
    path = tmp_path / "robot.sqlite"
    with store_in(tmp_path) as store:
        recorded(store, fault(1))
        with no_file_grows():
            unwritten = recorded(store, fault(2))
            store.note_alive(MORNING + 10 * SECOND)
            assert store.trouble()
            assert unwritten in store.pending(10), "it can be sent all the same"
            assert told(store).endswith("kept in memory: a power cut would lose it")
            assert faults(store)[0].code == StoreFault.DISK_FAILED
        store.note_alive(MORNING + 20 * SECOND)

        assert store.trouble() == ""
        first, last = faults(store)
        assert (first.is_resolved, last.is_resolved) == (False, True)
        assert "in memory alone since 2026-03-02 07:00:00Z" in last.detail
        assert _events_in(path) == 5
        assert [event.sequence for event in store.pending(10)] == [1, 2, 3, 4, 5]


def _events_in(path: Path) -> int:
    other = sqlite3.connect(path)
    (count,) = other.execute("SELECT COUNT(*) FROM outbox").fetchone()
    other.close()
    return int(count)


def test_a_robot_that_starts_on_a_disk_that_takes_nothing_knows_its_day(tmp_path: Path) -> None:
    path, unsent = filled(tmp_path)
    checkpointed(path)
    with no_file_grows():
        store = open_store(path, LATER)
        assert [event for event in store.pending(1000) if event in unsent] == unsent
        assert store.plans() == plans()
        assert store.task(task_of(medicine()).occurrence.id) is not None
        assert store.trouble()
    store.note_alive(MORNING + 70 * SECOND)
    assert store.trouble() == ""
    store.close()
    again = open_store(path, MORNING + 80 * SECOND)
    assert [event for event in again.pending(1000) if event in unsent] == unsent
    again.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip("SKIPPED: a real full disk needs the right to mount one (root)")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_disk_that_is_full_is_told_and_used_again_once_there_is_room(small_disk: Path) -> None:
    ballast = small_disk / "ballast"
    store = open_store(small_disk / "robot.sqlite")
    ballast.write_bytes(bytes(shutil.disk_usage(small_disk).free - 8192))
    events = [recorded(store, fault(nth)) for nth in range(200)]

    assert faults(store)[-1].code == StoreFault.FULL
    assert "the disk is full: free some space" in store.trouble()
    ballast.unlink()
    store.note_alive(MORNING + 10 * SECOND)
    assert store.trouble() == ""
    store.close()

    again = open_store(small_disk / "robot.sqlite", MORNING + 20 * SECOND)
    pending = again.pending(1000)
    assert [event for event in pending if event in events] == events
    again.close()


def test_a_read_only_card_leaves_the_robot_its_plan_and_its_voice() -> None:
    with TemporaryDirectory() as folder:  # not pytest's, whose parents only their owner may enter
        Path(folder).chmod(0o755)
        path, unsent = filled(Path(folder))
        checkpointed(path)
        path.chmod(0o444)
        path.parent.chmod(0o555)
        seen = _as_nobody(lambda: _trouble_and_plans(path))
        path.parent.chmod(0o755)

    trouble, waiting, has_plans = seen.splitlines()
    assert "check the folder and its rights" in trouble or "cannot be written" in trouble
    assert int(waiting) == len(unsent) + 2, "robot.started and the fault"
    assert has_plans == "True"


def _trouble_and_plans(path: Path) -> str:
    store = open_store(path, LATER)
    return f"{store.trouble()}\n{store.waiting_count()}\n{store.plans() is not None}\n"


def _as_nobody(work: Callable[[], str]) -> str:
    """Return what `work` says to a user whom the modes of files stop: they do not stop root."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            os.write(write, work().encode())
        finally:
            os._exit(0)  # no clean-up of pytest's in the child
    os.close(write)
    with os.fdopen(read) as said:
        text = said.read()
    os.waitpid(child, 0)
    return text


def test_a_folder_that_does_not_exist_any_more_is_no_reason_to_begin(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreUnavailable):
        open_store(tmp_path / "file" / "robot.sqlite")


def test_what_the_server_holds_leaves_the_robot_after_a_while(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        old = store.record(fault(1), resident_id=None, at=MORNING)
        refused = store.record(fault(2), resident_id=None, at=MORNING)
        store.settle(stored(*(e for e in store.pending(9) if e != refused)), MORNING)
        with store.transaction() as writing:
            writing.save_task(step(task_of(medicine()), Announced(), MORNING)[0])
        store.note_alive(MORNING + timedelta(days=2))
        assert _has(tmp_path, old)
        store.note_alive(MORNING + timedelta(days=4))

        assert not _has(tmp_path, old)
        assert store.pending(9) == (refused,), "what is not acknowledged stays, however old"
        assert store.open_tasks(), "and so does what is not over"
        assert recorded(store, fault(3)).sequence == refused.sequence + 1


def test_nothing_of_it_stays_on_the_disk(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        store.record(fault(4711), resident_id=None, at=MORNING)
        store.settle(stored(*store.pending(9)), MORNING)
        store.note_alive(MORNING + timedelta(days=4))
    assert b"fault_4711" not in (tmp_path / "robot.sqlite").read_bytes()


def _has(folder: Path, event: Event) -> bool:
    other = sqlite3.connect(folder / "robot.sqlite")
    row = other.execute("SELECT 1 FROM outbox WHERE event_id = ?", (str(event.id),)).fetchone()
    other.close()
    return row is not None


def test_a_task_that_is_over_leaves_but_for_what_was_taken_last(tmp_path: Path) -> None:
    days = [task_of(medicine(item=nth)) for nth in (1, 2)]
    taken = [
        step(task, Reported(outcome=outcome, grade=EvidenceGrade.SAID), MORNING)[0]
        for task, outcome in zip(days, (Outcome.TAKEN, Outcome.REFUSED), strict=True)
    ]
    with store_in(tmp_path) as store:
        with store.transaction() as writing:
            for task in taken:
                writing.save_task(task)
        store.note_alive(MORNING + timedelta(days=9))

        assert store.tasks_of(taken[0].occurrence.item_id) == (taken[0],)
        assert store.tasks_of(taken[1].occurrence.item_id) == ()


def test_what_else_the_robot_remembers_is_known_again(tmp_path: Path) -> None:
    path = tmp_path / "robot.sqlite"
    with store_in(tmp_path) as store, store.transaction() as writing:
        writing.keep_note("command/4711", '"begun"')
    _a_header_of_zeros(path)

    store = open_store(path, LATER)
    assert dict(store.notes("command/")) == {"command/4711": '"begun"'}
    store.close()
