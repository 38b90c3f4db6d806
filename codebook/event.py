"""The envelope that every event travels in, and the list of all kinds."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from codebook.alert import (
    AlertAcknowledged,
    AlertClarified,
    AlertClosed,
    AlertEscalated,
    AlertHandedBack,
    AlertHandedOver,
    AlertHandled,
    AlertNotificationFailed,
    AlertNotified,
    AlertRaised,
    AlertResolved,
    AlertWorsened,
)
from codebook.as_needed import AsNeededTooSoon
from codebook.check_in import CheckInAnswered
from codebook.command import (
    CommandDone,
    CommandExpired,
    CommandReceived,
    CommandRefused,
    CommandUncertain,
)
from codebook.help import HelpCancelled, HelpClarified, HelpRequested
from codebook.manner import MannerChanged
from codebook.model import Instant, Model
from codebook.presence import PresenceChanged
from codebook.privacy import (
    ListeningPaused,
    ListeningResumed,
    ListeningStopped,
    WordsForgotten,
)
from codebook.request import CompanyRequested, ContactRequested, ErrandRequested
from codebook.robot import HeartbeatGap, RobotFault, RobotStarted, RobotStopped
from codebook.speech import SpeechHeard, SpeechSaid, TurnTiming
from codebook.sync import (
    PlanLeaseExpired,
    PlanLeaseRenewed,
    PlanReceived,
    SyncCaughtUp,
    SyncLost,
)
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskDue,
    TaskEscalated,
    TaskHeard,
    TaskMissed,
    TaskReported,
    TaskUnanswered,
    TaskWithdrawn,
)

RobotBody = (
    SpeechSaid
    | SpeechHeard
    | TurnTiming
    | TaskDue
    | TaskAnnounced
    | TaskHeard
    | TaskReported
    | TaskUnanswered
    | TaskEscalated
    | TaskMissed
    | TaskClosed
    | TaskWithdrawn
    | CheckInAnswered
    | HelpRequested
    | HelpClarified
    | HelpCancelled
    | MannerChanged
    | CompanyRequested
    | ErrandRequested
    | ContactRequested
    | AsNeededTooSoon
    | ListeningPaused
    | ListeningStopped
    | ListeningResumed
    | WordsForgotten
    | PresenceChanged
    | RobotStarted
    | RobotStopped
    | RobotFault
    | HeartbeatGap
    | SyncLost
    | SyncCaughtUp
    | PlanReceived
    | PlanLeaseExpired
    | PlanLeaseRenewed
    | CommandReceived
    | CommandDone
    | CommandExpired
    | CommandRefused
    | CommandUncertain
)
ServerBody = (
    AlertRaised
    | AlertWorsened
    | AlertClarified
    | AlertNotified
    | AlertNotificationFailed
    | AlertEscalated
    | AlertHandedBack
    | AlertHandedOver
    | AlertAcknowledged
    | AlertHandled
    | AlertClosed
    | AlertResolved
)
Body = RobotBody | ServerBody


class Event(Model):
    """Something that happened, once and for ever: events are appended, never changed."""

    id: UUID
    """UUIDv7, made where it happened."""
    robot_id: UUID | None
    """The robot that saw it; None for the server's own events."""
    boot_id: UUID
    """One run of the robot's (or server's) software."""
    sequence: int = Field(ge=1)
    """Counts the events of one boot without a gap, from 1."""
    resident_id: UUID | None
    """Whom it concerns; None for the robot's own matters."""
    occurred_at: Instant
    """By the clock of whoever wrote it."""
    clock_offset_s: float | None = None
    """Server's clock minus the robot's, seconds, as last measured; None before the first time."""
    body: Annotated[Body, Field(discriminator="kind")]
    """What happened: one of the kinds below."""

    @property
    def kind(self) -> str:
        """The body's kind, e.g. `task.reported`."""
        return self.body.kind
