from datetime import time, timedelta
from uuid import UUID

import pytest

from schedules.care_plan import Appointment, Question, QuestionKind
from schedules.formats.calendar_export import to_icalendar
from schedules.locale import Locale
from schedules.occurrences import occurrence_id, occurrences
from schedules.recurrence import DailyTimes
from tests.schedules.plans import MORNING, plan_of

ONE_HOUR = timedelta(hours=1)


def visit(notice: timedelta = timedelta(minutes=30)) -> Appointment:
    return Appointment(
        id=UUID(int=20),
        title="Hjemmesykepleien",
        recurrence=DailyTimes(times=(time(8, 15),)),
        notice=notice,
    )


def test_an_appointment_is_due_so_long_before_it_begins_as_it_is_to_be_told() -> None:
    half_an_hour_ahead = occurrences(plan_of(visit()), MORNING - ONE_HOUR, MORNING + ONE_HOUR)
    (due,) = half_an_hour_ahead
    assert due.due_at == MORNING - timedelta(minutes=15)
    assert due.id == occurrence_id(UUID(int=20), due.local_on, "08:15")


def test_the_same_notice_counts_at_both_ends_of_an_interval() -> None:
    plan = plan_of(visit())
    due_at = MORNING - timedelta(minutes=15)
    instant = timedelta(microseconds=1)
    assert len(list(occurrences(plan, due_at, due_at + instant))) == 1
    assert not list(occurrences(plan, due_at + instant, due_at + ONE_HOUR))
    assert not list(occurrences(plan, due_at - ONE_HOUR, due_at))


def test_a_calendar_shows_when_it_begins() -> None:
    assert "T081500" in to_icalendar(plan_of(visit()), made_at=MORNING)


def test_a_notice_after_the_beginning_is_refused() -> None:
    with pytest.raises(ValueError, match="notice"):
        visit(timedelta(minutes=-1))


def test_a_question_is_asked_in_the_residents_language_where_the_nurse_has_worded_it() -> None:
    question = Question(
        id="q", text="Sov du godt?", kind=QuestionKind.SLEEP, wordings={Locale.EN_GB: "Slept well?"}
    )
    assert question.wording(Locale.EN_GB) == "Slept well?"
    assert question.wording(Locale.NN_NO) == "Sov du godt?"


@pytest.mark.parametrize(
    ("kind", "scores"), [(QuestionKind.SCALE, (0,)), (QuestionKind.YES_NO, (1,))]
)
def test_a_score_that_no_answer_can_have_is_refused(
    kind: QuestionKind, scores: tuple[int, ...]
) -> None:
    with pytest.raises(ValueError, match="worrying_scores"):
        Question(id="q", text="?", kind=kind, worrying_scores=scores)
