"""The number from one to five in an answer."""

from collections.abc import Mapping
from types import MappingProxyType

from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.normalise import words_of
from schedules.care_plan import HIGHEST_SCORE, LOWEST_SCORE
from schedules.locale import Locale

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


def _scores(locale: Locale) -> Mapping[str, int]:
    numbers = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
    words = {spoken.number(number, locale): number for number in numbers}
    digits = {str(number): number for number in numbers}
    return {**words, **digits, **(_ALSO if locale in _NORWEGIAN else {})}
