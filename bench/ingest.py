"""Ingest through the whole care API, beside the bare driver that inserts the same rows; the poll.

Each figure with 10 thousand, 100 thousand and a million events stored, on SQLite and PostgreSQL.
"""

import os
import sqlite3
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import httpx
import psycopg

from bench.care_server import Served, packed, served
from bench.robot_log import RobotLog
from bench.rows import Row
from care_api.bulk import as_sqlite, copy_rows, insert_statement
from care_api.events.entry import BODY_COLUMNS, COLUMNS, Entry
from care_api.events.tables import EventBodyRow, EventRow
from schedules.clock import SystemClock

BATCHES = (1, 100, 500)
STORED = (10_000, 100_000, 1_000_000)
"""Events in the database before a measurement; NABO_BENCH_STORED leaves larger ones out."""
SECONDS = 1.5
"""How long each figure is taken, seconds."""
POLLS = 60
APART = timedelta(days=20 * 365)
"""Between the log that is uploaded and the driver's, which tells of a million events before it."""
_PART = 5_000

InsertRows = Callable[[Sequence[tuple[Any, ...]], Sequence[tuple[Any, ...]]], Callable[[], None]]
"""Returns what inserts these rows and bodies, with every value ready."""


class Turns:
    """How long batches of one size took; by the median, for the machine has other work too."""

    def __init__(self, size: int) -> None:
        """Have taken none yet of `size` events each."""
        self._size = size
        self._each_s: list[float] = []

    @contextmanager
    def taking(self) -> Iterator[None]:
        """Take the time of one batch inside the block."""
        start = time.perf_counter()
        yield
        self._each_s.append(time.perf_counter() - start)

    @property
    def seconds(self) -> float:
        """Of all turns."""
        return sum(self._each_s)

    @property
    def rate(self) -> float:
        """Events per second in the median turn."""
        return self._size / statistics.median(self._each_s)


class Driver:
    """The bare driver, with the durability that the server has."""

    def __init__(self, server: Served, insert: InsertRows, last_stream: Callable[[], int]) -> None:
        self._server = server
        self._insert = insert
        self._last_stream = last_stream
        self._log = _log(server, SystemClock().now().date())

    def prepared(self, count: int) -> Callable[[], None]:
        """Return what inserts the rows of so many events: the same that the server would."""
        entries = [Entry.of(event, self._server.unit_id) for event in self._log.take(count)]
        start = self._last_stream() + 1
        now = SystemClock().now()
        rows = [entry.row(stream, now) for stream, entry in enumerate(entries, start)]
        return self._insert(rows, [entry.body_row for entry in entries])


def rows() -> Iterator[Row]:
    """Yield the figures of ingest and poll."""
    most = int(os.environ.get("NABO_BENCH_STORED", STORED[-1]))
    for kind in ("sqlite", "postgresql"):
        with served(kind) as server, _driver(server) as driver:
            log = _log(server, SystemClock().now().date() + APART)
            stored = 0
            for size in (size for size in STORED if size <= most):
                for _ in range(stored, size, _PART):
                    driver.prepared(_PART)()
                stored = size
                yield from _figures(server, driver, log, f"{kind}, {stored:,} stored")


def _log(server: Served, first_on: date) -> RobotLog:
    return RobotLog(server.robot_id, server.plans, first_on)


def _figures(server: Served, driver: Driver, log: RobotLog, on: str) -> Iterator[Row]:
    kind = on.partition(",")[0]
    for size in BATCHES:
        through_api, bare = _rates(server, driver, log, size)
        name = f"ingest.{kind}.{size}"
        yield Row(name=name, value=round(through_api), unit="events/s", note=on)
        yield Row(name=f"{name}.driver", value=round(bare), unit="events/s", note=on)
        goal = "; goal: at least 0.5" if size == BATCHES[-1] else ""
        ratio = round(through_api / bare, 2)
        yield Row(name=f"{name}.ratio", value=ratio, unit="", note=on + goal)
    p50_s, p95_s = _polls(server)
    yield Row(name=f"poll.{kind}.p50", value=round(p50_s * 1e3, 1), unit="ms", note=on)
    goal = f"{on}; goal: at most 20"
    yield Row(name=f"poll.{kind}.p95", value=round(p95_s * 1e3, 1), unit="ms", note=goal)


def _rates(server: Served, driver: Driver, log: RobotLog, size: int) -> tuple[float, float]:
    """Return events per second through the API and by the driver, a batch each in turns."""
    api, bare = Turns(size), Turns(size)
    while min(api.seconds, bare.seconds) < SECONDS:
        body = packed(log.take(size))
        with api.taking():
            server.upload(body)
        insert = driver.prepared(size)
        with bare.taking():
            insert()
    return api.rate, bare.rate


def _polls(server: Served) -> tuple[float, float]:
    """Return median and 95th percentile of a 304, seconds."""
    etag = server.orders("").headers["etag"]
    times_s = []
    for _ in range(POLLS):
        start = time.perf_counter()
        answer = server.orders(etag)
        times_s.append(time.perf_counter() - start)
        if answer.status_code != httpx.codes.NOT_MODIFIED:
            raise RuntimeError(f"the poll answered {answer.status_code}")
    times_s.sort()
    return statistics.median(times_s), times_s[int(0.95 * len(times_s))]


@contextmanager
def _driver(server: Served) -> Iterator[Driver]:
    if server.database_url.startswith("sqlite"):
        path = Path(server.database_url.removeprefix("sqlite:///"))
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for pragma in ("journal_mode = WAL", "synchronous = FULL", "foreign_keys = ON"):
                connection.execute(f"PRAGMA {pragma}")
            yield Driver(server, _by_sqlite(connection), lambda: _last_stream(connection))
        return
    url = server.database_url.replace("+psycopg", "", 1)
    with psycopg.connect(url) as connected:
        yield Driver(server, _by_psycopg(connected), lambda: _last_stream(connected))


def _last_stream(connection: Any) -> int:  # noqa: ANN401 - either driver's connection
    found = connection.execute("SELECT COALESCE(MAX(stream), 0) FROM event").fetchone()
    if isinstance(connection, psycopg.Connection):
        connection.commit()
    return int(found[0])


def _by_sqlite(connection: sqlite3.Connection) -> InsertRows:
    def prepared(
        rows: Sequence[tuple[Any, ...]], bodies: Sequence[tuple[Any, ...]]
    ) -> Callable[[], None]:
        events = as_sqlite(EventRow, COLUMNS, rows)
        texts = as_sqlite(EventBodyRow, BODY_COLUMNS, bodies)

        def insert() -> None:
            connection.execute("BEGIN IMMEDIATE")
            connection.executemany(insert_statement("event", COLUMNS, 1, "?"), events)
            connection.executemany(insert_statement("event_body", BODY_COLUMNS, 1, "?"), texts)
            connection.execute("COMMIT")

        return insert

    return prepared


def _by_psycopg(connection: psycopg.Connection[Any]) -> InsertRows:
    """By COPY, as the server does: INSERTs would take twice as long."""

    def prepared(
        rows: Sequence[tuple[Any, ...]], bodies: Sequence[tuple[Any, ...]]
    ) -> Callable[[], None]:
        def insert() -> None:
            with connection.cursor() as cursor:
                copy_rows(cursor, f"event ({', '.join(COLUMNS)})", rows)
                copy_rows(cursor, f"event_body ({', '.join(BODY_COLUMNS)})", bodies)
            connection.commit()

        return insert

    return prepared
