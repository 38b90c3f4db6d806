import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from codebook.event import Event
from codebook.robot import HeartbeatGap, RobotStarted, RobotStopped
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters.store_sqlite import UNNOTICED_GAP, SqliteStore
from robot_nodes.ports import StoreUnavailable
from schedules.task import Stage
from tests.robot_nodes.adapters.stores import (
    MORNING,
    ROBOT,
    SOLVEIG,
    cry,
    fault,
    open_store,
    plans,
    recorded,
    rejected,
    store_in,
    stored,
)
from tests.schedules.plans import activity, medicine, task_of

NOT_LONG = timedelta(milliseconds=50)
LONG = timedelta(seconds=20)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as opened:
        yield opened


def test_a_boot_begins_with_robot_started(store: SqliteStore) -> None:
    (first,) = store.pending(10)

    assert first.body == RobotStarted(software_version="0.1.0", previous_boot_ended_cleanly=None)
    assert (first.sequence, first.robot_id, first.occurred_at) == (1, ROBOT, MORNING)


def test_a_boot_knows_that_the_one_before_ended_cleanly(tmp_path: Path) -> None:
    before = open_store(tmp_path / "robot.sqlite")
    before.end_boot("requested", MORNING + timedelta(seconds=5))
    before.close()

    now = open_store(tmp_path / "robot.sqlite", MORNING + timedelta(seconds=10))
    *_, stopped, started = now.pending(10)
    now.close()

    assert stopped.body == RobotStopped(reason="requested")
    assert started.body == RobotStarted(software_version="0.1.0", previous_boot_ended_cleanly=True)
    assert started.boot_id != stopped.boot_id
    assert started.sequence == 1


def test_a_boot_after_a_crash_says_how_long_the_robot_was_gone(tmp_path: Path) -> None:
    before = open_store(tmp_path / "robot.sqlite")
    before.note_alive(MORNING + timedelta(seconds=30))
    before.close()

    now = open_store(tmp_path / "robot.sqlite", MORNING + timedelta(minutes=10))
    *_, started, gap = now.pending(10)
    now.close()

    assert started.body == RobotStarted(software_version="0.1.0", previous_boot_ended_cleanly=False)
    assert gap.body == HeartbeatGap(gap_s=570)


def test_a_quick_restart_is_no_gap(tmp_path: Path) -> None:
    open_store(tmp_path / "robot.sqlite").close()

    now = open_store(tmp_path / "robot.sqlite", MORNING + UNNOTICED_GAP / 2)
    kinds = [event.kind for event in now.pending(10)]
    now.close()

    assert kinds == ["robot.started", "robot.started"]


def test_an_events_id_carries_the_time_it_tells_of(store: SqliteStore) -> None:
    event = recorded(store, fault(), after_s=1.5)

    assert event.id.version == 7
    assert event.id.int >> 80 == round((MORNING.timestamp() + 1.5) * 1000)


def test_an_event_is_pending_exactly_as_it_was_recorded(store: SqliteStore) -> None:
    event = store.record(cry(), resident_id=SOLVEIG, at=MORNING)

    assert store.pending(10)[-1] == event


def test_the_clock_offset_stands_on_every_later_event(store: SqliteStore) -> None:
    before = recorded(store, fault())
    store.note_clock_offset(timedelta(seconds=-2.5))
    after = recorded(store, fault())

    assert (before.clock_offset_s, after.clock_offset_s) == (None, -2.5)


def test_an_acknowledged_event_is_not_pending_any_more(store: SqliteStore) -> None:
    event = recorded(store, fault())

    store.settle(stored(*store.pending(10)), MORNING)

    assert store.pending(10) == ()
    assert store.waiting_count() == 0
    assert asyncio.run(store.acknowledged(event.id, NOT_LONG))


def test_a_duplicate_is_as_good_as_stored(store: SqliteStore) -> None:
    (started,) = store.pending(10)

    store.settle([ItemResult(id=started.id, status=ItemStatus.DUPLICATE)], MORNING)

    assert store.waiting_count() == 0


def test_nothing_waits_behind_a_rejected_event(store: SqliteStore) -> None:
    bad, good = recorded(store, fault(1)), recorded(store, fault(2))

    store.settle([rejected(bad)], MORNING)

    assert bad not in store.pending(10)
    assert good in store.pending(10)
    assert store.refused_count() == 1
    assert not asyncio.run(store.acknowledged(bad.id, NOT_LONG))


def test_an_acknowledgement_is_never_taken_back(store: SqliteStore) -> None:
    (started,) = store.pending(10)
    store.settle(stored(started), MORNING)

    store.settle([rejected(started)], MORNING)

    assert store.refused_count() == 0


def test_the_oldest_events_go_first(store: SqliteStore) -> None:
    events = [recorded(store, fault(n)) for n in range(5)]

    assert [event.kind for event in store.pending(1)] == ["robot.started"]
    assert store.pending(4)[1:] == tuple(events[:3])


