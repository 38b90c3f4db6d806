from uuid import UUID

import pytest

from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.task import TaskAnnounced, TaskEscalated
from robot_nodes.sync.urgency import is_urgent
from schedules.outcome import EvidenceGrade
from schedules.task import EscalationReason
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, cry, fault

TASK = UUID(int=1)


def _answer(*, is_worrying: bool) -> CheckInAnswered:
    return CheckInAnswered(
        occurrence_id=TASK,
        item_id=TASK,
        question_id="feeling",
        answer="feel_bad",
        transcript="jeg er svimmel",
        is_worrying=is_worrying,
        grade=EvidenceGrade.SAID,
    )


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (cry(), True),
        (
            TaskEscalated(occurrence_id=TASK, item_id=TASK, reason=EscalationReason.UNANSWERED),
            True,
        ),
        (_answer(is_worrying=True), True),
        (_answer(is_worrying=False), False),
        (TaskAnnounced(occurrence_id=TASK, item_id=TASK, attempt=1), False),
        (fault(), False),
    ],
)
def test_what_a_nurse_should_learn_of_at_once_is_urgent(body: RobotBody, expected: bool) -> None:  # noqa: FBT001 - a parameter of the test
    event = Event(
        id=UUID(int=1),
        robot_id=ROBOT,
        boot_id=UUID(int=2),
        sequence=1,
        resident_id=None,
        occurred_at=MORNING,
        body=body,
    )

    assert is_urgent(event) is expected
