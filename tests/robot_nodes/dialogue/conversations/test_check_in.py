import asyncio
from datetime import time
from uuid import UUID

from codebook.check_in import CheckInAnswered
from codebook.speech import Modality
from robot_nodes.dialogue.conversations import CheckInAnswers, check_in
from schedules.care_plan import CheckIn, Question, QuestionKind
from schedules.outcome import EvidenceGrade
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import Room

MORNING = CheckIn(
    id=UUID(int=4),
    title="Morgenprat",
    questions=(
        Question(id="sleep", text="Hvordan har du sovet?", kind=QuestionKind.SLEEP),
        Question(id="feeling", text="Hvordan har du det nå?", kind=QuestionKind.FEELING),
    ),
    recurrence=DailyTimes(times=(time(8, 40),)),
)
OCCURRENCE = UUID(int=5)


def look_in(room: Room, *said: str) -> CheckInAnswers:
    room.answers(*said)
    return asyncio.run(
        check_in(room.scene(), MORNING, OCCURRENCE, room.announced, room.acknowledged)
    )


def recorded(room: Room) -> list[CheckInAnswered]:
    return [body for body in room.recorded if isinstance(body, CheckInAnswered)]


def test_answers_by_button_are_touched(room: Room) -> None:
    room.ears.modality = Modality.TOUCH
    look_in(room, "bare bra", "bare bra")
    assert {body.grade for body in recorded(room)} == {EvidenceGrade.TOUCHED}


def test_each_question_is_asked_in_the_nurses_words_and_recorded(room: Room) -> None:
    answers = look_in(room, "takk, jeg sov godt", "bare bra")
    assert room.ears.questions == ["Hvordan har du sovet?", "Hvordan har du det nå?"]
    assert [body.answer for body in recorded(room)] == ["feel_good", "feel_good"]
    assert [body.question_id for body in answers.answers] == ["sleep", "feeling"]
    assert (answers.was_answered, answers.is_worrying, room.announcements) == (True, False, 1)
    assert room.voice.sentences[-1] == "Takk for praten, Solveig."


def test_a_worrying_answer_is_recorded_at_once_and_said_to_be_sent_only_when_it_is(
    room: Room,
) -> None:
    answers = look_in(room, "bra", "jeg er svimmel")
    assert answers.is_worrying
    assert recorded(room)[-1].is_worrying
    assert "Jeg skriver det til hjemmetjenesten nå." in room.voice.sentences
    assert "Meldingen er kommet fram til hjemmetjenesten." in room.voice.sentences


def test_without_the_server_the_robot_says_so_and_gives_the_number(room: Room) -> None:
    room.is_online = False
    look_in(room, "bra", "jeg er svimmel")
    assert "Meldingen er kommet fram til hjemmetjenesten." not in room.voice.sentences
    assert any("73 00 00 00" in sentence for sentence in room.voice.sentences)


def test_silence_at_the_first_question_leaves_the_check_in_unanswered(room: Room) -> None:
    answers = look_in(room)
    assert (answers.was_answered, recorded(room)) == (False, [])


def test_silence_at_a_later_question_is_recorded_as_unknown(room: Room) -> None:
    answers = look_in(room, "bra")
    assert answers.was_answered
    last = recorded(room)[-1]
    assert (last.answer, last.grade) == ("unknown", EvidenceGrade.ANNOUNCED)


def test_an_answer_that_does_not_fit_is_asked_once_more(room: Room) -> None:
    look_in(room, "brumle", "jeg sov dårlig", "bra")
    assert room.ears.questions[1] == "Jeg forsto ikke helt. Hvordan har du sovet?"
    assert recorded(room)[0].answer == "feel_bad"
    assert not recorded(room)[0].is_worrying
