"""The robot's memory: one SQLite file with its boots, its events, the plans and the tasks."""

import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import RLock
from typing import Self, TypeVar
from uuid import UUID, uuid4

from codebook.event import Event, RobotBody
from codebook.heartbeat import Missing, Reach
from codebook.plan import RobotPlans
from codebook.robot import HeartbeatGap, RobotStarted, RobotStopped
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters import boots, note_rows, outbox, task_rows
from robot_nodes.adapters.acknowledgements import Acknowledgements
from robot_nodes.adapters.store_keeping import LOST_BEFORE, StoreKeeping
from robot_nodes.adapters.store_step import Pen, SqliteStep
from schedules.task import Task

UNNOTICED_GAP = timedelta(minutes=1)
"""A shorter time without a sign of life is no gap: signs are written every few seconds."""
KEPT_FOR = timedelta(days=3)
"""How long acknowledged events and tasks that are over stay; longer than a robot looks back."""
PRUNE_EVERY = timedelta(hours=1)
CONFIRMED_EVERY = timedelta(minutes=1)
"""How exactly it is kept when the server last confirmed the plans."""
_CONFIRMED_AT = "plan/confirmed_at"

T = TypeVar("T")


class SqliteStore:
    """Fulfils the ports `EventLog`, `TaskStore` and `Outbox`; may be used from any thread.

    A watcher is called in the thread that recorded, and must neither raise nor wait.
    """

    def __init__(self, keeping: StoreKeeping, robot_id: UUID, at: datetime) -> None:
        """Use `open`, which also begins the boot."""
        self._keeping = keeping
        self._robot_id = robot_id
        self._boot_id = uuid4()
        self._lock = RLock()
        self._is_in_step = False
        self._sequence = 0
        """Of the boot's latest event."""
        self._at = at
        """The latest instant that anybody has told."""
        self._pruned_at: datetime | None = None
        self._clock_offset_s: float | None = None
        self.previous_boot_ended_cleanly: bool | None = None
        """See `Outbox.previous_boot_ended_cleanly`."""
        self._offered: set[UUID] = set()
        """Events on their way to the server, without an answer yet."""
        self._watchers: tuple[Callable[[Event], None], ...] = ()
        self._acknowledgements = Acknowledgements()

    @classmethod
    def open(cls, path: Path, *, robot_id: UUID, software_version: str, at: datetime) -> Self:
        """Open or make the file, begin a boot and record `robot.started` as its first event.

        A damaged file is set aside and rebuilt; while one cannot be written, memory stands in.

        Args:
            path: The file; its folder is made.
            robot_id: Who records.
            software_version: As `robot.started` tells it.
            at: Aware UTC; when this run of the robot began.

        Raises:
            StoreUnavailable: The file is in use, of another release, or cannot be opened at all;
                names it and the remedy.
        """
        store = cls(StoreKeeping.open(path, at), robot_id, at)
        try:
            store._begin_boot(software_version, at)
        except BaseException:
            store.close()
            raise
        return store

    def end_boot(self, reason: str, at: datetime) -> None:
        """Record `robot.stopped`, the last event of the boot: call it when nobody records any more.

        Raises:
            StoreUnavailable: It could not be written; the next boot will call this end unclean.
        """
        self._at = at
        self._come_back(at)
        with self.transaction() as step:
            step.record(RobotStopped(reason=reason), resident_id=None, at=at)
            step.writes.append(partial(boots.note_clean_end, boot_id=self._boot_id, at=at))

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._keeping.connection.close()

    @contextmanager
    def transaction(self) -> Iterator[SqliteStep]:
        """See `TaskStore.transaction`."""
        with self._lock:
            if self._is_in_step:
                raise RuntimeError("a step inside a step: hand the outer one on instead")
            pen = Pen(
                robot_id=self._robot_id,
                boot_id=self._boot_id,
                clock_offset_s=self._clock_offset_s,
                offered=frozenset(self._offered),
            )
            step = SqliteStep(pen, self._sequence)
            self._is_in_step = True
            try:
                yield step
            finally:
                self._is_in_step = False
            self._keeping.write(step.write, self._at)
            self._sequence += len(step.recorded)
        for event in step.recorded:
            for watch in self._watchers:
                watch(event)
        self._tell_news()

    def record(self, body: RobotBody, *, resident_id: UUID | None, at: datetime) -> Event:
        """See `EventLog.record`."""
        self._at = at
        with self.transaction() as step:
            return step.record(body, resident_id=resident_id, at=at)

    def observe(self, watcher: Callable[[Event], None]) -> None:
        """See `EventLog.observe`."""
        with self._lock:
            self._watchers = (*self._watchers, watcher)

    async def acknowledged(self, event_id: UUID, within: timedelta) -> bool:
        """See `EventLog.acknowledged`."""

        def is_there() -> bool:
            return self._read(lambda c: outbox.is_acknowledged(c, event_id))

        return await self._acknowledgements.wait(event_id, within, is_there)

    def task(self, occurrence_id: UUID) -> Task | None:
        """See `TaskStore.task`."""
        return self._read(lambda c: task_rows.find_task(c, occurrence_id))

    def open_tasks(self) -> tuple[Task, ...]:
        """See `TaskStore.open_tasks`."""
        return self._read(task_rows.open_tasks)

    def plans(self) -> RobotPlans | None:
        """See `TaskStore.plans`."""
        return self._read(task_rows.find_plans)

    def tasks_of(self, item_id: UUID) -> tuple[Task, ...]:
        """See `TaskStore.tasks_of`."""
        return self._read(lambda c: task_rows.tasks_of(c, item_id))

    def plans_confirmed_at(self) -> datetime | None:
        """See `TaskStore.plans_confirmed_at`."""
        text = self.notes(_CONFIRMED_AT).get(_CONFIRMED_AT)
        return datetime.fromisoformat(text) if text else None

    def confirm_plans(self, at: datetime) -> None:
        """See `TaskStore.confirm_plans`."""
        before = self.plans_confirmed_at()
        if before is None or abs(at - before) >= CONFIRMED_EVERY:
            self._at = at
            self._write(lambda c: note_rows.put_note(c, _CONFIRMED_AT, at.isoformat()))

    def lost_before(self) -> datetime | None:
        """See `TaskStore.lost_before`."""
        text = self.notes(LOST_BEFORE).get(LOST_BEFORE)
        return datetime.fromisoformat(text) if text else None

    def plan_etag(self) -> str:
        """See `TaskStore.plan_etag`."""
        return self._read(task_rows.find_plan_etag)

    def notes(self, prefix: str) -> Mapping[str, str]:
        """See `TaskStore.notes`."""
        return self._read(lambda c: note_rows.find_notes(c, prefix))

    def pending(self, limit: int) -> tuple[Event, ...]:
        """See `Outbox.pending`."""
        found = self._write(lambda c: outbox.pending(c, limit))
        with self._lock:
            self._offered.update(event.id for event in found)
        return found

    def settle(self, results: Sequence[ItemResult], at: datetime) -> None:
        """See `Outbox.settle`."""
        self._at = at
        self._write(lambda c: outbox.settle(c, results, at))
        with self._lock:
            self._offered.difference_update(result.id for result in results if result.id)
        self._acknowledgements.announce(
            result.id
            for result in results
            if result.id is not None and result.status is not ItemStatus.REJECTED
        )

    def reach(self) -> tuple[Reach, ...]:
        """See `Outbox.reach`."""
        return self._read(outbox.reach)

    def take_back(self, missing: Iterable[Missing]) -> int:
        """See `Outbox.take_back`."""
        ranges = tuple(missing)
        return self._write(lambda c: sum(outbox.take_back(c, each) for each in ranges))

    def waiting_count(self) -> int:
        """See `Outbox.waiting_count`."""
        return self._read(outbox.count_waiting)

    def refused_count(self) -> int:
        """See `Outbox.refused_count`."""
        return self._read(outbox.count_refused)

    def note_clock_offset(self, offset: timedelta) -> None:
        """See `Outbox.note_clock_offset`."""
        with self._lock:
            self._clock_offset_s = offset.total_seconds()

    def trouble(self) -> str:
        """See `Outbox.trouble`."""
        with self._lock:
            return self._keeping.trouble

    def note_alive(self, at: datetime) -> None:
        """See `Outbox.note_alive`; now and then lets go of what has served its purpose."""
        self._at = at
        self._come_back(at)
        self._write(lambda c: boots.note_alive(c, self._boot_id, at))
        if self._pruned_at is None or abs(at - self._pruned_at) >= PRUNE_EVERY:
            self._pruned_at = at
            self._write(lambda c: _prune(c, at - KEPT_FOR))

    def _begin_boot(self, software_version: str, at: datetime) -> None:
        before = self._read(boots.latest_boot)
        self.previous_boot_ended_cleanly = before.ended_cleanly if before else None
        with self.transaction() as step:
            step.writes.append(partial(boots.add_boot, boot_id=self._boot_id, at=at))
            started = RobotStarted(
                software_version=software_version,
                previous_boot_ended_cleanly=self.previous_boot_ended_cleanly,
            )
            step.record(started, resident_id=None, at=at)
            if before and at - before.last_alive_at >= UNNOTICED_GAP:
                gap = HeartbeatGap(gap_s=(at - before.last_alive_at).total_seconds())
                step.record(gap, resident_id=None, at=at)

    def _read(self, query: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            found = self._keeping.read(query, self._at)
        self._tell_news()
        return found

    def _write(self, work: Callable[[sqlite3.Connection], T]) -> T:
        with self._lock:
            result = self._keeping.write(work, self._at)
        self._tell_news()
        return result

    def _come_back(self, at: datetime) -> None:
        with self._lock:
            self._keeping.come_back(at)
        self._tell_news()

    def _tell_news(self) -> None:
        """Record what has become of the file; inside a step it waits for the step's end."""
        while self._keeping.news and not self._is_in_step:
            self.record(self._keeping.news.pop(0), resident_id=None, at=self._at)


def _prune(connection: sqlite3.Connection, before: datetime) -> None:
    outbox.prune(connection, before)
    task_rows.prune(connection, before)
    boots.prune(connection)
