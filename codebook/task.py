"""The stages of a task."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from codebook.model import Instant, Model
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason


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


class TaskAnnounced(TaskStage):
    """The robot spoke the reminder or the question."""

    kind: Literal["task.announced"] = "task.announced"
    attempt: int = Field(ge=1)
    """1 for the first time."""


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
    """With `later`: when the robot will remind again."""
    supersedes: UUID | None = None
    """The id of an earlier report's event that this one contradicts."""


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
    """None where no answer was needed."""
