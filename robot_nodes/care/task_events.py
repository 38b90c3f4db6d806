"""What a step in a task's life looks like in the log."""

from collections.abc import Iterator
from datetime import datetime

from codebook.event import RobotBody
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
from schedules.outcome import Outcome
from schedules.task import (
    Announced,
    CarriedOver,
    Close,
    Effect,
    Escalate,
    EscalationReason,
    Heard,
    Input,
    Reported,
    ReportedElsewhere,
    Speak,
    Stage,
    Task,
    Tick,
    Withdrawn,
)


def due(task: Task, *, is_lease_expired: bool = False) -> TaskDue:
    """Return the first event of a task.

    Args:
        task: The task.
        is_lease_expired: Whether the plan that has it is older than its lease.
    """
    occurrence = task.occurrence
    return TaskDue(
        occurrence_id=occurrence.id,
        item_id=occurrence.item_id,
        due_at=occurrence.due_at,
        window_closes_at=occurrence.window_closes_at,
        is_lease_expired=is_lease_expired,
    )


def events(
    before: Task, happened: Input, after: Task, effects: tuple[Effect, ...], utterance_id: str = ""
) -> tuple[RobotBody, ...]:
    """Return the events of one step, in order: what happened, then what follows from it.

    Args:
        before: The task before the step.
        happened: The step's input.
        after: The task after it.
        effects: What the step asks for.
        utterance_id: The resident's utterance, where it was one.
    """
    return (
        *_of_input(before, happened, after, utterance_id),
        *(body for effect in effects for body in _of_effect(after, effect)),
    )


def _of_input(before: Task, happened: Input, after: Task, utterance_id: str) -> Iterator[RobotBody]:
    occurrence_id, item_id = after.occurrence.id, after.occurrence.item_id
    match happened:
        case Announced() if after.attempts > before.attempts:
            yield _announced(happened, after)
        case Heard():
            yield TaskHeard(occurrence_id=occurrence_id, item_id=item_id, utterance_id=utterance_id)
        case Reported() if after.report is not before.report:
            yield _reported(before, happened, after)
        case Withdrawn() if after.stage is not before.stage:
            yield TaskWithdrawn(occurrence_id=occurrence_id, item_id=item_id)
        case CarriedOver():
            yield _carried_over(happened, after)
        case Tick() | Announced() | Reported() | Withdrawn() | ReportedElsewhere():
            return


def _carried_over(happened: CarriedOver, after: Task) -> TaskReported:
    return TaskReported(
        occurrence_id=after.occurrence.id,
        item_id=after.occurrence.item_id,
        outcome=happened.report.outcome,
        grade=happened.report.grade,
        carried_from=happened.carried_from,
    )


def _announced(happened: Announced, after: Task) -> TaskAnnounced:
    return TaskAnnounced(
        occurrence_id=after.occurrence.id,
        item_id=after.occurrence.item_id,
        attempt=after.attempts,
        rung=happened.rung,
        is_spoken=happened.is_spoken,
        volume=happened.volume,
        approach=happened.approach,
        caption=happened.caption,
    )


def _reported(before: Task, happened: Reported, after: Task) -> TaskReported:
    is_later = happened.outcome is Outcome.LATER
    contradicted = before.report if before.stage.is_over else None
    return TaskReported(
        occurrence_id=after.occurrence.id,
        item_id=after.occurrence.item_id,
        outcome=happened.outcome,
        grade=happened.grade,
        snoozed_until=_waits_until(after) if is_later else None,
        supersedes=contradicted.id if contradicted else None,
    )


def _waits_until(after: Task) -> datetime | None:
    """Return when a task that was just put off is spoken of again; None where no time was left."""
    until, report = after.snoozed_until, after.report
    return until if until is not None and report and until > report.reported_at else None


def _of_effect(after: Task, effect: Effect) -> Iterator[RobotBody]:
    occurrence_id, item_id = after.occurrence.id, after.occurrence.item_id
    match effect:
        case Speak():
            return
        case Escalate(reason=reason):
            if reason is EscalationReason.UNANSWERED:
                yield TaskUnanswered(
                    occurrence_id=occurrence_id, item_id=item_id, attempts=after.attempts
                )
            yield TaskEscalated(occurrence_id=occurrence_id, item_id=item_id, reason=reason)
        case Close(outcome=outcome):
            if after.stage is Stage.MISSED:
                yield TaskMissed(occurrence_id=occurrence_id, item_id=item_id)
            yield TaskClosed(occurrence_id=occurrence_id, item_id=item_id, outcome=outcome)
