"""The robot's memory: one SQLite file with its boots, its events, the plans and the tasks."""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from threading import RLock
from typing import Self
from uuid import UUID, uuid4

from codebook.event import Event, RobotBody
from codebook.plan import RobotPlans
from codebook.robot import HeartbeatGap, RobotStarted, RobotStopped
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters import boots, note_rows, outbox, task_rows
from robot_nodes.adapters.acknowledgements import Acknowledgements
from robot_nodes.adapters.store_database import faults_told, open_database
from robot_nodes.adapters.store_step import Pen, SqliteStep
from schedules.task import Task

UNNOTICED_GAP = timedelta(minutes=1)
"""A shorter time without a sign of life is no gap: signs are written every few seconds."""


class SqliteStore:
    """Fulfils the ports `EventLog`, `TaskStore` and `Outbox`; may be used from any thread.

    A watcher is called in the thread that recorded, and must neither raise nor wait.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection, robot_id: UUID) -> None:
        """Use `open`, which also begins the boot."""
        self._path = path
        self._connection = connection
        self._robot_id = robot_id
        self._boot_id = uuid4()
        self._lock = RLock()
        self._clock_offset_s: float | None = None
        self._watchers: tuple[Callable[[Event], None], ...] = ()
        self._acknowledgements = Acknowledgements()

    @classmethod
    def open(cls, path: Path, *, robot_id: UUID, software_version: str, at: datetime) -> Self:
        """Open or make the file, begin a boot and record `robot.started` as its first event.

        Args:
            path: The file; its folder is made.
            robot_id: Who records.
            software_version: As `robot.started` tells it.
            at: Aware UTC; when this run of the robot began.

        Raises:
            StoreUnavailable: The file cannot be used; names it and the remedy.
        """
        store = cls(path, open_database(path), robot_id)
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
        with self.transaction() as step:
            step.record(RobotStopped(reason=reason), resident_id=None, at=at)
            boots.note_clean_end(self._connection, self._boot_id, at)

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._connection.close()

    @contextmanager
    def transaction(self) -> Iterator[SqliteStep]:
        """See `TaskStore.transaction`."""
        with self._lock:
            step = self._begin_step()
            try:
                yield step
                with faults_told(self._path):
                    self._connection.execute("COMMIT")
            except BaseException:
                self._roll_back()
                raise
        for event in step.recorded:
            for watch in self._watchers:
                watch(event)

    def record(self, body: RobotBody, *, resident_id: UUID | None, at: datetime) -> Event:
        """See `EventLog.record`."""
        with self.transaction() as step:
            return step.record(body, resident_id=resident_id, at=at)

    def observe(self, watcher: Callable[[Event], None]) -> None:
        """See `EventLog.observe`."""
        with self._lock:
            self._watchers = (*self._watchers, watcher)

    async def acknowledged(self, event_id: UUID, within: timedelta) -> bool:
        """See `EventLog.acknowledged`."""

        def is_there() -> bool:
            with self._reading() as connection:
                return outbox.is_acknowledged(connection, event_id)

        return await self._acknowledgements.wait(event_id, within, is_there)

    def task(self, occurrence_id: UUID) -> Task | None:
        """See `TaskStore.task`."""
        with self._reading() as connection:
            return task_rows.find_task(connection, occurrence_id)

    def open_tasks(self) -> tuple[Task, ...]:
        """See `TaskStore.open_tasks`."""
        with self._reading() as connection:
            return task_rows.open_tasks(connection)

    def plans(self) -> RobotPlans | None:
        """See `TaskStore.plans`."""
        with self._reading() as connection:
            return task_rows.find_plans(connection)

    def plan_etag(self) -> str:
        """See `TaskStore.plan_etag`."""
        with self._reading() as connection:
            return task_rows.find_plan_etag(connection)

    def notes(self, prefix: str) -> Mapping[str, str]:
        """See `TaskStore.notes`."""
        with self._reading() as connection:
            return note_rows.find_notes(connection, prefix)

    def pending(self, limit: int) -> tuple[Event, ...]:
        """See `Outbox.pending`."""
        with self.transaction(), faults_told(self._path):
            return outbox.pending(self._connection, limit)

    def settle(self, results: Sequence[ItemResult], at: datetime) -> None:
        """See `Outbox.settle`."""
        with self.transaction(), faults_told(self._path):
            outbox.settle(self._connection, results, at)
        self._acknowledgements.announce(
            result.id
            for result in results
            if result.id is not None and result.status is not ItemStatus.REJECTED
        )

    def waiting_count(self) -> int:
        """See `Outbox.waiting_count`."""
        with self._reading() as connection:
            return outbox.count_waiting(connection)

    def refused_count(self) -> int:
        """See `Outbox.refused_count`."""
        with self._reading() as connection:
            return outbox.count_refused(connection)

    def note_clock_offset(self, offset: timedelta) -> None:
        """See `Outbox.note_clock_offset`."""
        with self._lock:
            self._clock_offset_s = offset.total_seconds()

    def note_alive(self, at: datetime) -> None:
        """See `Outbox.note_alive`."""
        with self.transaction(), faults_told(self._path):
            boots.note_alive(self._connection, self._boot_id, at)

    def _begin_boot(self, software_version: str, at: datetime) -> None:
        with self.transaction() as step, faults_told(self._path):
            before = boots.latest_boot(self._connection)
            boots.add_boot(self._connection, self._boot_id, at)
            started = RobotStarted(
                software_version=software_version,
                previous_boot_ended_cleanly=before.ended_cleanly if before else None,
            )
            step.record(started, resident_id=None, at=at)
            if before and at - before.last_alive_at >= UNNOTICED_GAP:
                gap = HeartbeatGap(gap_s=(at - before.last_alive_at).total_seconds())
                step.record(gap, resident_id=None, at=at)

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        with self._lock, faults_told(self._path):
            yield self._connection

    def _begin_step(self) -> SqliteStep:
        with faults_told(self._path):
            if self._connection.in_transaction:
                raise RuntimeError("a step inside a step: hand the outer one on instead")
            self._connection.execute("BEGIN IMMEDIATE")
        pen = Pen(
            robot_id=self._robot_id, boot_id=self._boot_id, clock_offset_s=self._clock_offset_s
        )
        return SqliteStep(self._connection, self._path, pen)

    def _roll_back(self) -> None:
        with faults_told(self._path):
            if self._connection.in_transaction:
                self._connection.execute("ROLLBACK")
