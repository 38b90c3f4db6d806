from dataclasses import fields
from datetime import UTC, datetime, timedelta
from uuid import UUID

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.speech import Modality, StoppedBy
from robot_nodes import skill_wire, speech_wire, wire
from robot_nodes.ports import (
    Answer,
    AnswerCode,
    Asking,
    Manner,
    Priority,
    Understanding,
)
from robot_nodes.ros import instant, time_message
from robot_nodes.signals import (
    AskGoal,
    AskResult,
    CareState,
    Chunk,
    Doing,
    Expected,
    Live,
    Meant,
    Reading,
    SayCode,
    SayResult,
    Sentence,
    SkillCode,
    SkillResult,
    Touched,
)
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome

AT = datetime(2026, 3, 2, 7, 0, 0, 123456, tzinfo=UTC)
SOLVEIG = UUID(int=200)


@given(st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2038, 1, 1)))  # noqa: DTZ001 - made aware below
def test_an_instant_survives_to_the_microsecond(naive: datetime) -> None:
    at = naive.replace(tzinfo=UTC)
    assert instant(time_message(at)) == at


@given(st.lists(st.integers(-32768, 32767), max_size=100))
def test_samples_survive_unchanged(values: list[int]) -> None:
    samples = np.array(values, np.int16)
    sent = Chunk(samples=samples, sample_rate_hz=16_000, at=AT, sequence=3, utterance_id="u1")

    got = speech_wire.chunk(speech_wire.chunk_message(sent))

    assert np.array_equal(got.samples, samples)
    rest = [field.name for field in fields(Chunk) if field.name != "samples"]
    assert all(getattr(got, name) == getattr(sent, name) for name in rest)


@pytest.mark.parametrize("ended_at", [None, AT - timedelta(seconds=1)])
def test_live_speech_survives(ended_at: datetime | None) -> None:
    live = Live(
        at=AT,
        utterance_id="u1",
        locale=Locale.NN_NO,
        text="ja, det har eg",
        confidence=0.5,
        unknown_words=1,
        others=(Reading(text="ja", confidence=0.75, unknown_words=2), Reading(text="")),
        speech_ended_at=ended_at,
        decode_s=0.25,
    )
    assert speech_wire.live(speech_wire.live_message(live)) == live


def test_a_final_message_without_words_is_still_final() -> None:
    live = Live(at=AT, utterance_id="u1", locale=Locale.NB_NO, text="", speech_ended_at=AT)
    assert speech_wire.live(speech_wire.live_message(live)).is_final


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="xx_XX"):
        speech_wire.live(wire.LiveSpeech(locale="xx_XX"))


@pytest.mark.parametrize("resident_id", [None, SOLVEIG])
@pytest.mark.parametrize("modality", Modality)
def test_an_intent_survives(resident_id: UUID | None, modality: Modality) -> None:
    meant = Meant(
        at=AT,
        utterance_id="u1",
        resident_id=resident_id,
        locale=Locale.NB_NO,
        understanding=Understanding(
            intent="later", slots={"minutes": "10"}, confidence=0.5, is_doubted=True
        ),
        transcript="om ti minutter",
        is_emergency=False,
        speech_ended_at=AT,
        modality=modality,
    )
    assert wire.meant(wire.intent_message(meant)) == meant


def test_a_touch_survives() -> None:
    touched = Touched(at=AT, intent="affirm", label="Ja", locale=Locale.NN_NO, question=3)
    assert wire.touched(wire.touch_message(touched)) == touched


def test_slots_that_are_no_object_are_refused() -> None:
    with pytest.raises(ValueError, match="slots_json"):
        wire.meant(wire.Intent(locale="nb_NO", name="later", slots_json="[1]"))


def test_an_expectation_survives() -> None:
    expected = Expected(question=7, is_waiting=True, intents=("affirm", "deny"), end_silence_s=1.75)
    assert speech_wire.expected(speech_wire.expectation_message(expected)) == expected


@pytest.mark.parametrize("next_event_at", [None, AT])
def test_the_care_state_survives(next_event_at: datetime | None) -> None:
    state = CareState(
        is_busy=True,
        conversation=Doing.CHECK_IN,
        resident_id=SOLVEIG,
        locale=Locale.EN_GB,
        next_event_at=next_event_at,
    )
    assert wire.care_state(wire.care_state_message(state)) == state


MANNER = Manner(
    locale=Locale.NB_NO,
    rate=0.9,
    volume=0.85,
    priority=Priority.REMINDER,
    is_interruptible=False,
    has_chime=True,
    resident_id=SOLVEIG,
)


def test_a_sentence_survives() -> None:
    sentence = Sentence(text="Hei.", manner=MANNER, caller="care")
    assert skill_wire.sentence(skill_wire.say_goal(sentence)) == sentence


@pytest.mark.parametrize(
    ("code", "stopped_by"),
    [
        (SayCode.COMPLETED, StoppedBy.COMPLETED),
        (SayCode.INTERRUPTED, StoppedBy.PRIORITY),
        (SayCode.CANCELLED, StoppedBy.CANCELLED),
        (SayCode.FAILED, StoppedBy.FAULT),
    ],
)
def test_the_end_of_a_sentence_survives(code: SayCode, stopped_by: StoppedBy) -> None:
    result = SayResult(code=code, spoken_text="Hei")
    said = skill_wire.said(skill_wire.say_result_message(result))
    assert (said.text, said.stopped_by) == ("Hei", stopped_by)


def test_a_question_survives() -> None:
    goal = AskGoal(
        sentence=Sentence(
            text="Har du sovet godt?",
            manner=Manner(locale=Locale.NB_NO, priority=Priority.REMINDER),
            caller="care",
        ),
        asking=Asking(intents=("affirm",), is_closed=False, patience=timedelta(seconds=7.5)),
    )
    assert skill_wire.ask_goal(skill_wire.ask_goal_message(goal)) == goal


@pytest.mark.parametrize(
    "result",
    [
        AskResult(answer=Answer(code=AnswerCode.SILENCE)),
        AskResult(
            answer=Answer(
                code=AnswerCode.ANSWERED,
                understanding=Understanding(intent="later", slots={"minutes": "10"}),
                transcript="om ti minutter",
                utterance_id="u1",
                modality=Modality.TOUCH,
            )
        ),
        AskResult(answer=None, is_cancelled=True),
        AskResult(answer=None, error="the question was not spoken"),
    ],
)
def test_the_end_of_a_question_survives(result: AskResult) -> None:
    assert skill_wire.ask_result(skill_wire.ask_result_message(result)) == result


def test_a_priority_of_somebody_elses_counts_as_the_next_lower_of_ours() -> None:
    assert skill_wire.priority(255) is Priority.CRITICAL
    assert skill_wire.priority(200) is Priority.REMINDER
    assert skill_wire.priority(0) is Priority.SMALL_TALK


def test_a_skills_result_names_outcome_and_grade() -> None:
    result = SkillResult(code=SkillCode.DONE, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
    message = skill_wire.remind_result_message(result)
    assert (message.code, message.outcome, message.grade) == (0, "taken", "said")


def test_what_is_no_id_or_date_is_none() -> None:
    assert wire.identity("nonsense") is None
    assert wire.local_date("nonsense") is None
