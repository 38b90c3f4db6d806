"""What a minute of the worker costs with 200,000 tasks a day, by how much is stored.

Every task that closes in that minute is silent: the worst case, a whole region without network.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Connection, Engine, text

from bench.databases import Filled, analyze, in_each, insert
from bench.rows import Row
from care_api.alerts.tables import AlertRow
from care_api.db import Database, Table
from care_api.residents.tables import ResidentRow
from care_api.robots.tables import RobotRow
from care_api.settings import Settings
from care_api.tasks.tables import TaskRow
from care_api.tenants.tables import TenantRow, UnitRow
from care_api.worker import CLIMB_EVERY, SWEEP_EVERY, Worker

TASKS_A_DAY = 200_000
_MOST = int(os.environ.get("NABO_BENCH_STORED", "2000000"))
STORED = tuple(each for each in (20_000, 200_000, 2_000_000) if each <= _MOST)
"""Closed tasks of days before, 1, 10 and 100 times; NABO_BENCH_STORED leaves out larger ones."""
RESIDENTS = 20_000
"""Each with a robot and ten tasks a day."""
UNITS = 200
GOAL_S = 2.0
MINUTE = timedelta(minutes=1)
_NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
_SECRET = "4b1f9a7c03d2e658" * 4


@dataclass
class HandClock:
    """Stands still until it is moved."""

    moment: datetime = _NOW

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment


def rows() -> Iterator[Row]:
    """Return, for each database, the minute's cost at each size."""
    return map(_row, in_each(STORED))


def _row(on: Filled) -> Row:
    _fill(on.engine, on.stored)
    url = on.engine.url.render_as_string(hide_password=False)
    settings = Settings.model_validate({"database_url": url, "secret_key": _SECRET, "demo": True})
    used_s = time.process_time()
    cost_s, raised = _minute(on.engine, settings)
    used_s = time.process_time() - used_s
    return Row(
        name=f"alerts.sweep.{on.kind}.{on.stored}",
        value=round(cost_s, 3),
        unit="s/min",
        note=(
            f"{TASKS_A_DAY} tasks a day, {raised} alerts raised, "
            f"{used_s:.2f} s of this process's CPU"
        ),
        at_most=GOAL_S,
    )


def _minute(engine: Engine, settings: Settings) -> tuple[float, int]:
    """Return what all sweeps and climbs of one minute cost, seconds, and how many alerts arose."""
    clock = HandClock()
    worker = Worker(Database(engine), clock, uuid4(), settings)
    worker.sweep()  # what closed before this minute; also warms up
    before = _count(engine)
    cost_s = 0.0
    ends_at = clock.now() + MINUTE
    ticks = sorted(
        {_NOW + n * SWEEP_EVERY for n in range(1, 5)}
        | {_NOW + n * CLIMB_EVERY for n in range(1, 13)}
    )
    for tick in ticks:
        if tick > ends_at:
            break
        clock.moment = tick
        started = time.perf_counter()
        if (tick - _NOW) % SWEEP_EVERY == timedelta(0):
            worker.sweep()
        worker.run(worker.climb)
        cost_s += time.perf_counter() - started
    return cost_s, _count(engine) - before


def _count(engine: Engine) -> int:
    with engine.connect() as connection:
        return int(connection.execute(text("SELECT count(*) FROM alert")).scalar_one())


