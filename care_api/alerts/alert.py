"""Alerts as values: why one is raised, how it stands, what was done."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from care_api.alerts.cause import CLASSIFICATIONS, Cause
from care_api.alerts.state import AlertAction, AlertState
from codebook.alert import Finding, Severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an alert is to be raised."""

    dedup_key: str
    """One for each cause: it raises one alert, once and for ever."""
    cause: Cause
    unit_id: UUID
    resident_id: UUID | None = None
    robot_id: UUID | None = None
    occurrence_id: UUID | None = None
    event_id: UUID | None = None
    """The event it follows from; None where silence is the reason."""
    severity: Severity | None = None
    """None: as the cause is classified."""

    @property
    def weight(self) -> Severity:
        """How serious it is."""
        return self.severity or CLASSIFICATIONS[self.cause].severity


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One alert as it stands."""

    id: UUID
    unit_id: UUID
    resident_id: UUID | None
    robot_id: UUID | None
    occurrence_id: UUID | None
    """The task that it is about, if any."""
    cause: Cause
    code: str
    """VKP alert code."""
    severity: Severity
    state: AlertState
    owner_id: UUID | None
    raised_at: datetime
    acknowledge_by: datetime
    """Until when somebody should own it."""
    handle_by: datetime
    """Until when it should be handled."""
    first_acknowledge_by: datetime
    """The same for whoever should own it first: a hand-back to the unit does not move it."""
    first_handle_by: datetime
    acknowledged_at: datetime | None
    handled_at: datetime | None
    closed_at: datetime | None
    finding: Finding | None
    """What was behind it; None before it is handled, or where nobody said."""

    def is_overdue(self, now: datetime) -> bool:
        """Return whether nobody has owned it in time, or its owner has not handled it in time."""
        match self.state:
            case AlertState.REPORTED:
                return now > self.acknowledge_by
            case AlertState.IN_PROGRESS | AlertState.ACKNOWLEDGED:
                return now > self.handle_by
            case AlertState.HANDLED | AlertState.CLOSED:
                return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step in an alert's life."""

    at: datetime
    staff_id: UUID | None
    """None when the server did it."""
    to_staff_id: UUID | None
    """With a handing over: to whom."""
    action: AlertAction
    state: AlertState
    """The state after it."""
    note: str
    """Personal data."""
