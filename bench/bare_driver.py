"""The bare driver that inserts what an upload comes to: the same rows, with the same durability.

One connection, whose every value is ready before the time is taken; one commit for each batch.
"""

import sqlite3
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from bench.care_server import Served
from bench.robot_log import RobotLog
from care_api.bulk import as_texts, insert_statement
from care_api.db import Table
from care_api.events.entry import BODY_COLUMNS, COLUMNS, Entry
from care_api.events.tables import BootRow, EventBodyRow, EventRow
from care_api.robots.tables import RobotRow
from care_api.spelling import digits, utc_text
from care_api.tasks.progress import Progress, progress
from care_api.tasks.tables import TaskRow
from codebook.event import Event
from codebook.task import TaskStage
from schedules.clock import SystemClock

_PROGRESS = ("stage", "outcome", "grade", "attempts", "reported_at", "report_id")
_TASK_COLUMNS = (
    "id",
    "resident_id",
    "item_id",
    "plan_version",
    "kind",
    "title",
    "needs_answer",
    "local_on",
    "slot",
    "due_at",
    "window_closes_at",
    *_PROGRESS,
)
_BOOT_COLUMNS = ("boot_id", "robot_id", "contiguous", "highest")
_SEEN_COLUMNS = ("last_seen_at", "clock_offset_s", "id")
_PART = 5_000
"""Events in one transaction of filling."""

Values = Sequence[Sequence[Any]]


class Way(StrEnum):
    """How a driver gets rows into its database."""

    EXECUTEMANY = "executemany"
    COPY = "copy"
    """PostgreSQL's alone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """What one batch comes to."""

    events: Values
    """As `bulk.insert_texts` takes them; so too the bodies."""
    bodies: Values
    tasks: Values
    """Each as far as it has come; it may be there already."""
    boot: Values
    seen: Values
    """That the robot is alive, and how its clock goes."""


Insert = Callable[[Rows], Callable[[], None]]
"""Returns what inserts these rows."""


class Driver:
    """Writes a robot's log of its own."""

    def __init__(self, server: Served, first_on: date, last_stream: Callable[[], int]) -> None:
        """Begin a log at a date; `last_stream` reads how far the stream is."""
        self._server = server
        self._last_stream = last_stream
        self.log = RobotLog(server.robot.id, server.plans, first_on)
        self._plan = server.plans.residents[0].plan
        self._due: set[UUID] = set()

    def rows(self, count: int) -> Rows:
        """Return the rows of so many further events: the same that the server would write."""
        events = self.log.take(count)
        entries = [Entry.of(event) for event in events]
        unit_id = digits(self._server.unit_id)
        now = SystemClock().now()
        start = self._last_stream() + 1
        last = events[-1].sequence
        told = _by_task(events).items()
        return Rows(
            events=[
                entry.row(stream, unit_id, utc_text(now))
                for stream, entry in enumerate(entries, start)
            ],
            bodies=[entry.body_row for entry in entries],
            tasks=[self._task(self.log, i, progress(about)) for i, about in told],
            boot=[(self.log.boot_id, self._server.robot.id, last, last)],
            seen=[(now, 0.012, self._server.robot.id)],
        )

    def due(self, log: RobotLog) -> Rows:
        """Return the tasks that a log is about, as the server has them a day ahead."""
        fresh = log.occurrences.keys() - self._due
        self._due |= fresh
        tasks = [self._task(log, occurrence_id, Progress()) for occurrence_id in fresh]
        return Rows(events=(), bodies=(), tasks=tasks, boot=(), seen=())

    def _task(self, log: RobotLog, occurrence_id: UUID, so_far: Progress) -> tuple[Any, ...]:
        occurrence = log.occurrences[occurrence_id]
        item = self._plan.item(occurrence.item_id)
        return (
            occurrence_id,
            occurrence.resident_id,
            item.id,
            self._plan.version,
            item.kind,
            item.title,
            True,
            occurrence.local_on,
            occurrence.slot,
            occurrence.due_at,
            occurrence.window_closes_at,
            so_far.stage.value,
            so_far.outcome.value if so_far.outcome else None,
            so_far.grade.value if so_far.grade else None,
            so_far.attempts,
            so_far.reported_at,
            so_far.report_id,
        )


