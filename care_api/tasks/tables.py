"""Task."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Index, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class TaskRow(Table, table=True):
    """One occurrence of a plan's item. Its progress is computed from its events."""

    __tablename__ = "task"
    __table_args__ = (
        Index("ix_task_resident_id_local_on", "resident_id", "local_on"),
        Index(  # what the sweep looks at: it grows with what is open, not with what is stored
            "ix_task_open_window_closes_at",
            "window_closes_at",
            postgresql_where=text("stage NOT IN ('closed', 'missed', 'withdrawn')"),
            sqlite_where=text("stage NOT IN ('closed', 'missed', 'withdrawn')"),
        ),
        Index(
            "ix_task_open_resident_id",
            "resident_id",
            "due_at",
            postgresql_where=text("stage NOT IN ('closed', 'missed', 'withdrawn')"),
            sqlite_where=text("stage NOT IN ('closed', 'missed', 'withdrawn')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    """The occurrence's id, the same on the robot."""
    resident_id: UUID = Field(foreign_key="resident.id")
    item_id: UUID = Field(index=True)
    plan_version: int
    kind: str
    """The plan item's kind."""
    title: str
    needs_answer: bool
    """Whether silence is a reason for an alert."""
    local_on: date
    slot: str
    """Wall-clock time of the rule, HH:MM."""
    due_at: datetime = Field(sa_type=UtcDateTime)
    window_closes_at: datetime = Field(sa_type=UtcDateTime)
    stage: str = "due"
    outcome: str | None = None
    grade: str | None = None
    attempts: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    report_id: UUID | None = None
    """The event that tells of the report."""
    overdue_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the server noticed that the window had closed without a report."""


class TaskHorizonRow(Table, table=True):
    """How far a resident's tasks are made."""

    __tablename__ = "task_horizon"

    resident_id: UUID = Field(primary_key=True, foreign_key="resident.id")
    made_until: datetime = Field(sa_type=UtcDateTime, index=True)
