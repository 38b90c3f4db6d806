"""The number from one to five in an answer."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.meaning import GRAVE
from robot_nodes.dialogue.normalise import words_of
from robot_nodes.ports import Understanding
from schedules.care_plan import HIGHEST_SCORE, LOWEST_SCORE
from schedules.locale import Locale

SCORES = tuple(f"score_{score}" for score in range(LOWEST_SCORE, HIGHEST_SCORE + 1))
"""What a question on the scale expects: the meaning of a number, named or pressed."""
GRAVER = EMERGENCIES | GRAVE | {"call_nurse"}
"""Said with a number in it, these are about more than the scale."""
MOST_WORDS = 6
"""Whoever says more than this tells a story; a number in it is none of the scale's."""
_ALSO: Mapping[str, int] = MappingProxyType({"en": 1, "ein": 1, "ei": 1, "ett": 1, "eitt": 1})
_NORWEGIAN = frozenset({Locale.NB_NO, Locale.NN_NO})


def score_in(transcript: str, locale: Locale) -> int | None:
    """Return the number that was named, None where there is none or more than one."""
    words = words_of(transcript)
    if len(words) > MOST_WORDS:
        return None
    named = {score for word in words if (score := _scores(locale).get(word)) is not None}
    return named.pop() if len(named) == 1 else None


def scored(
    understood: Understanding, transcript: str, locale: Locale, asked: Collection[str]
) -> Understanding:
    """Return the number as the meaning where it was asked for and nothing graver was said."""
    score = score_in(transcript, locale) if set(SCORES) <= set(asked) else None
    if score is None or understood.intent in GRAVER:
        return understood
    return Understanding(intent=SCORES[score - LOWEST_SCORE], confidence=understood.confidence)


def _scores(locale: Locale) -> Mapping[str, int]:
    numbers = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
    words = {spoken.number(number, locale): number for number in numbers}
    digits = {str(number): number for number in numbers}
    return {**words, **digits, **(_ALSO if locale in _NORWEGIAN else {})}
