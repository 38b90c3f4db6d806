"""One question of a nurse's questionnaire: how it is asked, and what counts as its answer."""

from collections.abc import Mapping
from types import MappingProxyType

from robot_nodes.dialogue.conversations.answers import intent_of
from robot_nodes.dialogue.conversations.hearing_out import HeardOut, Prompt, hear_out
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.scale import SCORES, score_in
from robot_nodes.ports import Answer, Asking
from schedules.care_plan import Question, QuestionKind
from schedules.locale import Locale

_HOW = Asking(
    intents=("feel_good", "feel_ok", "feel_bad", "unwell", "pain", "lonely", "call_nurse"),
    is_closed=False,
)
_YES_NO = Asking(intents=("affirm", "deny", "pain", "unwell", "call_nurse"))
_A_NUMBER = Asking(intents=SCORES, is_closed=False)
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
    """Ask one question until it is answered, or asking on would only trouble the resident."""
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
        return _is_answer(question, answer, scene.locale)

    return await hear_out(scene, prompt, fits)


def score_of(question: Question, answer: Answer, locale: Locale) -> int | None:
    """Return the number that was named in answer to a question that wants one."""
    if question.kind is not QuestionKind.SCALE:
        return None
    return score_in(answer.transcript, locale)


def _is_answer(question: Question, answer: Answer, locale: Locale) -> bool:
    match question.kind:
        case QuestionKind.SCALE:
            return score_of(question, answer, locale) is not None
        case QuestionKind.OPEN:
            return intent_of(answer) not in _NO_STORY
        case kind:
            return intent_of(answer) in ASKED_FOR[kind].intents


_NO_STORY = frozenset({"repeat", "slower", "louder", "quieter", "stop"})
"""Said about the talk, not in answer to an open question."""
