"""Whatever the network does to the batches, the server comes to the same."""

from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete
from sqlmodel import col, select

from care_api.alerts.tables import AlertActionRow, AlertClimbRow, AlertRow
from care_api.care_plans import service as care_plans
from care_api.events.tables import EventBodyRow, EventRow
from care_api.tasks.tables import TaskHorizonRow, TaskRow
from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.help import HelpCancelled, HelpCause, HelpClarified, HelpRequested
from codebook.robot import Component, RobotFault
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
from schedules.task import EscalationReason
from tests.care_api.events.sending import send
from tests.care_api.village import (
    CHECK,
    CHECK_TODAY,
    DOSE,
    DOSE_TODAY,
    MORNING,
    TestRobot,
    Village,
)

GRADE = EvidenceGrade.SAID
CALL_ID = UUID("019cad56-e8c0-70f4-a7f5-cca1078e1660")


def dose(outcome: Outcome) -> TaskReported:
    return TaskReported(occurrence_id=DOSE_TODAY, item_id=DOSE.id, outcome=outcome, grade=GRADE)


def handed_over(reason: EscalationReason) -> TaskEscalated:
    return TaskEscalated(occurrence_id=DOSE_TODAY, item_id=DOSE.id, reason=reason)


def fault(*, is_resolved: bool) -> RobotFault:
    return RobotFault(
        component=Component.MICROPHONE, code="unplugged", detail="", is_resolved=is_resolved
    )


BODIES: tuple[RobotBody, ...] = (
    TaskDue(
        occurrence_id=DOSE_TODAY,
        item_id=DOSE.id,
        due_at=MORNING,
        window_closes_at=MORNING + timedelta(hours=1),
    ),
    TaskAnnounced(occurrence_id=DOSE_TODAY, item_id=DOSE.id, attempt=1),
    TaskHeard(occurrence_id=DOSE_TODAY, item_id=DOSE.id, utterance_id="u"),
    dose(Outcome.LATER),
    TaskAnnounced(occurrence_id=DOSE_TODAY, item_id=DOSE.id, attempt=2),
    TaskUnanswered(occurrence_id=DOSE_TODAY, item_id=DOSE.id, attempts=2),
    handed_over(EscalationReason.UNANSWERED),
    TaskMissed(occurrence_id=DOSE_TODAY, item_id=DOSE.id),
    handed_over(EscalationReason.MISSED),
    dose(Outcome.TAKEN),
    TaskClosed(occurrence_id=DOSE_TODAY, item_id=DOSE.id, outcome=Outcome.TAKEN),
    dose(Outcome.NOT_TAKEN),
    handed_over(EscalationReason.CONTRADICTED),
    dose(Outcome.REFUSED),
    handed_over(EscalationReason.REFUSED),
    CheckInAnswered(
        occurrence_id=CHECK_TODAY,
        item_id=CHECK.id,
        question_id="feeling",
        answer="unwell",
        transcript="svimmel",
        is_worrying=True,
        grade=GRADE,
    ),
    CheckInAnswered(
        occurrence_id=CHECK_TODAY,
        item_id=CHECK.id,
        question_id="pain",
        answer="pain",
        transcript="vondt",
        is_worrying=True,
        grade=GRADE,
    ),
    HelpRequested(cause=HelpCause.HELP, utterance_id="u", transcript="hjelp", grade=GRADE),
    HelpClarified(utterance_id="u", cause=HelpCause.FALLEN, grade=GRADE),
    HelpCancelled(requested_event_id=CALL_ID, utterance_id="u", grade=GRADE),
    fault(is_resolved=False),
    fault(is_resolved=True),
    fault(is_resolved=False),
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[list[int], list[list[int]]]:
    """Some of the bodies in some order, and batches of them: reordered and repeated."""
    happened = draw(st.lists(st.sampled_from(range(len(BODIES))), min_size=1, unique=True))
    repeated = draw(st.lists(st.sampled_from(happened), max_size=6))
    sent = draw(st.permutations([*happened, *repeated]))
    cuts = sorted(draw(st.sets(st.integers(1, max(1, len(sent) - 1)), max_size=4)))
    bounds = [0, *cuts, len(sent)]
    batches = [list(sent[a:b]) for a, b in pairwise(bounds)]
    return happened, [batch for batch in batches if batch]


def written(robot: TestRobot, resident_id: UUID, happened: Sequence[int]) -> dict[int, Event]:
    events = {}
    for minute, index in enumerate(happened):
        at = MORNING + timedelta(minutes=minute)
        event = robot.event(BODIES[index], resident_id, at)
        is_call = isinstance(event.body, HelpRequested)
        events[index] = event.model_copy(update={"id": CALL_ID}) if is_call else event
    return events


def outcome(village: Village) -> object:
    """Everything that must not depend on the way of the batches."""
    with village.database.reading() as session:
        tasks = [
            row.model_dump() for row in session.exec(select(TaskRow).order_by(col(TaskRow.id)))
        ]
        alerts = [
            (a.dedup_key, a.code, a.severity, a.state, a.resident_id)
            for a in session.exec(select(AlertRow).order_by(AlertRow.dedup_key))
        ]
        notes = session.exec(select(AlertActionRow.note).where(AlertActionRow.note != "")).all()
        robot_id = village.robot.id
        events = session.exec(
            select(EventBodyRow.document)
            .join(EventRow, col(EventRow.id) == col(EventBodyRow.event_id))
            .where(EventRow.robot_id == robot_id)
            .order_by(col(EventRow.id))
        ).all()
    return tasks, alerts, notes, events


FORGOTTEN = (
    AlertActionRow,
    AlertClimbRow,
    AlertRow,
    EventBodyRow,
    EventRow,
    TaskRow,
    TaskHorizonRow,
)


def forget(village: Village) -> None:
    with village.work() as work:
        for table in (
            AlertActionRow,
            AlertClimbRow,
            AlertRow,
            EventBodyRow,
            EventRow,
            TaskRow,
            TaskHorizonRow,
        ):
            work.session.exec(delete(table))
        care_plans.make_tasks_ahead(work)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=stories())
def test_any_order_and_repetition_of_batches_comes_to_the_same(
    village: Village, story: tuple[list[int], list[list[int]]]
) -> None:
    happened, batches = story
    events = written(village.robot, village.solveig, happened)
    forget(village)
    send(village, *events.values())
    expected = outcome(village)
    forget(village)
    for batch in batches:
        send(village, *(events[index] for index in batch))
    assert outcome(village) == expected
