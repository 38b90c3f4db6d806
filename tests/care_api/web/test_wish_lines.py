from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from care_api.web.lines import Step, Utterance, line
from codebook.check_in import CheckInAnswered
from codebook.event import Event, RobotBody
from codebook.manner import MannerChanged
from codebook.privacy import (
    ListeningPaused,
    ListeningResumed,
    ListeningStopped,
    ResumeReason,
    WordsForgotten,
)
from codebook.request import CompanyRequested, ContactReason, ContactRequested, ErrandRequested
from codebook.speech import SpeechHeard
from schedules.care_plan import QuestionKind
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
SAID = EvidenceGrade.SAID


def shown(body: RobotBody) -> Step | Utterance:
    event = Event(
        id=UUID(int=1),
        robot_id=UUID(int=2),
        boot_id=UUID(int=3),
        sequence=1,
        resident_id=UUID(int=4),
        occurred_at=NOON,
        body=body,
    )
    shown = line(event, {})
    assert shown is not None
    return shown


def answered(kind: QuestionKind, answer: str, score: int | None = None) -> Step:
    body = CheckInAnswered(
        occurrence_id=UUID(int=5),
        item_id=UUID(int=6),
        question_id="q",
        question_kind=kind,
        answer=answer,
        score=score,
        transcript="jeg har sittet i hagen",
        is_worrying=False,
        grade=SAID,
    )
    step = shown(body)
    assert isinstance(step, Step)
    return step


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (
            MannerChanged(utterance_id="u", rate=0.8, volume=0.8),
            "Asked the robot to speak in another way",
        ),
        (CompanyRequested(utterance_id="u", grade=SAID), "Would like a visitor"),
        (
            ContactRequested(utterance_id="u", grade=SAID, reason=ContactReason.NOT_UNDERSTOOD),
            "The robot did not understand the resident",
        ),
        (
            ListeningStopped(),
            "The robot has stopped listening, as decided: it hears no call for help",
        ),
        (
            ListeningResumed(reason=ResumeReason.CONSENTED),
            "The robot listens again, as is agreed to now",
        ),
        (
            ListeningResumed(reason=ResumeReason.TIME_PASSED),
            "The robot listens again: the time has passed",
        ),
        (WordsForgotten(utterance_id="u"), "Asked the robot to forget the words just said"),
    ],
)
def test_a_wish_is_a_line_of_the_day(body: RobotBody, text: str) -> None:
    step = shown(body)
    assert isinstance(step, Step)
    assert step.text == text


def test_a_nurse_sees_until_when_nobody_is_heard() -> None:
    until = NOON + timedelta(hours=1)
    step = shown(ListeningPaused(until=until, utterance_id="u", grade=SAID))
    assert isinstance(step, Step)
    assert step.pause_ends_at == until


def test_an_errand_is_shown_in_the_residents_words() -> None:
    step = shown(ErrandRequested(utterance_id="u", grade=SAID, errand="handle melk"))
    assert isinstance(step, Step)
    assert step.words == "handle melk"


def test_answers_are_shown_as_numbers_meanings_or_stories() -> None:
    assert answered(QuestionKind.SCALE, "unknown", 2).detail == "2 of 5"
    assert answered(QuestionKind.OPEN, "unknown").detail == "in their own words"
    assert answered(QuestionKind.YES_NO, "affirm").detail == "yes"
    assert answered(QuestionKind.YES_NO, "unknown").detail == "not understood"


def test_erased_words_are_shown_as_erased() -> None:
    heard = SpeechHeard(
        utterance_id="u",
        locale=Locale.NB_NO,
        transcript="",
        intent="unknown",
        confidence=1.0,
        was_robot_speaking=False,
        is_erased=True,
    )
    utterance = shown(heard)
    assert isinstance(utterance, Utterance)
    assert utterance.note == "Erased, as the resident asked"
