"""What a step in a task's life looks like in the log."""

from collections.abc import Iterator

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
)
from schedules.outcome import Outcome
from schedules.task import (
    Announced,
    Close,
    Effect,
    Escalate,
    EscalationReason,
    Heard,
    Input,
    Reported,
    Speak,
    Stage,
    Task,
    Tick,
)


def due(task: Task) -> TaskDue:
    """Return the first event of a task."""
    occurrence = task.occurrence
    return TaskDue(
        occurrence_id=occurrence.id,
        item_id=occurrence.item_id,
        due_at=occurrence.due_at,
        window_closes_at=occurrence.window_closes_at,
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
        case Tick():
            return
        case Announced():
            if after.attempts > before.attempts:
                yield TaskAnnounced(
                    occurrence_id=occurrence_id, item_id=item_id, attempt=after.attempts
                )
        case Heard():
            yield TaskHeard(occurrence_id=occurrence_id, item_id=item_id, utterance_id=utterance_id)
        case Reported():
            if after.report is not before.report:
                yield _reported(happened, after)


def _reported(happened: Reported, after: Task) -> TaskReported:
    is_later = happened.outcome is Outcome.LATER
    return TaskReported(
        occurrence_id=after.occurrence.id,
        item_id=after.occurrence.item_id,
        outcome=happened.outcome,
        grade=happened.grade,
        snoozed_until=after.snoozed_until if is_later else None,
    )


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
