"""The rows of plans and tasks: what the robot must know again after a crash."""

import sqlite3
from datetime import datetime
from uuid import UUID

from pydantic import TypeAdapter

from codebook.plan import RobotPlans
from robot_nodes.adapters.checksum import checksum, verified
from schedules.outcome import Outcome
from schedules.task import Stage, Task

_TASK = TypeAdapter(Task)
_OPEN_STAGES = tuple(stage.value for stage in Stage if not stage.is_over)


def put_task(connection: sqlite3.Connection, task: Task) -> None:
    """Store the task in place of its earlier state."""
    occurrence, report = task.occurrence, task.report
    text = _TASK.dump_json(task).decode()
    connection.execute(
        "INSERT INTO task VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (occurrence_id) DO UPDATE SET"
        " due_at = excluded.due_at, closes_at = excluded.closes_at, stage = excluded.stage,"
        " outcome = excluded.outcome, reported_at = excluded.reported_at,"
        " json = excluded.json, crc = excluded.crc",
        (
            str(occurrence.id),
            str(occurrence.resident_id),
            str(occurrence.item_id),
            occurrence.due_at.isoformat(),
            occurrence.window_closes_at.isoformat(),
            task.stage.value,
            report.outcome.value if report else None,
            report.reported_at.isoformat() if report else None,
            text,
            checksum(text),
        ),
    )


def find_task(connection: sqlite3.Connection, occurrence_id: UUID) -> Task | None:
    """Return the task of an occurrence, or None where there is none."""
    row = connection.execute(
        "SELECT json, crc FROM task WHERE occurrence_id = ?", (str(occurrence_id),)
    ).fetchone()
    return _TASK.validate_json(verified(*row)) if row else None


def tasks_of(connection: sqlite3.Connection, item_id: UUID) -> tuple[Task, ...]:
    """Return the kept tasks of a plan item, in order of their due time."""
    rows = connection.execute(
        "SELECT json, crc FROM task WHERE item_id = ? ORDER BY due_at, occurrence_id",
        (str(item_id),),
    )
    return tuple(_TASK.validate_json(verified(*row)) for row in rows)


def prune(connection: sqlite3.Connection, before: datetime) -> None:
    """Let go of tasks that were over before then, but for what each item was last taken."""
    marks = ", ".join("?" * len(_OPEN_STAGES))
    connection.execute(
        "DELETE FROM task WHERE closes_at < ?"  # noqa: S608 - question marks only
        f" AND stage NOT IN ({marks})"
        " AND occurrence_id NOT IN (SELECT occurrence_id FROM"
        " (SELECT occurrence_id, MAX(reported_at) FROM task WHERE outcome = ? GROUP BY item_id))",
        (before.isoformat(), *_OPEN_STAGES, Outcome.TAKEN.value),
    )


def open_tasks(connection: sqlite3.Connection) -> tuple[Task, ...]:
    """Return the tasks that are not over, in order of their due time."""
    marks = ", ".join("?" * len(_OPEN_STAGES))
    rows = connection.execute(
        f"SELECT json, crc FROM task WHERE stage IN ({marks})"  # noqa: S608 - question marks only
        " ORDER BY due_at, occurrence_id",
        _OPEN_STAGES,
    )
    return tuple(_TASK.validate_json(verified(*row)) for row in rows)


def put_plans(connection: sqlite3.Connection, etag: str, plans: RobotPlans) -> None:
    """Store the plans in place of the ones before."""
    text = plans.model_dump_json()
    connection.execute(
        "INSERT INTO plans (only, etag, json, crc) VALUES (1, ?, ?, ?) ON CONFLICT (only)"
        " DO UPDATE SET etag = excluded.etag, json = excluded.json, crc = excluded.crc",
        (etag, text, checksum(text)),
    )


def find_plans(connection: sqlite3.Connection) -> RobotPlans | None:
    """Return the plans on board, or None before the first."""
    row = connection.execute("SELECT json, crc FROM plans").fetchone()
    return RobotPlans.model_validate_json(verified(*row)) if row else None


def find_plan_etag(connection: sqlite3.Connection) -> str:
    """Return the ETag of the plans on board, or an empty string before the first."""
    row = connection.execute("SELECT etag FROM plans").fetchone()
    return str(row[0]) if row else ""
