"""Whatever a resident says, a conversation ends, and the robot says only what it may."""

import asyncio
import re
from collections.abc import Coroutine
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codebook.speech import Modality
from robot_nodes.dialogue.conversations import (
    Asked,
    CheckInSoFar,
    DayFacts,
    ReminderAnswer,
    SoFar,
    check_in,
    help_call,
    question,
    reminder,
)
from robot_nodes.dialogue.conversations.answers import intent_of, is_certain
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.medicine_question import is_medicine_question
from robot_nodes.dialogue.phrases import slots
from robot_nodes.ports import Answer, AnswerCode, Asking, Manner, Understanding
from schedules.care_plan import CheckIn, Question, QuestionKind
from schedules.locale import Locale
from schedules.outcome import Outcome
from tests.robot_nodes.dialogue.conversations.conftest import PHRASES, Room
from tests.robot_nodes.dialogue.conversations.test_check_in import MORNING
from tests.robot_nodes.dialogue.conversations.test_help_call import Recorded
from tests.robot_nodes.dialogue.conversations.test_reminder import OCCURRENCE, PARACET

INTERPRETER = Interpreter.load(Locale)
INTENTS = sorted({*INTERPRETER.grammars[Locale.NB_NO].file.intents, "unknown"})
MOST_ASKED_ONCE = 10
"""Questions about one thing, an offer in between included."""
PROMISES = (
    *("hjelp er på vei", "hjelpen kommer", "noen kommer nå", "kommer snart", "er på vei"),
    *("hjelp er på veg", "hjelpa kjem", "nokon kjem no", "kjem snart", "er på veg"),
    *("help is coming", "on the way", "on their way", "someone is coming now", "will be there"),
)
ARRIVED = ("kommet fram til", "kome fram til", "komen fram til", "has reached")
ANSWERS = st.lists(
    st.one_of(
        st.just(Answer(code=AnswerCode.SILENCE)),
        st.builds(
            Answer,
            code=st.sampled_from([AnswerCode.ANSWERED, AnswerCode.UNCLEAR]),
            understanding=st.builds(
                Understanding,
                intent=st.sampled_from(INTENTS),
                confidence=st.sampled_from([0.3, 0.6, 0.8, 1.0]),
                is_doubted=st.booleans(),
            ),
            transcript=st.sampled_from(
                [
                    "brumle",
                    "ja",
                    "tre",
                    "fire eller fem",
                    "kan jeg ta to tabletter",
                    "can I take two",
                ]
            ),
            modality=st.sampled_from(Modality),
        ),
    ),
    min_size=1,
    max_size=12,
)
"""What comes back, question by question; the last goes on for ever."""


@dataclass
class AnyEars:
    """Fulfils `robot_nodes.ports.Ears`: answers as it likes, and never runs out of answers."""

    answers: list[Answer]
    questions: list[str]
    given: list[Answer]

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """Give the next answer, or the last one again."""
        del manner, asking
        self.questions.append(text)
        answer = self.answers[min(len(self.given), len(self.answers) - 1)]
        self.given.append(replace(answer, utterance_id=f"u{len(self.questions)}"))
        return self.given[-1]


def room_with(answers: list[Answer], *, is_online: bool, has_screen: bool) -> tuple[Room, AnyEars]:
    room = Room(INTERPRETER)
    room.is_online, room.has_screen = is_online, has_screen
    return room, AnyEars(answers, [], [])


def held(room: Room, ears: AnyEars, talk: Coroutine[Any, Any, Any], locale: Locale) -> list[str]:
    """Hold a conversation to its end and return all that was spoken, checked for lies."""
    asyncio.run(talk)
    spoken = [*room.voice.sentences, *ears.questions]
    for sentence in spoken:
        assert is_a_phrase(sentence, locale), sentence
        assert not any(promise in sentence.lower() for promise in PROMISES)
        assert room.is_online or not any(word in sentence for word in ARRIVED)
    return spoken


@cache
def is_a_phrase(sentence: str, locale: Locale) -> bool:
    """Return whether a sentence stands in the phrase file, or is the nurse's own question."""
    return any(pattern.fullmatch(sentence) for pattern in _patterns(locale))


