"""Ingest through the whole care API, beside the bare driver that inserts the same rows; the poll.

Each figure with 10 thousand, 100 thousand and a million events stored, on SQLite and PostgreSQL.
"""

import os
import statistics
import time
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from bench.bare_driver import Driver, Insert, Way, driving, fill
from bench.care_server import Served, ServedRobot, packed, served
from bench.polls import beside_waiting, not_modified_s
from bench.robot_log import RobotLog
from bench.rows import Row, quantile
from schedules.clock import SystemClock

BATCHES = (1, 100, 500)
ROBOTS = 4
"""Upload at the same time; the driver has one connection, as all that is stored is in one order."""
STORED = (10_000, 100_000, 1_000_000)
"""Events in the database before a measurement; NABO_BENCH_STORED leaves larger ones out."""
SECONDS = 4.0
"""How long each figure is taken, seconds."""
BURSTS = {1: 20, 100: 10, 500: 8}
"""Batch size -> how many batches each robot sends in one turn, and the driver inserts."""
WAITING = 100
"""Robots whose question the server holds, while another one's is answered at once."""
APART = timedelta(days=10 * 365)
"""Between two logs: a million events are told in nine years."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """A server with its robots' logs, and the driver beside it."""

    server: Served
    logs: Sequence[RobotLog]
    driver: Driver
    ways: Mapping[Way, Insert]
    robots: ThreadPoolExecutor

    def upload(self, size: int, robots: int) -> float:
        """Let so many robots send a burst of batches at once; return the seconds that it took."""
        bodies = [
            [packed(log.take(size)) for _ in range(BURSTS[size])] for log in self.logs[:robots]
        ]
        self._plan(*self.logs[:robots])
        start = time.perf_counter()
        list(self.robots.map(_upload_all, self.server.robots, bodies))
        return time.perf_counter() - start

    def insert(self, way: Way, size: int) -> float:
        """Let the driver insert a batch; return the seconds that it took."""
        insert = self.ways[way](self.driver.rows(size))
        self._plan(self.driver.log)
        start = time.perf_counter()
        insert()
        return time.perf_counter() - start

    def _plan(self, *logs: RobotLog) -> None:
        """Let the tasks stand ready that the logs are about, as a running server has them."""
        for log in logs:
            self.ways[Way.EXECUTEMANY](self.driver.due(log))()


def _upload_all(robot: ServedRobot, bodies: Sequence[bytes]) -> None:
    for body in bodies:
        robot.upload(body)


def rows() -> Iterator[Row]:
    """Yield the figures of ingest and poll."""
    most = int(os.environ.get("NABO_BENCH_STORED", STORED[-1]))
    for kind in ("sqlite", "postgresql"):
        with _bench(kind) as bench:
            stored = 0
            for size in (size for size in STORED if size <= most):
                fill(bench.driver, bench.ways, size - stored)
                stored = size
                yield from _figures(bench, kind, f"{kind}, {stored:,} stored")


@contextmanager
def _bench(kind: str) -> Iterator[Bench]:
    first_on = SystemClock().now().date()
    with (
        served(kind, ROBOTS, idle=WAITING + 1 - ROBOTS) as server,
        driving(server, first_on) as (driver, ways),
        ThreadPoolExecutor(ROBOTS) as robots,
    ):
        logs = [
            RobotLog(robot.id, server.plans, first_on + (nth + 1) * APART)
            for nth, robot in enumerate(server.robots[:ROBOTS])
        ]
        yield Bench(server=server, logs=logs, driver=driver, ways=ways, robots=robots)


def _figures(bench: Bench, kind: str, on: str) -> Iterator[Row]:
    for size in BATCHES:
        yield from _ingest(bench, size, f"ingest.{kind}.{size}", on)
    yield from _polls(f"poll.{kind}", not_modified_s(bench.server.robot), on)
    beside_s = beside_waiting(bench.server.robots)
    yield from _polls(f"poll.{kind}.beside_{WAITING}_waiting", beside_s, on)


def _polls(name: str, times_s: Sequence[float], on: str) -> Iterator[Row]:
    """Yield how soon a robot hears that there is nothing new."""
    p50_ms, p95_ms = (round(quantile(times_s, ratio) * 1e3, 1) for ratio in (0.5, 0.95))
    yield Row(name=f"{name}.p50", value=p50_ms, unit="ms", note=on)
    yield Row(name=f"{name}.p95", value=p95_ms, unit="ms", note=on, at_most=20)


def _ingest(bench: Bench, size: int, name: str, on: str) -> Iterator[Row]:
    """Yield events per second through the API and by the driver, in turns, and their ratios."""
    rates = _rates(bench, size)
    together, alone = rates[f"{ROBOTS} robots"], rates["1 robot"]
    for who, rate in rates.items():
        yield Row(name=f"{name}.{who}", value=round(rate), unit="events/s", note=on)
    for way in bench.ways:
        at_least = 0.5 if size == BATCHES[-1] else None
        ratio = round(together / rates[way.value], 2)
        yield Row(name=f"{name}.to_{way}", value=ratio, unit="", note=on, at_least=at_least)
        ratio = round(alone / rates[way.value], 2)
        yield Row(name=f"{name}.one_robot.to_{way}", value=ratio, unit="", note=on)


def _rates(bench: Bench, size: int) -> dict[str, float]:
    """Return who -> events per second in the median turn: the machine has other work too."""
    turns: dict[str, list[float]] = {}
    start = time.perf_counter()
    while time.perf_counter() - start < SECONDS * (2 + len(bench.ways)):
        for robots, who in ((ROBOTS, f"{ROBOTS} robots"), (1, "1 robot")):
            count = robots * BURSTS[size] * size
            turns.setdefault(who, []).append(count / bench.upload(size, robots))
        for way in bench.ways:
            took_s = sum(bench.insert(way, size) for _ in range(BURSTS[size]))
            turns.setdefault(way.value, []).append(BURSTS[size] * size / took_s)
    return {who: statistics.median(rates) for who, rates in turns.items()}
