"""How far a task has come: a pure fold over its events, whatever order they arrived in."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from codebook.event import Event
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskEscalated,
    TaskHeard,
    TaskMissed,
    TaskReported,
    TaskUnanswered,
    TaskWithdrawn,
)
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage

_STILL_OPEN = frozenset({Outcome.LATER, Outcome.UNCLEAR})
SETTLED = frozenset({Outcome.TAKEN, Outcome.ANSWERED})
"""What ends a nurse's worry about silence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """What a task's events come to."""

    stage: Stage = Stage.DUE
    outcome: Outcome | None = None
    grade: EvidenceGrade | None = None
    attempts: int = 0
    snoozed_until: datetime | None = None
    reported_at: datetime | None = None
    report_id: UUID | None = None
    """The event that tells of the report."""
    escalations: tuple[tuple[EscalationReason, UUID], ...] = ()
    """Why the robot handed it to a nurse, each with the event that says so, in order."""
    was_settled: bool = False
    """Whether anybody said that it was done, also if something else was said later."""


def progress(events: Iterable[Event]) -> Progress:
    """Return what the events of one task come to.

    Args:
        events: Of one occurrence, in order of occurrence.
    """
    so_far = Progress()
    for event in events:
        so_far = _after(so_far, event)
        if so_far.outcome in SETTLED and not so_far.was_settled:
            so_far = replace(so_far, was_settled=True)
    return so_far


def _after(before: Progress, event: Event) -> Progress:
    match event.body:
        case TaskAnnounced(attempt=attempt):
            stage = Stage.ANNOUNCED if before.stage is Stage.DUE else before.stage
            return replace(before, stage=stage, attempts=max(before.attempts, attempt))
        case TaskHeard():
            is_news = before.stage in {Stage.DUE, Stage.ANNOUNCED}
            return replace(before, stage=Stage.HEARD) if is_news else before
        case TaskReported() as report:
            return _reported(before, report, event)
        case TaskUnanswered(attempts=attempts):
            outcome = before.outcome or Outcome.UNANSWERED
            return replace(before, outcome=outcome, attempts=max(before.attempts, attempts))
        case TaskEscalated(reason=reason):
            return _escalated(before, reason, event.id)
        case TaskMissed() | TaskClosed() | TaskWithdrawn() as end:
            return _ended(before, end)
        case _:
            return before


def _ended(before: Progress, end: TaskMissed | TaskClosed | TaskWithdrawn) -> Progress:
    match end:
        case TaskMissed():
            return _missed(before)
        case TaskClosed(outcome=outcome):
            return _closed(before, outcome)
        case TaskWithdrawn():
            is_over = before.stage.is_over
            return before if is_over else replace(before, stage=Stage.WITHDRAWN, snoozed_until=None)


def _reported(before: Progress, report: TaskReported, event: Event) -> Progress:
    if before.stage.is_over and report.outcome in _STILL_OPEN:
        return before
    return replace(
        before,
        stage=Stage.CLOSED if before.stage.is_over else Stage.REPORTED,
        outcome=report.outcome,
        grade=report.grade,
        snoozed_until=report.snoozed_until,
        reported_at=event.occurred_at,
        report_id=event.id,
    )


def _escalated(before: Progress, reason: EscalationReason, event_id: UUID) -> Progress:
    stage = before.stage if before.stage.is_over else Stage.ESCALATED
    return replace(before, stage=stage, escalations=(*before.escalations, (reason, event_id)))


def _missed(before: Progress) -> Progress:
    if before.stage is Stage.CLOSED:
        return before
    return replace(before, stage=Stage.MISSED, outcome=Outcome.MISSED, snoozed_until=None)


def _closed(before: Progress, outcome: Outcome | None) -> Progress:
    if outcome is Outcome.MISSED:
        return _missed(before)
    stage = Stage.WITHDRAWN if before.stage is Stage.WITHDRAWN and not outcome else Stage.CLOSED
    return replace(before, stage=stage, outcome=outcome or before.outcome, snoozed_until=None)
