"""An alert's life on the server. `robot_id` of these events is None: the server writes them."""

from enum import IntEnum, StrEnum
from typing import Literal
from uuid import UUID

from pydantic import Field

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


class AlertWorsened(AlertStage):
    """The same cause turned out more serious."""

    kind: Literal["alert.worsened"] = "alert.worsened"
    severity: Severity
    """VKP severity level from now on, 0-40."""


class AlertClarified(AlertStage):
    """What it is about became known better."""

    kind: Literal["alert.clarified"] = "alert.clarified"
    code: str
    """VKP alert code from now on."""


class ChannelKind(StrEnum):
    """A way to somebody who should know of an alert."""

    IN_APP = "in_app"
    """The unit's pages: whoever has one open sees it at once."""
    EMAIL = "email"
    WEBHOOK = "webhook"
    """A gateway, of text messages for example."""


class AlertNotified(AlertStage):
    """Somebody was told. That they have read it is not known."""

    kind: Literal["alert.notified"] = "alert.notified"
    channel: ChannelKind
    """The way it took."""
    contact_id: UUID | None
    """Who was told; None for all who have the unit's pages open."""
    rung: int = Field(ge=0)
    """Which rung of the ladder, 0 for the first."""


class AlertNotificationFailed(AlertStage):
    """Somebody was not reached by this way, and it is not tried any more."""

    kind: Literal["alert.notification-failed"] = "alert.notification-failed"
    channel: ChannelKind
    """The way that failed."""
    contact_id: UUID
    """Who should have been told."""
    rung: int = Field(ge=0)
    """Which rung of the ladder, 0 for the first."""
    attempts: int = Field(ge=1)
    """How often it was tried."""
    reason: str
    """Stable and short, e.g. `unreachable`; never an address."""


class EscalationCause(StrEnum):
    """Why an alert went on to the next contact."""

    NOT_TAKEN = "not_taken"
    """Nobody took it in time."""
    NOT_HANDLED = "not_handled"
    """Its owner did not handle it in time."""
    NOT_REACHED = "not_reached"
    """A way to a contact failed."""
    ENDED = "ended"
    """The ladder has no further rung; the alert stays open."""


class AlertEscalated(AlertStage):
    """The alert went up its ladder."""

    kind: Literal["alert.escalated"] = "alert.escalated"
    rung: int = Field(ge=0)
    """The rung it has come to, 0 for the first."""
    reason: EscalationCause
    """Why."""


class AlertHandedBack(AlertStage):
    """Its owner's shift ended before it was handled: it is the unit's again."""

    kind: Literal["alert.handed-back"] = "alert.handed-back"
    staff_id: UUID
    """Who owned it until now."""


class AlertHandedOver(AlertStage):
    """Its owner gave it to a colleague, who owns it from now on."""

    kind: Literal["alert.handed-over"] = "alert.handed-over"
    staff_id: UUID
    """Who owned it until now."""
    to_staff_id: UUID
    """Who owns it now."""


class AlertAcknowledged(AlertStage):
    """A nurse has seen it and owns it."""

    kind: Literal["alert.acknowledged"] = "alert.acknowledged"
    staff_id: UUID
    """Who owns it now."""


class Finding(StrEnum):
    """What a nurse found behind an alert."""

    REAL_NEED = "real_need"
    """Somebody needed help or care."""
    NO_NEED = "no_need"
    """All was well: the alert was right to ask, and nothing was needed."""
    MISUNDERSTOOD = "misunderstood"
    """The robot took something for what it was not."""
    BY_MISTAKE = "by_mistake"
    """The resident set it off without meaning to."""
    EQUIPMENT = "equipment"
    """A robot, the network or the server failed."""


class AlertHandled(AlertStage):
    """A nurse did what was needed."""

    kind: Literal["alert.handled"] = "alert.handled"
    staff_id: UUID
    """Who handled it."""
    note: str
    """What was done; personal data."""
    finding: Finding | None = None
    """What was behind it; None where nobody said."""


class AlertClosed(AlertStage):
    """The alert is over and never pages again."""

    kind: Literal["alert.closed"] = "alert.closed"
    staff_id: UUID | None
    """Who closed it; None in logs of version 0.1, where a late report did."""


class AlertResolved(AlertStage):
    """A later report made it unnecessary; it is over and never pages again."""

    kind: Literal["alert.resolved"] = "alert.resolved"
