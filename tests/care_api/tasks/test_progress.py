from datetime import timedelta

import pytest

from care_api.tasks.progress import Progress, progress
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
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage
from tests.care_api.village import DOSE, DOSE_TODAY, MORNING, TestRobot

IDS = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}
LATER_AT = MORNING + timedelta(minutes=10)
DUE = TaskDue(**IDS, due_at=MORNING, window_closes_at=MORNING + timedelta(hours=1))
ONCE, TWICE = TaskAnnounced(**IDS, attempt=1), TaskAnnounced(**IDS, attempt=2)
SOUND = TaskHeard(**IDS, utterance_id="u")
SILENCE = TaskUnanswered(**IDS, attempts=3)
MISSED = TaskMissed(**IDS)


def said(outcome: Outcome) -> TaskReported:
    until = LATER_AT if outcome is Outcome.LATER else None
    return TaskReported(**IDS, outcome=outcome, grade=EvidenceGrade.SAID, snoozed_until=until)


def closed(outcome: Outcome) -> TaskClosed:
    return TaskClosed(**IDS, outcome=outcome)


def escalated(reason: EscalationReason) -> TaskEscalated:
    return TaskEscalated(**IDS, reason=reason)


def after(*bodies: RobotBody) -> Progress:
    robot = TestRobot(id=DOSE.id, unit_id=DOSE.id)
    return progress(
        robot.event(body, DOSE.id, MORNING + timedelta(minutes=minute))
        for minute, body in enumerate(bodies)
    )


@pytest.mark.parametrize(
    ("bodies", "stage", "outcome"),
    [
        ((), Stage.DUE, None),
        ((DUE,), Stage.DUE, None),
        ((DUE, ONCE), Stage.ANNOUNCED, None),
        ((DUE, ONCE, SOUND), Stage.HEARD, None),
        ((DUE, ONCE, said(Outcome.LATER)), Stage.REPORTED, Outcome.LATER),
        ((ONCE, said(Outcome.TAKEN), closed(Outcome.TAKEN)), Stage.CLOSED, Outcome.TAKEN),
        (
            (ONCE, TWICE, SILENCE, escalated(EscalationReason.UNANSWERED)),
            Stage.ESCALATED,
            Outcome.UNANSWERED,
        ),
        ((ONCE, SILENCE, MISSED, closed(Outcome.MISSED)), Stage.MISSED, Outcome.MISSED),
        ((ONCE, MISSED, said(Outcome.TAKEN)), Stage.CLOSED, Outcome.TAKEN),
        (
            (said(Outcome.TAKEN), closed(Outcome.TAKEN), said(Outcome.NOT_TAKEN)),
            Stage.CLOSED,
            Outcome.NOT_TAKEN,
        ),
        (
            (said(Outcome.TAKEN), closed(Outcome.TAKEN), said(Outcome.UNCLEAR)),
            Stage.CLOSED,
            Outcome.TAKEN,
        ),
    ],
)
def test_a_tasks_events_come_to_its_stage_and_outcome(
    bodies: tuple[RobotBody, ...], stage: Stage, outcome: Outcome | None
) -> None:
    so_far = after(*bodies)
    assert (so_far.stage, so_far.outcome) == (stage, outcome)


def test_attempts_are_counted_and_a_snooze_is_kept_until_it_is_over() -> None:
    snoozed = after(DUE, ONCE, said(Outcome.LATER))
    assert (snoozed.attempts, snoozed.snoozed_until) == (1, LATER_AT)
    done = after(DUE, ONCE, said(Outcome.LATER), TWICE, said(Outcome.TAKEN), closed(Outcome.TAKEN))
    assert (done.attempts, done.snoozed_until) == (2, None)


def test_a_spoken_yes_is_never_more_than_said() -> None:
    assert after(said(Outcome.TAKEN)).grade is EvidenceGrade.SAID


def test_once_settled_is_remembered_after_a_contradiction() -> None:
    so_far = after(said(Outcome.TAKEN), said(Outcome.NOT_TAKEN))
    assert so_far.was_settled
    assert so_far.outcome is Outcome.NOT_TAKEN
