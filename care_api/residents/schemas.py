"""Residents over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.tasks.schemas import TaskOut
from codebook.alert import Severity
from schedules.locale import Locale


class ResidentOut(BaseModel):
    """One resident. Personal data."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    unit_id: UUID
    name: str
    spoken_name: str
    room: str
    locale: Locale
    zone: str


class BoardRowOut(BaseModel):
    """One resident on the unit's board."""

    model_config = ConfigDict(from_attributes=True)

    resident: ResidentOut
    open_alerts: int
    gravest: Severity | None
    next_task: TaskOut | None
    last_heard_at: datetime | None


class AccessOut(BaseModel):
    """One look at a resident."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    staff_name: str
    what: str
