"""Robots over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from care_api.robots.service import RobotState


class RobotOut(BaseModel):
    """One robot."""

    id: UUID
    name: str
    state: RobotState
    last_seen_at: datetime | None
    software_version: str | None


class NewRobot(BaseModel):
    """A robot that is to be paired."""

    unit_id: UUID
    name: str


class PairingCode(BaseModel):
    """A one-time code, shown once."""

    robot_id: UUID
    code: str
    expires_at: datetime


class Assignment(BaseModel):
    """Whom a robot looks after from now on."""

    resident_ids: tuple[UUID, ...]
