"""Which answers of a check-in a nurse should see at once."""

from collections.abc import Mapping
from types import MappingProxyType

from schedules.care_plan import LOWEST_SCORE, Question, QuestionKind

SEVERE = frozenset({"help", "fallen", "pain"})
"""Answers that come before everything else, whatever was asked."""
_ALWAYS = frozenset({"unwell", "call_nurse", *SEVERE})

WORRYING: Mapping[QuestionKind, frozenset[str]] = MappingProxyType(
    {
        QuestionKind.FEELING: _ALWAYS | {"feel_bad", "lonely"},
        QuestionKind.SLEEP: _ALWAYS,
        QuestionKind.YES_NO: _ALWAYS,
        QuestionKind.YES_EXPECTED: _ALWAYS | {"deny"},
        QuestionKind.NO_EXPECTED: _ALWAYS | {"affirm"},
        QuestionKind.SCALE: _ALWAYS,
        QuestionKind.OPEN: _ALWAYS,
    }
)
"""Kind of question -> intents that worry. A bad night alone does not alarm; a bad day does."""
LOW_SCORES = (LOWEST_SCORE, LOWEST_SCORE + 1)
"""Scores that worry where the nurse has not said which."""


def is_worrying(question: Question, intent: str, score: int | None = None) -> bool:
    """Return whether a nurse should see this answer now.

    Args:
        question: What was asked.
        intent: What the answer was understood to mean.
        score: With a question of the kind `SCALE`: the number that was named.
    """
    worrying_scores = LOW_SCORES if question.worrying_scores is None else question.worrying_scores
    return intent in WORRYING[question.kind] or score in worrying_scores
