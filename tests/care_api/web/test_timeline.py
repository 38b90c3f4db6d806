"""Events become lines, and lines that follow each other closely become conversations."""

from datetime import timedelta
from uuid import UUID

import pytest

from care_api.web.lines import Step, Utterance, line
from care_api.web.timeline import conversations
from care_api.web.tone import Tone
from codebook.alert import AlertHandled
from codebook.check_in import CheckInAnswered
from codebook.event import Body, Event
from codebook.speech import Modality, TurnTiming
from codebook.task import TaskAnnounced, TaskClosed, TaskHeard, TaskReported
from schedules.care_plan import PlanItem
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.web.house import CHECK, DOSE, MORNING_CHECK, PARACET, STARTED_AT
from tests.care_api.web.steps import call_for_help, heard, said

ITEMS: dict[UUID, PlanItem] = {PARACET.id: PARACET, MORNING_CHECK.id: MORNING_CHECK}
STAGE: dict[str, UUID] = {"occurrence_id": DOSE, "item_id": PARACET.id}


def event(body: Body, after: timedelta = timedelta(0)) -> Event:
    return Event(
        id=UUID(int=1),
        robot_id=UUID(int=2),
        boot_id=UUID(int=3),
        sequence=1,
        resident_id=UUID(int=4),
        occurred_at=STARTED_AT + after,
        body=body,
    )


def test_a_report_names_its_outcome_and_how_it_is_known() -> None:
    reported = TaskReported(**STAGE, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
    shown = line(event(reported), ITEMS)
    assert isinstance(shown, Step)
    assert (shown.subject, shown.detail, shown.grade, shown.tone) == (
        "Paracet, to tabletter",
        "Reported taken",
        EvidenceGrade.SAID,
        Tone.GOOD,
    )


def test_a_snooze_says_when_the_robot_reminds_again() -> None:
    until = STARTED_AT + timedelta(minutes=10)
    later = TaskReported(
        **STAGE, outcome=Outcome.LATER, grade=EvidenceGrade.SAID, snoozed_until=until
    )
    shown = line(event(later), ITEMS)
    assert isinstance(shown, Step)
    assert shown.until == until


def test_an_item_that_the_plan_no_longer_has_is_shown_without_its_title() -> None:
    shown = line(event(TaskAnnounced(**STAGE, attempt=1)), {})
    assert isinstance(shown, Step)
    assert shown.subject is None


def test_a_question_that_is_gone_is_shown_by_its_id() -> None:
    answer = CheckInAnswered(
        occurrence_id=CHECK,
        item_id=MORNING_CHECK.id,
        question_id="appetite",
        answer="affirm",
        transcript="ja",
        is_worrying=False,
        grade=EvidenceGrade.SAID,
    )
    shown = line(event(answer), ITEMS)
    assert isinstance(shown, Step)
    assert (shown.subject, shown.detail) == ("appetite", "yes")


def test_an_intent_without_words_is_shown_as_not_understood() -> None:
    shown = line(event(heard("blah", "no_such_intent")), ITEMS)
    assert isinstance(shown, Utterance)
    assert shown.meaning == "not understood"


def test_a_colleagues_note_is_shown_as_written() -> None:
    handled = AlertHandled(alert_id=UUID(int=5), staff_id=UUID(int=6), note="Alt vel.")
    shown = line(event(handled), ITEMS)
    assert isinstance(shown, Step)
    assert shown.words == "Alt vel."


@pytest.mark.parametrize(
    "body",
    [
        TaskHeard(**STAGE, utterance_id="u1"),
        TaskClosed(**STAGE, outcome=Outcome.TAKEN),
        TurnTiming(
            utterance_id="u1",
            is_closed_question=True,
            endpoint_s=0.5,
            decode_s=0.1,
            understand_s=0.1,
            reply_s=0.8,
        ),
    ],
)
def test_what_tells_a_nurse_nothing_is_left_out(body: Body) -> None:
    assert line(event(body), ITEMS) is None


def test_a_button_is_told_as_one() -> None:
    pressed = heard("Ja", "affirm").model_copy(update={"modality": Modality.TOUCH})
    shown = line(event(pressed), ITEMS)
    assert isinstance(shown, Utterance)
    assert (shown.text, shown.note) == ("Ja", "Pressed on the robot's screen")


def test_a_pause_of_two_minutes_begins_a_new_conversation() -> None:
    minute = timedelta(minutes=1)
    events = [
        event(said("Hei"), 4 * minute),
        event(TaskAnnounced(**STAGE, attempt=1)),
        event(said("Har du tatt den?"), minute),
        event(call_for_help(), 5 * minute),
    ]
    first, second = conversations(events, ITEMS)
    assert (first.started_at, first.subject, first.is_urgent) == (
        STARTED_AT,
        "Paracet, to tabletter",
        False,
    )
    assert (len(second.lines), second.subject, second.is_urgent) == (2, None, True)


def test_a_day_without_events_has_no_conversation() -> None:
    assert conversations([], ITEMS) == ()
