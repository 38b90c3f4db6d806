"""An alert's life on the server. `robot_id` of these events is None: the server writes them."""

from enum import IntEnum
from typing import Literal
from uuid import UUID

from codebook.model import Model


class Severity(IntEnum):
    """VKP severity levels."""

    NOT_REPORTED = 0
    NORMAL = 10
    MODERATE = 20
    SERIOUS = 30
    CRITICAL = 40


class AlertStage(Model):
    """What all stages of an alert name."""

    version: Literal[1] = 1
    alert_id: UUID
    """The alert on the server."""


class AlertRaised(AlertStage):
    """Something needs a nurse."""

    kind: Literal["alert.raised"] = "alert.raised"
    code: str
    """VKP alert code, e.g. `1.4`."""
    severity: Severity
    """VKP severity level, 0-40."""
    cause_event_id: UUID | None
    """The event it follows from; None when silence itself is the cause."""


class AlertAcknowledged(AlertStage):
    """A nurse has seen it and owns it."""

    kind: Literal["alert.acknowledged"] = "alert.acknowledged"
    staff_id: UUID
    """Who owns it now."""


class AlertHandled(AlertStage):
    """A nurse did what was needed."""

    kind: Literal["alert.handled"] = "alert.handled"
    staff_id: UUID
    """Who handled it."""
    note: str
    """What was done; personal data."""


class AlertClosed(AlertStage):
    """The alert is over and never pages again."""

    kind: Literal["alert.closed"] = "alert.closed"
    staff_id: UUID | None
    """Who closed it; None when a late report did."""
