"""Task."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class TaskRow(Table, table=True):
    """One occurrence of a plan's item. Its progress is computed from its events."""

    __tablename__ = "task"

    id: UUID = Field(primary_key=True)
    """The occurrence's id, the same on the robot."""
    resident_id: UUID = Field(foreign_key="resident.id", index=True)
    item_id: UUID
    plan_version: int
    kind: str
    """The plan item's kind."""
    title: str
    needs_answer: bool
    """Whether silence is a reason for an alert."""
    local_on: date
    slot: str
    """Wall-clock time of the rule, HH:MM."""
    due_at: datetime = Field(sa_type=UtcDateTime, index=True)
    window_closes_at: datetime = Field(sa_type=UtcDateTime)
    stage: str = "due"
    outcome: str | None = None
    grade: str | None = None
    attempts: int = 0
    snoozed_until: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reported_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    overdue_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When the server noticed that the window had closed without a report."""
