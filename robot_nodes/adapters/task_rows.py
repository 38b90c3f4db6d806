"""The rows of plans and tasks: what the robot must know again after a crash."""

import sqlite3
from uuid import UUID

from pydantic import TypeAdapter

from codebook.plan import RobotPlans
from schedules.task import Stage, Task

_TASK = TypeAdapter(Task)
_OPEN_STAGES = tuple(stage.value for stage in Stage if not stage.is_over)


def put_task(connection: sqlite3.Connection, task: Task) -> None:
    """Store the task in place of its earlier state."""
    occurrence = task.occurrence
    connection.execute(
        "INSERT INTO task (occurrence_id, resident_id, due_at, stage, json) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (occurrence_id)"
        " DO UPDATE SET due_at = excluded.due_at, stage = excluded.stage, json = excluded.json",
        (
            str(occurrence.id),
            str(occurrence.resident_id),
            occurrence.due_at.isoformat(),
            task.stage.value,
            _TASK.dump_json(task).decode(),
        ),
    )


def find_task(connection: sqlite3.Connection, occurrence_id: UUID) -> Task | None:
    """Return the task of an occurrence, or None where there is none."""
    row = connection.execute(
        "SELECT json FROM task WHERE occurrence_id = ?", (str(occurrence_id),)
    ).fetchone()
    return _TASK.validate_json(row[0]) if row else None


def open_tasks(connection: sqlite3.Connection) -> tuple[Task, ...]:
    """Return the tasks that are not over, in order of their due time."""
    marks = ", ".join("?" * len(_OPEN_STAGES))
    rows = connection.execute(
        f"SELECT json FROM task WHERE stage IN ({marks})"  # noqa: S608 - question marks only
        " ORDER BY due_at, occurrence_id",
        _OPEN_STAGES,
    )
    return tuple(_TASK.validate_json(text) for (text,) in rows)


def put_plans(connection: sqlite3.Connection, etag: str, plans: RobotPlans) -> None:
    """Store the plans in place of the ones before."""
    connection.execute(
        "INSERT INTO plans (only, etag, json) VALUES (1, ?, ?)"
        " ON CONFLICT (only) DO UPDATE SET etag = excluded.etag, json = excluded.json",
        (etag, plans.model_dump_json()),
    )


def find_plans(connection: sqlite3.Connection) -> RobotPlans | None:
    """Return the plans on board, or None before the first."""
    row = connection.execute("SELECT json FROM plans").fetchone()
    return RobotPlans.model_validate_json(row[0]) if row else None


def find_plan_etag(connection: sqlite3.Connection) -> str:
    """Return the ETag of the plans on board, or an empty string before the first."""
    row = connection.execute("SELECT etag FROM plans").fetchone()
    return str(row[0]) if row else ""