def _by_task(events: Sequence[Event]) -> Mapping[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for event in events:
        if isinstance(event.body, TaskStage):
            found.setdefault(event.body.occurrence_id, []).append(event)
    return found


@contextmanager
def driving(server: Served, first_on: date) -> Iterator[tuple[Driver, Mapping[Way, Insert]]]:
    """Give a driver on the server's database, and the ways in which it can insert."""
    if server.database_url.startswith("sqlite"):
        path = Path(server.database_url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            driver = Driver(server, first_on, lambda: _last_stream(connection))
            yield driver, {Way.EXECUTEMANY: _by_sqlite(connection)}
        return
    url = server.database_url.replace("+psycopg", "", 1)
    with psycopg.connect(url, options="-c timezone=UTC") as connected:
        ways = {way: _by_psycopg(connected, way) for way in Way}
        yield Driver(server, first_on, lambda: _last_stream(connected)), ways


def fill(driver: Driver, ways: Mapping[Way, Insert], count: int) -> None:
    """Store so many events, the quickest way."""
    insert = ways.get(Way.COPY, ways[Way.EXECUTEMANY])
    for _ in range(0, count, _PART):
        rows = driver.rows(_PART)
        ways[Way.EXECUTEMANY](driver.due(driver.log))()
        insert(rows)()


def _last_stream(connection: Any) -> int:  # noqa: ANN401 - either driver's connection
    found = connection.execute("SELECT COALESCE(MAX(stream), 0) FROM event").fetchone()
    if isinstance(connection, psycopg.Connection):
        connection.commit()
    return int(found[0])


def _by_sqlite(connection: sqlite3.Connection) -> Insert:
    def prepared(rows: Rows) -> Callable[[], None]:
        statements = _statements(rows, "?")

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            for each in statements:
                connection.executemany(each.sql, each.values)
            connection.execute("COMMIT")

        return insert

    return prepared


def _by_psycopg(connection: psycopg.Connection[Any], way: Way) -> Insert:
    def prepared(rows: Rows) -> Callable[[], None]:
        statements = _statements(rows, "%s")
        copied = statements[:2] if way is Way.COPY else []

        def insert() -> None:
            with connection.cursor() as cursor:
                for each in copied:
                    with cursor.copy(each.copied) as stream:
                        for row in each.values:
                            stream.write_row(row)
                for each in statements[len(copied) :]:
                    cursor.executemany(each.sql, each.values)
            connection.commit()

        return insert

    return prepared


class _Statement(NamedTuple):
    sql: str
    copied: str
    """What begins COPY."""
    values: Values
    """Ready for either database."""


def _statements(rows: Rows, mark: str) -> list[_Statement]:
    """Return what there is to be done; events and bodies first."""
    seen = f"UPDATE robot SET last_seen_at = {mark}, clock_offset_s = {mark} WHERE id = {mark}"  # noqa: S608 - our own names
    task = insert_statement("task", _TASK_COLUMNS, 1, mark) + _otherwise("id", _PROGRESS)
    boot = insert_statement("boot", _BOOT_COLUMNS, 1, mark)
    boot += _otherwise("boot_id", _BOOT_COLUMNS[2:])
    found = [
        _insert(EventRow, COLUMNS, mark, rows.events),
        _insert(EventBodyRow, BODY_COLUMNS, mark, rows.bodies),
        _Statement(task, "", as_texts(TaskRow, _TASK_COLUMNS, rows.tasks)),
        _Statement(boot, "", as_texts(BootRow, _BOOT_COLUMNS, rows.boot)),
        _Statement(seen, "", as_texts(RobotRow, _SEEN_COLUMNS, rows.seen)),
    ]
    return [each for each in found if each.values]


def _insert(table: type[Table], columns: tuple[str, ...], mark: str, values: Values) -> _Statement:
    name = str(table.__tablename__)
    sql = insert_statement(name, columns, 1, mark)
    return _Statement(sql, f"COPY {name} ({', '.join(columns)}) FROM STDIN", values)


def _otherwise(key: str, columns: Sequence[str]) -> str:
    new = ", ".join(f"{name} = excluded.{name}" for name in columns)
    return f" ON CONFLICT ({key}) DO UPDATE SET {new}"
