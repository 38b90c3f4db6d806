"""The log of many usual days, written by the database itself: ten million events in minutes."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from functools import partial
from typing import Any

from sqlalchemy import Connection, Engine, text

from bench import usual_day
from bench.databases import POSTGRESQL, analyze, in_haste, without_indexes
from bench.municipality import NOW, RESIDENTS, Municipality, item_id
from bench.usual_day import SLOTS, WINDOW

A_DAY = usual_day.EVENTS * RESIDENTS
"""Events of all residents."""
_MOST_DAYS = 10_000
_TOLD_EVERY = 10
"""Days after which it is told how far the filling has come."""
_INGREDIENTS = (
    "CREATE TABLE bench_person (n INTEGER, id {uuid}, unit_id {uuid}, robot_id {uuid})",
    "CREATE TABLE bench_item (n INTEGER, slot INTEGER, id {uuid})",
    """CREATE TABLE bench_event
    (n INTEGER, kind TEXT, slot INTEGER, of_task BOOLEAN, at TEXT, document TEXT)""",
    "CREATE TABLE bench_task (slot INTEGER, kind TEXT, title TEXT, due TEXT, closes TEXT)",
)
_TOLD = """
CREATE TABLE bench_told AS
SELECT e.n * {residents} + p.n AS number, e.n AS event, p.n AS person, p.id AS resident_id,
       p.unit_id, p.robot_id, e.kind, e.slot, e.of_task, e.at,
       replace(replace(replace(e.document, '{resident}', CAST(p.id AS TEXT)),
               '{robot}', CAST(p.robot_id AS TEXT)), '{item}', CAST(i.id AS TEXT)) AS document
FROM bench_event e CROSS JOIN bench_person p JOIN bench_item i ON i.n = p.n AND i.slot = e.slot
ORDER BY 1
"""


def days_of(stored: int) -> int:
    """Return over how many days so many events are spread."""
    return max(1, stored // A_DAY)


def prepare(engine: Engine, there: Municipality) -> None:
    """Write down what a day is made of, and tomorrow's tasks."""
    uuid = "UUID" if engine.dialect.name == POSTGRESQL else "TEXT"
    with engine.begin() as connection:
        for statement in _INGREDIENTS:
            connection.execute(text(statement.format(uuid=uuid)))
        for table, rows in _made_of(there, as_hex=uuid == "TEXT").items():
            names = ", ".join(f":{name}" for name in rows[0])
            columns = ", ".join(rows[0])
            connection.execute(text(f"INSERT INTO {table} ({columns}) VALUES ({names})"), rows)  # noqa: S608 - our own names
        told = _TOLD.format(
            residents=RESIDENTS,
            resident=usual_day.RESIDENT,
            robot=usual_day.ROBOT,
            item=usual_day.ITEM,
        )
        connection.execute(text(told))
        _Day(connection, back=-1).write_tasks(is_over=False)


def _made_of(there: Municipality, *, as_hex: bool) -> dict[str, list[dict[str, Any]]]:
    def kept(value: Any) -> Any:  # noqa: ANN401 - a UUID, as the database takes it
        return value.hex if as_hex else value

    return {
        "bench_person": [
            {
                "n": each.number,
                "id": kept(each.id),
                "unit_id": kept(each.unit_id),
                "robot_id": kept(each.robot_id),
            }
            for each in there.people
        ],
        "bench_item": [
            {"n": each.number, "slot": slot.number, "id": kept(item_id(slot.number, each.number))}
            for each in there.people
            for slot in SLOTS
        ],
        "bench_event": [
            {
                "n": each.number,
                "kind": each.kind,
                "slot": each.slot,
                "of_task": each.is_of_task,
                "at": f"{each.at:%H:%M:%S.%f}",
                "document": each.document,
            }
            for each in usual_day.templates()
        ],
        "bench_task": [
            {
                "slot": each.number,
                "kind": each.kind,
                "title": each.title,
                "due": f"{each.due_at:%H:%M:%S.%f}",
                "closes": f"{each.due_at + WINDOW:%H:%M:%S.%f}",
            }
            for each in SLOTS
        ],
    }


