"""Robots over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from care_api.robots.service import RobotState
from codebook.heartbeat import PresentFault


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
    plans: dict[UUID, int] | None
    """Resident -> version of the plan on board; None where the robot does not say."""
    faults: tuple[PresentFault, ...]
    """What ails it, oldest first."""


class RobotOut(BaseModel):
    """One robot."""

    id: UUID
    name: str
    place: str
    """Where it stands, in plain words."""
    state: RobotState
    last_seen_at: datetime | None
    software_version: str | None
    condition: ConditionOut | None
    """None before the first heartbeat."""


class NewRobot(BaseModel):
    """A robot that is to be paired."""

    model_config = ConfigDict(extra="forbid")

    unit_id: UUID
    name: str = Field(min_length=1, max_length=60)
    place: str = Field(default="", max_length=80)
    """Where it stands, in plain words."""


class NewRobotForm(NewRobot):
    """The same from a page, whose form also holds what guards it."""

    model_config = ConfigDict(extra="ignore")


class PairingCode(BaseModel):
    """A one-time code, shown once."""

    robot_id: UUID
    code: str
    expires_at: datetime


class Assignment(BaseModel):
    """Whom a robot looks after from now on."""

    model_config = ConfigDict(extra="forbid")

    resident_ids: tuple[UUID, ...]
