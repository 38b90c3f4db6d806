"""How long the report of a handover takes, by how much the log holds.

One unit of a thousand residents hands over after a shift in which each of them had three doses, a
check-in and, one in ten, a call for help.
"""

import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import Engine, text

from bench.databases import Filled, analyze, in_each, insert
from bench.rows import Row, median_s
from bench.sweep import resident
from care_api.db import Database, Work
from care_api.events import repository as log
from care_api.events.entry import Entry
from care_api.events.identity import new_id
from care_api.handovers import service
from care_api.handovers.shown import shown_report
from care_api.residents import service as residents
from care_api.residents.tables import ResidentRow
from care_api.tenants.tables import TenantRow, UnitRow
from codebook.check_in import CheckInAnswered
from codebook.event import Body, Event
from codebook.help import HelpCause, HelpRequested
from codebook.task import TaskReported
from schedules.outcome import EvidenceGrade, Outcome

_MOST = int(os.environ.get("NABO_BENCH_STORED", "10000000"))
STORED = tuple(each for each in (100_000, 1_000_000, 10_000_000) if each <= _MOST)
"""Events in the log before the shift; NABO_BENCH_STORED leaves larger ones out."""
RESIDENTS = 1000
GOAL_S = 2.0
_NOW = datetime(2026, 3, 2, 15, tzinfo=UTC)
_SILENT_AFTER = timedelta(minutes=3)
_OLD = """
INSERT INTO event (id, stream, boot_id, sequence, unit_id, kind, occurred_at, received_at, digest)
SELECT {id}, n, {boot}, n,
       CASE WHEN n % 100 = 0 THEN {unit} ELSE {other} END,
       CASE WHEN n % 5 = 0 THEN 'task.announced' ELSE 'speech.heard' END,
       {at}, {at}, ''
FROM {numbers}
"""
_COUNT = """
(WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c LIMIT {count}) SELECT n FROM c)
"""
_AT = "2026-02-01 08:00:00.000000"


def rows() -> Iterator[Row]:
    """Return, for each database, the time at each size."""
    return map(_row, in_each(STORED))


def _row(on: Filled) -> Row:
    unit_id = _fill(on.engine, on.stored)
    database = Database(on.engine)

    def read() -> None:
        with database.reading() as session:
            now = service.running(session, unit_id, _NOW)
            people = residents.of_units(session, [unit_id])
            ids = [person.id for person in people]
            standing = service.standing_now(session, now, ids, _SILENT_AFTER)
            report = shown_report(session, now.stretch, standing, people)
            assert len(report.people) == RESIDENTS  # noqa: S101 - a figure of what it is not

    return Row(
        name=f"handover.report.{on.kind}.{on.stored}",
        value=round(median_s(read), 3),
        unit="s",
        note=f"{RESIDENTS} residents, a shift of {RESIDENTS * 4 + RESIDENTS // 10} events",
        at_most=GOAL_S,
    )


def _fill(engine: Engine, stored: int) -> UUID:
    """Write the log before the shift, and the shift; return the unit."""
    tenant, unit_id, other = uuid4(), uuid4(), uuid4()
    people = [uuid4() for _ in range(RESIDENTS)]
    with engine.begin() as connection:
        insert(connection, TenantRow, [{"id": tenant, "name": "Fjordvik"}])
        units = [
            {"id": each, "tenant_id": tenant, "name": "Solbakken"} for each in (unit_id, other)
        ]
        insert(connection, UnitRow, units)
        insert(connection, ResidentRow, [resident(who, unit_id) for who in people])
        connection.execute(text(_old(engine.dialect.name, unit_id, other, stored)))
    with Database(engine).writing() as session:
        work = Work(session=session, now=_NOW, boot_id=uuid4())
        shift = list(_shift(people))
        log.append(work, shift, [unit_id] * len(shift))
    analyze(engine)
    return unit_id


def _old(dialect: str, unit_id: UUID, other: UUID, count: int) -> str:
    """Return the statement that fills the log: one event of a hundred is the unit's."""
    if dialect == "sqlite":
        return _OLD.format(
            id="lower(hex(randomblob(16)))",
            boot=f"'{uuid4().hex}'",
            unit=f"'{unit_id.hex}'",
            other=f"'{other.hex}'",
            at=f"'{_AT}'",
            numbers=_COUNT.format(count=count),
        )
    return _OLD.format(
        id="gen_random_uuid()",
        boot=f"CAST('{uuid4()}' AS uuid)",
        unit=f"CAST('{unit_id}' AS uuid)",
        other=f"CAST('{other}' AS uuid)",
        at=f"CAST('{_AT}+00' AS timestamptz)",
        numbers=f"generate_series(1, {count}) AS n",
    )


def _shift(people: list[UUID]) -> Iterator[Entry]:
    boot_id = uuid4()
    for number, who in enumerate(people):
        for body in _bodies(number):
            at = _NOW - timedelta(hours=8) * (number / len(people))
            event = Event(
                id=new_id(at),
                robot_id=None,
                boot_id=boot_id,
                sequence=number + 1,
                resident_id=who,
                occurred_at=at,
                body=body,
            )
            yield Entry.of(event)


def _bodies(number: int) -> Iterator[Body]:
    for outcome in (Outcome.TAKEN, Outcome.TAKEN, Outcome.REFUSED):
        yield TaskReported(
            occurrence_id=uuid4(), item_id=uuid4(), outcome=outcome, grade=EvidenceGrade.SAID
        )
    yield CheckInAnswered(
        occurrence_id=uuid4(),
        item_id=uuid4(),
        question_id="feeling",
        answer="unwell",
        transcript="svimmel",
        is_worrying=number % 3 == 0,
        grade=EvidenceGrade.SAID,
    )
    if number % 10 == 0:
        yield HelpRequested(
            cause=HelpCause.FALLEN, utterance_id="u", transcript="x", grade=EvidenceGrade.SAID
        )
