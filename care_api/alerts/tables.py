"""Alert and what was done about it."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text, text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class AlertRow(Table, table=True):
    """Something that needs a nurse."""

    __tablename__ = "alert"
    __table_args__ = (
        Index("ix_alert_unit_id_raised_at", "unit_id", "raised_at"),
        Index("ix_alert_robot_id_raised_at", "robot_id", "raised_at"),
        Index(
            "ix_alert_open_unit_id",
            "unit_id",
            postgresql_where=text("state <> 'closed'"),
            sqlite_where=text("state <> 'closed'"),
        ),
        Index(
            "ix_alert_owned_at",
            "owned_at",
            postgresql_where=text("state IN ('in_progress', 'acknowledged')"),
            sqlite_where=text("state IN ('in_progress', 'acknowledged')"),
        ),
    )

    id: UUID = Field(primary_key=True)
    dedup_key: str = Field(unique=True)
    """One alert per cause, for ever: a closed one never comes back."""
    unit_id: UUID = Field(foreign_key="unit.id")
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
    handle_by: datetime = Field(sa_type=UtcDateTime)
    first_acknowledge_by: datetime = Field(sa_type=UtcDateTime)
    """What `acknowledge_by` was for whoever should own it first: a hand-back does not move it."""
    first_handle_by: datetime = Field(sa_type=UtcDateTime)
    owned_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    """When its present owner took it."""
    acknowledged_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    handled_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    closed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    finding: str | None = None
    """A value of codebook.alert.Finding, once somebody has handled it and said so."""


class AlertActionRow(Table, table=True):
    """One step in an alert's life."""

    __tablename__ = "alert_action"

    alert_id: UUID = Field(primary_key=True, foreign_key="alert.id")
    number: int = Field(primary_key=True)
    """1 for the first: several steps may share an instant."""
    at: datetime = Field(sa_type=UtcDateTime)
    staff_id: UUID | None = Field(foreign_key="staff.id")
    """None when the server did it."""
    to_staff_id: UUID | None = None
    """With a handing over: to whom."""
    action: str
    state: str
    """The state after it."""
    note: str = Field(default="", sa_type=Text)
    """Personal data."""


class AlertClimbRow(Table, table=True):
    """How far an alert has come on its ladder: care_api.alerts.ladder.Climb."""

    __tablename__ = "alert_climb"
    __table_args__ = (
        Index(
            "ix_alert_climb_next_at",
            "next_at",
            postgresql_where=text("next_at IS NOT NULL"),
            sqlite_where=text("next_at IS NOT NULL"),
        ),
    )

    alert_id: UUID = Field(primary_key=True, foreign_key="alert.id")
    round: int
    rung: int
    """The next one to tell."""
    next_at: datetime | None = Field(sa_type=UtcDateTime)
    """None: nobody is told any more, as things stand."""
    cause: str
    """Why the next rung would be told; a value of codebook.alert.EscalationCause."""


class AlertRulesRow(Table, table=True):
    """What a unit decided about its alerts; without a row, the defaults hold."""

    __tablename__ = "alert_rules"

    unit_id: UUID = Field(primary_key=True, foreign_key="unit.id")
    document: str = Field(sa_type=Text)
    """JSON of care_api.alerts.rules.AlertRules."""
    saved_at: datetime = Field(sa_type=UtcDateTime)
    saved_by: UUID = Field(foreign_key="staff.id")
