"""One question of a nurse's questionnaire: how it is asked, and what counts as its answer."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.conversations.answers import intent_of, is_aside, is_certain
from robot_nodes.dialogue.conversations.hearing_out import Ending, HeardOut, Prompt, hear_out
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.meaning import CERTAIN
from robot_nodes.dialogue.scale import SCORES, score_in, score_of
from robot_nodes.ports import Answer, Asking, Understanding
from schedules.care_plan import Question, QuestionKind

_HOW = Asking(
    intents=("feel_good", "feel_ok", "feel_bad", "unwell", "pain", "lonely", "call_nurse"),
    is_closed=False,
)
_YES_NO = Asking(intents=("affirm", "deny", "pain", "unwell", "call_nurse"))
_A_NUMBER = Asking(intents=SCORES, is_closed=False)
_DID_YOU = Asking(intents=("affirm", "deny"))
_ANYTHING = Asking(intents=(), is_closed=False)
ASKED_FOR: Mapping[QuestionKind, Asking] = MappingProxyType(
    {
        QuestionKind.FEELING: _HOW,
        QuestionKind.SLEEP: _HOW,
        QuestionKind.YES_NO: _YES_NO,
        QuestionKind.YES_EXPECTED: _YES_NO,
        QuestionKind.NO_EXPECTED: _YES_NO,
        QuestionKind.SCALE: _A_NUMBER,
        QuestionKind.OPEN: _ANYTHING,
    }
)
_SIMPLY: Mapping[QuestionKind, Line] = MappingProxyType(
    {
        QuestionKind.FEELING: Line.CHECK_IN_GOOD_OR_BAD,
        QuestionKind.SLEEP: Line.CHECK_IN_GOOD_OR_BAD,
        QuestionKind.YES_NO: Line.TALK_YES_OR_NO,
        QuestionKind.YES_EXPECTED: Line.TALK_YES_OR_NO,
        QuestionKind.NO_EXPECTED: Line.TALK_YES_OR_NO,
        QuestionKind.SCALE: Line.CHECK_IN_A_NUMBER,
        QuestionKind.OPEN: Line.TALK_AGAIN,
    }
)
"""Kind of question -> what helps whoever was misunderstood twice."""


async def ask(scene: Scene, question: Question) -> HeardOut:
    """Ask one question until it is answered, or asking on would only trouble the resident.

    A number that one decoder alone has heard is asked about: a nurse may be called for it.
    """
    first = question.wording(scene.locale)
    if question.kind is QuestionKind.SCALE:
        first = scene.sentence(Line.CHECK_IN_ON_A_SCALE, question=first)
    prompt = Prompt(
        first=first,
        gently=scene.sentence(Line.TALK_GENTLY, question=first),
        again=scene.sentence(Line.TALK_AGAIN, question=first),
        simply=scene.sentence(_SIMPLY[question.kind], question=question.wording(scene.locale)),
        asking=ASKED_FOR[question.kind],
    )

    def fits(answer: Answer) -> bool:
        return _is_answer(question, answer)

    heard = await hear_out(scene, prompt, fits)
    settled = await _settled(scene, heard)
    if settled is None:
        heard = await hear_out(scene, prompt, fits)
        settled = await _settled(scene, heard)
    return settled or HeardOut(ending=Ending.MUDDLED, answer=heard.answer)


async def _settled(scene: Scene, heard: HeardOut) -> HeardOut | None:
    """Ask whether a number was said that is in doubt; None where that leaves it in doubt."""
    doubted = heard.answer
    number = score_of(intent_of(doubted))
    if heard.ending is not Ending.ANSWERED or number is None or is_certain(doubted):
        return heard
    words = spoken.number(number, scene.locale)
    reply = await scene.ask(Line.CHECK_IN_DID_YOU_SAY, _DID_YOU, number=words)
    if is_aside(reply):
        return HeardOut(ending=Ending.ANSWERED, answer=reply)
    intent = intent_of(reply)
    if intent == "stop":
        return HeardOut(ending=Ending.STOPPED, answer=reply)
    is_said_again = intent != "deny" and score_in(reply.transcript, scene.locale) == number
    if is_said_again or (intent == "affirm" and is_certain(reply)):
        sure = Understanding(intent=intent_of(doubted), confidence=CERTAIN)
        return HeardOut(ending=Ending.ANSWERED, answer=replace(doubted, understanding=sure))
    return None


def _is_answer(question: Question, answer: Answer) -> bool:
    match question.kind:
        case QuestionKind.OPEN:
            return intent_of(answer) not in _NO_STORY
        case kind:
            return intent_of(answer) in ASKED_FOR[kind].intents


_NO_STORY = frozenset({"repeat", "slower", "louder", "quieter", "stop"})
"""Said about the talk, not in answer to an open question."""
