"""The stages of a task."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from codebook.model import Instant, Model
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Approach, CaptionShown, EscalationReason


class TaskStage(Model):
    """What all stages of a task name."""

    version: Literal[1] = 1
    occurrence_id: UUID
    """UUIDv5 of plan item, local date and slot: robot and server compute the same one."""
    item_id: UUID
    """The plan item."""


class TaskDue(TaskStage):
    """The task's time has come."""

    kind: Literal["task.due"] = "task.due"
    due_at: Instant
    """The slot's instant."""
    window_closes_at: Instant
    """Until when a report counts."""
    is_lease_expired: bool = False
    """Whether the robot acted on a plan that the server had not confirmed within its lease."""


class TaskAnnounced(TaskStage):
    """The robot spoke the reminder or the question, or showed it where it could not speak."""

    kind: Literal["task.announced"] = "task.announced"
    attempt: int = Field(ge=1)
    """1 for the first time."""
    rung: int = Field(default=1, ge=1)
    """The ladder's rung that asked for it, from 1."""
    is_spoken: bool = True
    """False where it could not sound, and stood on the robot's screen to be read."""
    volume: float = Field(default=1.0, gt=0, le=1)
    """How loud it was spoken, or would have been, ratio."""
    approach: Approach = Approach.NOT_ASKED
    """What came of coming closer, where the rung asked for it."""
    caption: CaptionShown = CaptionShown.NOT_ASKED
    """What came of showing it as text, where the rung asked for it."""


class TaskHeard(TaskStage):
    """Somebody made a sound in answer."""

    kind: Literal["task.heard"] = "task.heard"
    utterance_id: str
    """The sound that was heard."""


class TaskReported(TaskStage):
    """The resident reported something about the task. Never an administration."""

    kind: Literal["task.reported"] = "task.reported"
    outcome: Outcome
    """What was reported."""
    grade: EvidenceGrade
    """How it is known."""
    snoozed_until: Instant | None = None
    """With `later`: when the robot will remind again; absent where its window leaves no time."""
    supersedes: UUID | None = None
    """The id of an earlier report's event that this one contradicts."""
    carried_from: UUID | None = None
    """The occurrence for which it was said, where the plan has since been given another time."""


class TaskUnanswered(TaskStage):
    """The ladder came to its end without an answer."""

    kind: Literal["task.unanswered"] = "task.unanswered"
    attempts: int = Field(ge=0)
    """How often it was announced."""


class TaskEscalated(TaskStage):
    """The robot hands the task to a nurse."""

    kind: Literal["task.escalated"] = "task.escalated"
    reason: EscalationReason
    """Why a nurse should see it."""


class TaskMissed(TaskStage):
    """The window closed without a report."""

    kind: Literal["task.missed"] = "task.missed"


class TaskClosed(TaskStage):
    """Nothing more will be said about the task."""

    kind: Literal["task.closed"] = "task.closed"
    outcome: Outcome | None
    """None where no answer was needed, or the plan has dropped the task."""


class TaskWithdrawn(TaskStage):
    """The plan no longer has the task: nothing came of it, and nothing was missed."""

    kind: Literal["task.withdrawn"] = "task.withdrawn"
