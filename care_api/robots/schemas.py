"""Robots over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.robots.service import RobotState


class ConditionOut(BaseModel):
    """How a robot was at its latest heartbeat."""

    reported_at: datetime
    has_newest_plans: bool
    """Whether the plans on board are those that stand here."""
    waiting_events: int
    refused_events: int
    battery: float | None
    """Ratio of a full one; None where it is unknown."""
    is_charging: bool | None
    clock_offset_s: float | None
    """Server's clock minus the robot's, seconds."""


class RobotOut(BaseModel):
    """One robot."""

    id: UUID
    name: str
    state: RobotState
    last_seen_at: datetime | None
    software_version: str | None
    condition: ConditionOut | None
    """None before the first heartbeat."""


class NewRobot(BaseModel):
    """A robot that is to be paired."""

    model_config = ConfigDict(extra="forbid")

    unit_id: UUID
    name: str


class PairingCode(BaseModel):
    """A one-time code, shown once."""

    robot_id: UUID
    code: str
    expires_at: datetime


class Assignment(BaseModel):
    """Whom a robot looks after from now on."""

    model_config = ConfigDict(extra="forbid")

    resident_ids: tuple[UUID, ...]