def fill(engine: Engine, days: range, tell: Callable[[str], None]) -> None:
    """Write the days that lie so far back, newest first; `days` may go on where it ended before."""
    at_once = 2 if engine.dialect.name == POSTGRESQL else 1
    with (
        in_haste(engine),
        without_indexes(engine, ("ix_event_", "ix_task_")),
        ThreadPoolExecutor(at_once) as writers,
    ):
        for done, _ in enumerate(writers.map(partial(_write, engine), days), days.start + 1):
            if done % _TOLD_EVERY == 0:
                tell(f"{done * A_DAY:,} of {days.stop * A_DAY:,} events")
        tell("indexes")
    analyze(engine)


def _write(engine: Engine, back: int) -> None:
    with engine.begin() as connection:
        day = _Day(connection, back)
        day.write_tasks(is_over=True)
        day.write_events()


class _Day:
    """One day of everybody's, in the words of the database."""

    def __init__(self, connection: Connection, back: int) -> None:
        self._connection = connection
        self._is_postgresql = connection.dialect.name == POSTGRESQL
        self._on = NOW.date() - timedelta(days=back)
        self._number = _MOST_DAYS - back  # older days have lower stream numbers, whenever written

    def write_events(self) -> None:
        stream = f"({self._number * A_DAY} + number)"
        event_id, at = self._uuid(self._hex(stream, 32)), self._at("at")
        occurrence = self._occurrence("slot", "person")
        sequence = f"{self._number * usual_day.EVENTS + 1} + event"
        document = "document"
        for placeholder, value in (
            (usual_day.ID, event_id),
            (usual_day.OCCURRENCE, occurrence),
            (usual_day.ON, f"'{self._on}'"),
        ):
            document = f"replace({document}, '{placeholder}', CAST({value} AS TEXT))"
        self._run(
            "INSERT INTO event (id, stream, robot_id, boot_id, sequence, resident_id, unit_id, "  # noqa: S608 - our own words
            "kind, occurrence_id, occurred_at, received_at, digest) "
            f"SELECT {event_id}, {stream}, robot_id, robot_id, {sequence}, resident_id, unit_id, "
            f"kind, CASE WHEN of_task THEN {occurrence} END, {at}, {at}, '{'0' * 64}' "
            "FROM bench_told"
        )
        self._run(
            "INSERT INTO event_body (event_id, document) "  # noqa: S608 - our own words
            f"SELECT {event_id}, {document} FROM bench_told"
        )

    def write_tasks(self, *, is_over: bool) -> None:
        outcome = "CASE WHEN t.kind = 'medication' THEN 'taken' ELSE 'answered' END"
        told = ("'closed'", outcome, "'said'", self._at("t.due")) if is_over else _NOT_TOLD
        self._run(
            "INSERT INTO task (id, resident_id, item_id, plan_version, kind, title, needs_answer, "  # noqa: S608 - our own words
            "local_on, slot, due_at, window_closes_at, attempts, "
            "stage, outcome, grade, reported_at) "
            f"SELECT {self._occurrence('t.slot', 'p.n')}, p.id, i.id, 1, t.kind, t.title, TRUE, "
            f"{self._date(self._on)}, substr(t.due, 1, 5), {self._at('t.due')}, "
            f"{self._at('t.closes')}, 1, {', '.join(told)} "
            "FROM bench_task t CROSS JOIN bench_person p "
            "JOIN bench_item i ON i.n = p.n AND i.slot = t.slot"
        )

    def _run(self, statement: str) -> None:
        self._connection.execute(text(statement))

    def _occurrence(self, slot: str, person: str) -> str:
        """Return the id of a task: as scattered as real ones, which are hashes."""
        number = f"(({self._number * len(SLOTS)} + {slot}) * {RESIDENTS} + {person})"
        scattered = f"({number} * CAST(2654435761 AS BIGINT) % CAST(4294967296 AS BIGINT))"
        return self._uuid(f"{self._hex(scattered, 8)} || {self._hex(number, 24)}")

    def _hex(self, number: str, digits: int) -> str:
        if self._is_postgresql:
            return f"lpad(to_hex(CAST({number} AS BIGINT)), {digits}, '0')"
        return f"printf('%0{digits}x', {number})"

    def _uuid(self, digits: str) -> str:
        return f"CAST({digits} AS UUID)" if self._is_postgresql else f"({digits})"

    def _at(self, clock: str) -> str:
        moment = f"'{self._on} ' || {clock}"
        return f"CAST({moment} || '+00' AS timestamptz)" if self._is_postgresql else f"({moment})"

    def _date(self, on: date) -> str:
        return f"DATE '{on}'" if self._is_postgresql else f"'{on}'"


_NOT_TOLD = ("'due'", "NULL", "NULL", "NULL")
