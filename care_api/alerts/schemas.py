"""Alerts over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.notifications.channel import Result
from care_api.notifications.state import State
from codebook.alert import ChannelKind, Finding, Severity


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
    finding: Finding | None


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

    model_config = ConfigDict(extra="forbid")

    note: str
    finding: Finding | None = None
    """What was behind it."""


class HandingOver(BaseModel):
    """Who is to own it."""

    to_staff_id: UUID


class FrequencyOut(BaseModel):
    """One resident's alerts of the last 30 days."""

    model_config = ConfigDict(from_attributes=True)

    resident_id: UUID
    count: int
    is_often: bool
    """More than 30: a reason to look at the care."""
    causes: tuple[tuple[Cause, int], ...]


class AttemptOut(BaseModel):
    """One attempt to tell somebody."""

    model_config = ConfigDict(from_attributes=True)

    at: datetime
    result: Result
    detail: str


class NotificationOut(BaseModel):
    """Somebody who was to be told of an alert. Personal data."""

    model_config = ConfigDict(from_attributes=True)

    contact_name: str
    channel: ChannelKind
    rung: int
    state: State
    created_at: datetime
    attempts: tuple[AttemptOut, ...]


class LadderOut(BaseModel):
    """How far an alert has come, and whom it was told to."""

    rung: int
    """The next one, 0 for the first."""
    rungs: int
    next_at: datetime | None
    """When the next contact is told; None: nobody is, as things stand."""
    notifications: tuple[NotificationOut, ...]
    action_plan: str | None
    """The unit's own; None: the general one of the pages."""