@cache
def _patterns(locale: Locale) -> list[re.Pattern[str]]:
    """Return what each sentence of a locale looks like with its slots filled."""
    templates = PHRASES[locale].templates
    return [
        *(_pattern(text) for line, text in templates.items() if line not in _NO_SENTENCES),
        *(re.compile(re.escape(each.text)) for each in questionnaire().questions),
    ]


_NO_SENTENCES = frozenset({Line.AGENDA_TODAY_ITEM})
"""A part of a sentence, which would fit anything."""


def _pattern(template: str) -> re.Pattern[str]:
    text = re.escape(template)
    for name in slots(template):
        text = text.replace(re.escape(f"{{{name}}}"), ".+")
    return re.compile(text)


def questionnaire() -> CheckIn:
    """Return a check-in with a question of every kind."""
    questions = tuple(
        Question(id=kind.value, text=f"{kind.value}?", kind=kind) for kind in QuestionKind
    )
    return replace(MORNING, questions=questions)


@pytest.mark.parametrize("locale", Locale)
@given(answers=ANSWERS, is_online=st.booleans(), has_screen=st.booleans())
def test_a_reminder_ends_and_takes_nothing_unclear_for_taken(
    locale: Locale, answers: list[Answer], *, is_online: bool, has_screen: bool
) -> None:
    room, ears = room_with(answers, is_online=is_online, has_screen=has_screen)
    noted: list[ReminderAnswer] = []
    scene = replace(room.scene(locale), ears=ears)
    so_far = SoFar(occurrence_id=OCCURRENCE)
    held(room, ears, reminder(scene, PARACET, so_far, room.announced, noted.append), locale)

    assert len(ears.questions) <= 2 * MOST_ASKED_ONCE
    assert len(noted) <= 1
    for report in noted:
        decisive = next((a for a in ears.given if a.utterance_id == report.utterance_id), None)
        if report.outcome is Outcome.TAKEN:
            assert decisive is not None
            assert intent_of(decisive) in {"taken", "affirm"}
            assert is_certain(decisive)
            assert not is_medicine_question(decisive.transcript, locale)


@pytest.mark.parametrize("locale", Locale)
@given(answers=ANSWERS, is_online=st.booleans(), has_screen=st.booleans())
def test_a_check_in_ends(
    locale: Locale, answers: list[Answer], *, is_online: bool, has_screen: bool
) -> None:
    room, ears = room_with(answers, is_online=is_online, has_screen=has_screen)
    scene = replace(room.scene(locale), ears=ears)
    so_far = CheckInSoFar(occurrence_id=OCCURRENCE)
    held(room, ears, check_in(scene, questionnaire(), so_far, room.announced), locale)
    assert len(ears.questions) <= len(QuestionKind) * MOST_ASKED_ONCE


@pytest.mark.parametrize("locale", Locale)
@given(answers=ANSWERS, is_online=st.booleans(), is_stored=st.booleans(), others_wait=st.booleans())
def test_a_call_for_help_ends_and_promises_nothing(
    locale: Locale, answers: list[Answer], *, is_online: bool, is_stored: bool, others_wait: bool
) -> None:
    room, ears = room_with(answers, is_online=is_online, has_screen=False)
    call = Recorded(event_id=UUID(int=1) if is_stored else None, others_wait=others_wait)
    held(room, ears, help_call(replace(room.scene(locale), ears=ears), call), locale)
    assert len(ears.questions) <= MOST_ASKED_ONCE


@pytest.mark.parametrize("locale", Locale)
@given(intent=st.sampled_from(INTENTS), answers=ANSWERS, is_online=st.booleans())
def test_a_question_ends(
    locale: Locale, intent: str, answers: list[Answer], *, is_online: bool
) -> None:
    room, ears = room_with(answers, is_online=is_online, has_screen=False)
    asked = Asked(understanding=Understanding(intent=intent, confidence=1.0), utterance_id="u0")
    scene = replace(room.scene(locale), ears=ears)
    held(room, ears, question(scene, asked, DayFacts(), room.discretion), locale)
    assert len(ears.questions) <= 2
