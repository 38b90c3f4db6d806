"""The number from one to five in an answer."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import zip_longest
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
_NORWEGIAN = frozenset({Locale.NB_NO, Locale.NN_NO})
_ONES = frozenset({"en", "ein", "ei", "ett", "eitt", "one"})
"""A one, where no noun follows: "en fin dag" and "one of those days" name no number."""
_AFTER_ONE = frozenset({"da", "då", "vel", "nok", "takk", "tror", "trur", "then", "please"})
_NOUNS: Mapping[str, int] = MappingProxyType(
    {
        **dict(zip(("ener", "toer", "treer", "firer", "femmer"), range(1, 6), strict=True)),
        **dict(zip(("einar", "toar", "trear", "firar", "femmar"), range(1, 6), strict=True)),
    }
)
_OUT_OF = (("av", "fem"), ("out", "of", "five"), ("of", "five"))
"""What names the scale's end, beside the number on it."""


def score_in(transcript: str, locale: Locale) -> int | None:
    """Return the number that was named, None where there is none or more than one."""
    words = words_of(transcript)
    if len(words) > MOST_WORDS:
        return None
    named = set(_named(_without_the_end(words), locale))
    return named.pop() if len(named) == 1 else None


def scored(
    understood: Understanding, transcript: str, locale: Locale, asked: Collection[str]
) -> Understanding:
    """Return the number as the meaning where it was asked for and nothing graver was said.

    A number is clear in itself; whether it was heard right, the decoders tell.
    """
    score = score_in(transcript, locale) if set(SCORES) <= set(asked) else None
    if score is None or understood.intent in GRAVER:
        return understood
    return Understanding(intent=SCORES[score - LOWEST_SCORE], confidence=1.0)


def score_of(intent: str) -> int | None:
    """Return the number that an intent means, None where it means none."""
    return LOWEST_SCORE + SCORES.index(intent) if intent in SCORES else None


def _named(words: Sequence[str], locale: Locale) -> Iterator[int]:
    scores = _scores(locale)
    for word, following in zip_longest(words, words[1:]):
        if word not in _ONES:
            if word in scores:
                yield scores[word]
        elif following is None or following in _AFTER_ONE:
            yield 1


def _without_the_end(words: Sequence[str]) -> Sequence[str]:
    """Return the words without "av fem" behind a number."""
    for end in _OUT_OF:
        for start in range(1, len(words) - len(end) + 1):
            if tuple(words[start : start + len(end)]) == end:
                return (*words[:start], *words[start + len(end) :])
    return words


def _scores(locale: Locale) -> Mapping[str, int]:
    numbers = range(LOWEST_SCORE, HIGHEST_SCORE + 1)
    words = {spoken.number(number, locale): number for number in numbers}
    digits = {str(number): number for number in numbers}
    return {**words, **digits, **(_NOUNS if locale in _NORWEGIAN else {})}
