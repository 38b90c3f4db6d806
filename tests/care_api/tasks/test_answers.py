from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from care_api.tasks.answers import LEVELS, series
from codebook.check_in import CheckInAnswered
from codebook.event import Event
from schedules.care_plan import QuestionKind
from schedules.outcome import EvidenceGrade
from tests.care_api.village import CHECK

ITEMS = {CHECK.id: CHECK}


def answers(*bodies: CheckInAnswered) -> list[Event]:
    return [
        Event(
            id=UUID(int=index + 1),
            robot_id=UUID(int=1),
            boot_id=UUID(int=1),
            sequence=index + 1,
            resident_id=UUID(int=1),
            occurred_at=datetime(2026, 3, 2, 8, tzinfo=UTC) + timedelta(days=index),
            body=body,
        )
        for index, body in enumerate(bodies)
    ]


def answer(intent: str, **changes: object) -> CheckInAnswered:
    fields: dict[str, object] = {
        "occurrence_id": UUID(int=9),
        "item_id": CHECK.id,
        "question_id": "feeling",
        "answer": intent,
        "transcript": "",
        "is_worrying": False,
        "grade": EvidenceGrade.SAID,
    }
    return CheckInAnswered.model_validate(fields | changes)


def test_the_answers_of_one_question_stand_in_order_with_its_words() -> None:
    found = series(answers(answer("feel_bad"), answer("feel_good"), answer("affirm")), ITEMS)
    (told,) = found
    assert told.question == "Hvordan går det?"
    assert [each.level for each in told.answers] == [0, 2, 2]


@pytest.mark.parametrize(
    ("kind", "body", "level"),
    [
        (QuestionKind.SCALE, {"score": 4}, 3),
        (QuestionKind.SCALE, {"score": None}, None),
        (QuestionKind.YES_EXPECTED, {"answer": "deny"}, 0),
        (QuestionKind.YES_NO, {"answer": "small_talk"}, None),
        (QuestionKind.FEELING, {"answer": "unwell", "is_worrying": True}, 0),
        (QuestionKind.OPEN, {"answer": "unknown", "transcript": "det var en gang"}, None),
    ],
)
def test_an_answer_has_a_place_only_among_those_that_the_question_has(
    kind: QuestionKind, body: dict[str, object], level: int | None
) -> None:
    fields = {"question_kind": kind, "answer": "unknown"} | body
    (told,) = series(answers(answer(intent=str(fields.pop("answer")), **fields)), ITEMS)
    assert told.kind is kind
    assert told.answers[0].level == level


def test_a_question_that_no_plan_knows_is_named_by_its_id() -> None:
    (told,) = series(answers(answer("affirm")), {})
    assert (told.question, told.kind) == ("feeling", QuestionKind.OPEN)


def test_every_kind_of_question_says_what_it_can_be_answered_with() -> None:
    assert set(LEVELS) == set(QuestionKind)
