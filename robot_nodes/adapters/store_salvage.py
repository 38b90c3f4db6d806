"""What can still be read of a damaged store: a record is taken only where it proves itself."""

import sqlite3
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from codebook.event import Event
from codebook.plan import RobotPlans
from robot_nodes.adapters.checksum import checksum
from robot_nodes.adapters.sqlite_pages import Record, records
from schedules.task import Task

_TASK = TypeAdapter(Task)


@dataclass(frozen=True, slots=True, kw_only=True)
class Salvage:
    """How much was found."""

    rows: Mapping[str, int]
    """Table -> rows recovered."""
    unreadable: int
    """Records that were seen and could not be read, or did not prove themselves."""

    def __str__(self) -> str:
        """Say it in one line for a technician."""
        plans = "the plans" if self.rows["plans"] else "no plans"
        return (
            f"recovered {self.rows['outbox']} events, {self.rows['task']} tasks and {plans};"
            f" {self.unreadable} records could not be read"
        )


NOTHING = Salvage(rows=MappingProxyType({"outbox": 0, "task": 0, "plans": 0}), unreadable=0)


def salvage(damaged: Path, into: sqlite3.Connection) -> Salvage:
    """Copy what is readable of a damaged store into a fresh one that has our tables.

    Raises:
        sqlite3.DatabaseError: The fresh one cannot be written; nothing was.
    """
    try:
        found = records(damaged)
    except OSError:
        return NOTHING
    into.execute("BEGIN IMMEDIATE")
    kept = dict.fromkeys(_PROOFS, 0)
    lost = found.unreadable
    for rowid, record in found.rows:
        table = _table_of(record)
        if table is None:
            lost += _looks_like_ours(record)
            continue
        row = (rowid, *record[1:]) if record[0] is None else record
        marks = ", ".join("?" * len(row))
        inserted = into.execute(f"INSERT OR IGNORE INTO {table} VALUES ({marks})", row)  # noqa: S608 - our own name
        kept[table] += inserted.rowcount
    into.execute("COMMIT")
    return Salvage(rows=kept, unreadable=lost)


def _table_of(record: Record) -> str | None:
    for table, proves in _PROOFS.items():
        try:
            if proves(record):
                return table
        except (ValueError, TypeError, ValidationError):
            continue
    return None


def _looks_like_ours(record: Record) -> bool:
    """Return whether it once was an event, a task or the plans: they alone carry long JSON."""
    return any(isinstance(value, str) and value.startswith("{") for value in record)


def _is_event(record: Record) -> bool:
    position, event_id, boot_id, sequence, json, check, _, _ = record
    event = Event.model_validate_json(str(json))
    named = (str(event.id), str(event.boot_id), event.sequence)
    return position is None and check == checksum(json) and named == (event_id, boot_id, sequence)


def _is_task(record: Record) -> bool:
    occurrence_id, _, _, _, _, _, _, _, json, check = record
    task = _TASK.validate_json(str(json))
    return check == checksum(json) and str(task.occurrence.id) == occurrence_id


def _is_plans(record: Record) -> bool:
    _, _, json, check = record
    RobotPlans.model_validate_json(str(json))
    return check == checksum(json)


def _is_boot(record: Record) -> bool:
    boot_id, started_at, last_alive_at, ended_cleanly = record
    UUID(str(boot_id))
    dates = [datetime.fromisoformat(str(at)) for at in (started_at, last_alive_at)]
    return all(at.tzinfo for at in dates) and ended_cleanly in {0, 1}


def _is_note(record: Record) -> bool:
    name, json, check = record
    return isinstance(name, str) and check == checksum(json)


_PROOFS: Mapping[str, Callable[[Record], bool]] = MappingProxyType(
    {
        "boot": _is_boot,
        "outbox": _is_event,
        "plans": _is_plans,
        "task": _is_task,
        "note": _is_note,
    }
)
"""Table -> whether a record is one of its rows; how many columns it has is part of the proof."""