def _fill(engine: Engine, stored: int) -> None:
    """Write residents with robots, the next day's open tasks, and what is over."""
    with engine.begin() as connection:
        residents = _write_people(connection)
        insert(connection, TaskRow, _tasks(residents, TASKS_A_DAY // RESIDENTS, "due"))
        insert(connection, TaskRow, _tasks(residents, 1, "closed"))
        insert(connection, AlertRow, _alerts(residents))
        size = len(residents)
        while size < stored:
            _tenfold(connection, TaskRow, "stage = 'closed'")
            _tenfold(connection, AlertRow, "state = 'closed'")
            size *= 10
    analyze(engine)


def _write_people(connection: Connection) -> list[tuple[UUID, UUID, UUID]]:
    """Return each resident with unit and robot; all robots were seen just now."""
    tenant = uuid4()
    units = [uuid4() for _ in range(UNITS)]
    people = [(uuid4(), units[n % UNITS], uuid4()) for n in range(RESIDENTS)]
    insert(connection, TenantRow, [{"id": tenant, "name": "Fjordvik"}])
    insert(
        connection,
        UnitRow,
        [{"id": unit, "tenant_id": tenant, "name": "Solbakken"} for unit in units],
    )
    insert(connection, ResidentRow, [resident(who, unit) for who, unit, _ in people])
    robots = [
        {
            "id": robot,
            "unit_id": unit,
            "name": "Nabo",
            "paired_at": _NOW,
            "last_seen_at": _NOW + timedelta(hours=1),
        }
        for _, unit, robot in people
    ]
    insert(connection, RobotRow, robots)
    return people


def resident(resident_id: UUID, unit_id: UUID) -> dict[str, Any]:
    """Return a row of a resident."""
    return {
        "id": resident_id,
        "unit_id": unit_id,
        "name": "Solveig Haugen",
        "spoken_name": "Solveig",
        "room": "1",
        "locale": "nb_NO",
        "zone": "Europe/Oslo",
        "end_silence_s": 1.25,
        "speech_rate": 1.0,
        "number_to_call": "tjue førti",
    }


def _tasks(
    people: list[tuple[UUID, UUID, UUID]], each: int, stage: str
) -> Iterator[dict[str, Any]]:
    """Yield tasks whose windows close evenly over the day after, or the day before."""
    count = len(people) * each
    start = _NOW if stage == "due" else _NOW - timedelta(days=1)
    for number in range(count):
        closes_at = start + timedelta(days=1) * (number / count)
        yield {
            "id": uuid4(),
            "resident_id": people[number % len(people)][0],
            "item_id": uuid4(),
            "plan_version": 1,
            "kind": "medication",
            "title": "Paracet, én tablett",
            "needs_answer": True,
            "local_on": closes_at.date(),
            "slot": "08:00",
            "due_at": closes_at - timedelta(hours=1),
            "window_closes_at": closes_at,
            "stage": stage,
            "attempts": 0,
        }


def _alerts(people: list[tuple[UUID, UUID, UUID]]) -> Iterator[dict[str, Any]]:
    """Yield closed alerts of the day before, one for fifty tasks."""
    for number, (resident_id, unit_id, _) in enumerate(people[::50]):
        at = _NOW - timedelta(hours=12)
        yield {
            "id": uuid4(),
            "dedup_key": f"before:{number}",
            "unit_id": unit_id,
            "resident_id": resident_id,
            "cause": "medication_unanswered",
            "code": "1.4",
            "severity": 30,
            "state": "closed",
            "raised_at": at,
            "acknowledge_by": at,
            "handle_by": at,
            "first_acknowledge_by": at,
            "first_handle_by": at,
        }


def _tenfold(connection: Connection, table: type[Table], condition: str) -> None:
    """Write nine more rows like each that is over, under ids and keys of their own."""
    name = str(table.__tablename__)
    is_sqlite = connection.dialect.name == "sqlite"
    fresh = "lower(hex(randomblob(16)))" if is_sqlite else "gen_random_uuid()"
    own = {"id": fresh, "dedup_key": f"CAST({fresh} AS TEXT)"}
    columns = [column.name for column in table.metadata.tables[name].columns]
    nine = " UNION ALL ".join(f"SELECT {n} AS n" for n in range(1, 10))
    chosen = ", ".join(own.get(column, column) for column in columns)
    connection.execute(
        text(
            f"INSERT INTO {name} ({', '.join(columns)}) "  # noqa: S608 - our own names
            f"SELECT {chosen} FROM {name}, ({nine}) AS nine WHERE {condition}"
        )
    )
