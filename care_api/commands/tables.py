"""Command."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index, Text
from sqlmodel import Field

from care_api.db import Table, UtcDateTime


class CommandRow(Table, table=True):
    """One thing that one robot is to do once."""

    __tablename__ = "command"
    __table_args__ = (
        Index("ix_command_robot_id_state", "robot_id", "state"),
        Index("ix_command_state_expires_at", "state", "expires_at"),
    )

    id: UUID = Field(primary_key=True)
    robot_id: UUID = Field(foreign_key="robot.id")
    resident_id: UUID | None = Field(foreign_key="resident.id", index=True)
    unit_id: UUID = Field(foreign_key="unit.id")
    kind: str
    document: str = Field(sa_type=Text)
    """JSON of codebook.command.Command; may hold personal data."""
    created_at: datetime = Field(sa_type=UtcDateTime)
    expires_at: datetime = Field(sa_type=UtcDateTime)
    sent_by: UUID | None = Field(foreign_key="staff.id")
    """None for the server's own."""
    state: str
    """A value of care_api.commands.state.CommandState."""
    state_at: datetime = Field(sa_type=UtcDateTime)
    """When it came into that state: by the robot's clock where the robot says so."""
    reason: str | None = None
    """Why the robot refused it."""
