"""Alert and what was done about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class AlertRow(Table, table=True):
    """Something that needs a nurse."""

    __tablename__ = "alert"

    id: UUID = Field(primary_key=True)
    dedup_key: str = Field(unique=True)
    """One alert per cause, for ever: a closed one never comes back."""
    unit_id: UUID = Field(foreign_key="unit.id", index=True)
    resident_id: UUID | None = Field(foreign_key="resident.id", index=True)
    robot_id: UUID | None = Field(foreign_key="robot.id")
    occurrence_id: UUID | None
    cause_event_id: UUID | None
    cause: str
    """A value of care_api.alerts.cause.Cause."""
    code: str
    """VKP alert code."""
    severity: int
    """VKP severity level."""
    state: str
    owner_id: UUID | None = Field(default=None, foreign_key="staff.id")
    raised_at: datetime = Field(sa_type=UtcDateTime)
    acknowledge_by: datetime = Field(sa_type=UtcDateTime)
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class AlertActionRow(Table, table=True):
    """One step in an alert's life."""

    __tablename__ = "alert_action"

    alert_id: UUID = Field(primary_key=True, foreign_key="alert.id")
    number: int = Field(primary_key=True)
    """1 for the first: several steps may share an instant."""
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID | None = Field(foreign_key="staff.id")
    """None when the server did it."""
    action: str
    state: str
    """The state after it."""
    note: str = Field(default="", sa_type=Text)
    """Personal data."""