def test_a_step_is_stored_as_a_whole(store: SqliteStore) -> None:
    task = task_of(medicine())

    with store.transaction() as step:
        step.save_task(task)
        event = step.record(fault(), resident_id=None, at=MORNING)

    assert store.task(task.occurrence.id) == task
    assert store.pending(10)[-1] == event


def test_a_step_that_fails_leaves_nothing(store: SqliteStore) -> None:
    task = task_of(medicine())
    seen: list[Event] = []
    store.observe(seen.append)

    with pytest.raises(KeyError), store.transaction() as step:  # noqa: PT012 - the step is the test
        step.record(fault(), resident_id=None, at=MORNING)
        step.save_task(task)
        raise KeyError

    assert store.task(task.occurrence.id) is None
    assert store.waiting_count() == 1
    assert seen == []
    assert recorded(store, fault()).sequence == 2


def test_a_step_inside_a_step_is_refused(store: SqliteStore) -> None:
    with store.transaction(), pytest.raises(RuntimeError, match="inside a step"):
        store.record(fault(), resident_id=None, at=MORNING)


def test_watchers_hear_of_an_event_once_it_is_stored(store: SqliteStore) -> None:
    seen: list[bool] = []
    store.observe(lambda event: seen.append(event in store.pending(10)))

    with store.transaction() as step:
        step.record(fault(1), resident_id=None, at=MORNING)
        step.record(fault(2), resident_id=None, at=MORNING)
        assert seen == []

    assert seen == [True, True]


def test_a_naive_time_is_refused_before_anything_is_stored(store: SqliteStore) -> None:
    with pytest.raises(TypeError):
        store.record(fault(), resident_id=None, at=MORNING.replace(tzinfo=None))

    assert store.waiting_count() == 1


def test_many_threads_record_without_a_gap_or_a_double(store: SqliteStore) -> None:
    with ThreadPoolExecutor(8) as pool:
        events = list(pool.map(lambda n: recorded(store, fault(n)), range(80)))

    assert sorted(event.sequence for event in events) == list(range(2, 82))
    assert [event.sequence for event in store.pending(100)] == list(range(1, 82))


def test_only_open_tasks_are_open_and_the_first_due_comes_first(store: SqliteStore) -> None:
    early = task_of(activity())
    late = task_of(medicine())
    late = replace(late, occurrence=replace(late.occurrence, due_at=MORNING + timedelta(hours=1)))
    over = replace(early, stage=Stage.CLOSED, occurrence=replace(early.occurrence, id=ROBOT))

    with store.transaction() as step:
        for task in (late, early, over):
            step.save_task(task)

    assert store.open_tasks() == (early, late)
    assert store.task(over.occurrence.id) == over


def test_a_task_saved_again_replaces_its_earlier_state(store: SqliteStore) -> None:
    task = task_of(medicine())
    announced = replace(task, stage=Stage.ANNOUNCED, attempts=1, spoken_at=MORNING)

    for state in (task, announced):
        with store.transaction() as step:
            step.save_task(state)

    assert store.open_tasks() == (announced,)


def test_plans_replace_the_ones_before_and_outlive_the_boot(tmp_path: Path) -> None:
    with store_in(tmp_path) as before:
        assert (before.plans(), before.plan_etag()) == (None, "")
        for version in (1, 2):
            with before.transaction() as step:
                step.save_plans(f'"{version}"', plans(version))

    with store_in(tmp_path) as now:
        assert (now.plans(), now.plan_etag()) == (plans(2), '"2"')


def test_a_waiting_coroutine_learns_of_the_acknowledgement_at_once(store: SqliteStore) -> None:
    event = recorded(store, cry())

    async def wait_while_another_thread_settles() -> bool:
        waiting = asyncio.create_task(store.acknowledged(event.id, LONG))
        await asyncio.sleep(0)
        await asyncio.to_thread(store.settle, stored(event), MORNING)
        return await waiting

    assert asyncio.run(asyncio.wait_for(wait_while_another_thread_settles(), timeout=5))


def test_waiting_for_an_acknowledgement_ends_in_time(store: SqliteStore) -> None:
    event = recorded(store, cry())

    assert not asyncio.run(store.acknowledged(event.id, NOT_LONG))


def test_a_closed_store_says_so(store: SqliteStore) -> None:
    store.close()

    with pytest.raises(StoreUnavailable, match="closed"):
        recorded(store, fault())


def test_a_note_is_replaced_found_by_its_beginning_and_let_go(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        for name, text in (("way b", "1"), ("way a", "2"), ("way b", "3"), ("call a", "4")):
            with store.transaction() as step:
                step.keep_note(name, text)
        assert list(store.notes("way ").items()) == [("way a", "2"), ("way b", "3")]
    with store_in(tmp_path) as reopened:
        with reopened.transaction() as step:
            step.keep_note("way a", None)
        assert dict(reopened.notes("")) == {"call a": "4", "way b": "3"}
