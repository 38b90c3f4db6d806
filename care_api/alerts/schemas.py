"""Alerts over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from codebook.alert import Severity


class AlertOut(BaseModel):
    """One alert."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID
    unit_id: UUID
    resident_id: UUID | None
    robot_id: UUID | None
    occurrence_id: UUID | None
    cause: Cause
    code: str
    severity: Severity
    state: AlertState
    owner_id: UUID | None
    raised_at: datetime
    acknowledge_by: datetime
    handle_by: datetime
    acknowledged_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None


class StepOut(BaseModel):
    """One step in an alert's life."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    staff_id: UUID | None
    action: AlertAction
    state: AlertState
    note: str


class Handling(BaseModel):
    """What was done about it."""

    note: str
