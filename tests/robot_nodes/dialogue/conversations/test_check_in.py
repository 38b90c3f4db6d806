import asyncio
from dataclasses import replace
from datetime import time
from typing import Any
from uuid import UUID

import pytest

from codebook.check_in import CheckInAnswered
from codebook.request import ContactRequested
from codebook.speech import Modality
from robot_nodes.dialogue.conversations import CheckInAnswers, CheckInSoFar, check_in
from robot_nodes.dialogue.intents import Interpreter
from schedules.care_plan import CheckIn, Question, QuestionKind
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade
from schedules.recurrence import DailyTimes
from tests.robot_nodes.dialogue.conversations.conftest import Room
from tests.robot_nodes.fakes.ears import SILENCE

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
SO_FAR = CheckInSoFar(occurrence_id=OCCURRENCE)


def look_in(
    room: Room,
    *said: str,
    item: CheckIn = MORNING,
    so_far: CheckInSoFar = SO_FAR,
    locale: Locale = Locale.NB_NO,
) -> CheckInAnswers:
    room.answers(*said)
    return asyncio.run(check_in(room.scene(locale), item, so_far, room.announced))


def asking(kind: QuestionKind, **more: Any) -> CheckIn:  # noqa: ANN401 - of `Question`
    question = Question(id="q", text="Hvor vondt er det?", kind=kind, **more)
    return replace(MORNING, questions=(question,))


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


def test_a_scale_is_explained_and_its_number_recorded(room: Room) -> None:
    look_in(room, "jeg vil si tre", item=asking(QuestionKind.SCALE))
    assert room.ears.questions == ["Hvor vondt er det? Svar med et tall fra én til fem."]
    (answer,) = recorded(room)
    assert (answer.score, answer.is_worrying) == (3, False)
    assert (answer.question_kind, answer.version) == (QuestionKind.SCALE, 2)


@pytest.mark.parametrize(("scores", "worries"), [(None, False), ((4, 5), True)])
def test_the_nurse_says_which_numbers_worry(
    room: Room, scores: tuple[int, ...] | None, *, worries: bool
) -> None:
    look_in(room, "fire", item=asking(QuestionKind.SCALE, worrying_scores=scores))
    assert recorded(room)[0].is_worrying is worries


def half_heard(room: Room, *said: str, **more: Any) -> CheckInAnswers:  # noqa: ANN401 - of `Question`
    """Ask for a number; what is marked with a star is heard by one decoder only."""
    room.ears.doubted = frozenset(each.removeprefix("*") for each in said if each.startswith("*"))
    item = asking(QuestionKind.SCALE, worrying_scores=(4, 5), **more)
    return look_in(room, *(each.removeprefix("*") for each in said), item=item)


@pytest.mark.parametrize("reply", ["ja", "fire", "*fire", "ja, fire"])
def test_a_number_that_one_decoder_heard_counts_once_it_is_said_again(
    room: Room, reply: str
) -> None:
    answers = half_heard(room, "*jeg vil si fire" if reply == "*fire" else "*fire", reply)
    assert room.ears.questions[1:] == ["Sa du fire?"]
    assert (recorded(room)[0].score, answers.is_worrying) == (4, True)


@pytest.mark.parametrize(
    ("locale", "asked"),
    [(Locale.NN_NO, "Sa du fire?"), (Locale.EN_GB, "Did you say four?")],
)
def test_a_doubtful_number_is_asked_about_in_every_locale(
    room: Room, locale: Locale, asked: str
) -> None:
    room.ears.is_doubted = True
    said = "four" if locale is Locale.EN_GB else "fire"
    look_in(room, said, said, item=asking(QuestionKind.SCALE), locale=locale)
    assert room.ears.questions[1:] == [asked]


def test_a_number_that_was_misheard_is_asked_for_again_and_alarms_nobody(room: Room) -> None:
    answers = half_heard(room, "*fire", "nei", "to")
    assert room.ears.questions[2] == room.ears.questions[0]
    assert (recorded(room)[0].score, answers.is_worrying) == (2, False)


@pytest.mark.parametrize("reply", ["nei, ikke fire", "nei, tre", "to"])
def test_no_number_counts_because_it_stands_beside_a_no_or_another(room: Room, reply: str) -> None:
    half_heard(room, "*fire", reply, "tre")
    assert recorded(room)[0].score == 3


@pytest.mark.parametrize("reply", ["*ja", "nei", "*to", SILENCE, "brumle"])
def test_a_number_in_doubt_twice_is_no_answer(room: Room, reply: str) -> None:
    answers = half_heard(room, "*fire", reply or "brumle", "*fem", reply or "brumle", "*fem", reply)
    assert len(room.ears.questions) == 4
    (answer,) = recorded(room)
    assert (answer.score, answer.answer, answers.is_worrying) == (None, "unknown", False)


def test_pain_said_in_reply_is_heard_as_such(room: Room) -> None:
    half_heard(room, "*fire", "jeg har vondt i brystet")
    (answer,) = recorded(room)
    assert (answer.score, answer.answer) == (None, "pain")


def test_a_button_is_never_in_doubt(room: Room) -> None:
    room.ears.modality = Modality.TOUCH
    look_in(room, "fire", item=asking(QuestionKind.SCALE))
    assert len(room.ears.questions) == 1


def test_what_is_no_number_is_asked_for_more_simply_and_never_guessed(room: Room) -> None:
    look_in(room, "fire eller fem", "nokså", "ganske mye", item=asking(QuestionKind.SCALE))
    assert room.ears.questions[2].endswith("Si bare ett tall: én, to, tre, fire eller fem.")
    (answer,) = recorded(room)
    assert (answer.score, answer.answer, answer.grade) == (None, "unknown", EvidenceGrade.HEARD)


def test_not_understanding_each_other_ends_with_a_human_and_not_in_a_loop(room: Room) -> None:
    look_in(room, *["brumle grumle"] * 20, item=asking(QuestionKind.YES_NO))
    assert len(room.ears.questions) == 3
    (request,) = (body for body in room.recorded if isinstance(body, ContactRequested))
    assert request.occurrence_id == OCCURRENCE


def test_it_goes_on_where_it_was_interrupted(room: Room) -> None:
    before = CheckInSoFar(
        occurrence_id=OCCURRENCE, answered=("sleep",), worrying_event_ids=(UUID(int=9),)
    )
    answers = look_in(room, "bare bra", so_far=before)
    assert room.voice.sentences[0] == "Vi ble avbrutt, Solveig. Nå fortsetter vi."
    assert room.ears.questions == ["Hvordan har du det nå?"]
    assert answers.worrying_event_ids == (UUID(int=9),)
    assert "Meldingen er kommet fram til hjemmetjenesten." in room.voice.sentences


def test_the_question_is_worded_in_the_residents_language(room: Room) -> None:
    item = asking(QuestionKind.SCALE, wordings={Locale.EN_GB: "How bad is the pain?"})
    room.ears.interpreter = Interpreter.load([Locale.EN_GB])
    look_in(room, "two", item=item, locale=Locale.EN_GB)
    assert room.ears.questions[0].startswith("How bad is the pain?")
    assert recorded(room)[0].score == 2


def test_stop_ends_it_politely_and_leaves_it_open(room: Room) -> None:
    answers = look_in(room, "bra", "stopp")
    assert not answers.was_answered
    assert [body.question_id for body in recorded(room)] == ["sleep"]
