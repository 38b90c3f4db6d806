"""Word -> the ways it was heard pronounced."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from robot_nodes.speech.training.utterances import Pronunciation

RAREST_SHARE = 0.1
"""A pronunciation rarer than this, next to its word's commonest, is left out."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One way to pronounce a word."""

    word: str
    phones: tuple[str, ...]
    cost: float
    """-ln of how common it is next to the commonest; 0 for the commonest."""


def lexicon(heard: Iterable[Pronunciation]) -> tuple[Entry, ...]:
    """Return the entries for every word in `heard`, sorted by word, the commonest first."""
    counts: defaultdict[str, Counter[tuple[str, ...]]] = defaultdict(Counter)
    for word, phones in heard:
        counts[word][phones] += 1
    return tuple(entry for word in sorted(counts) for entry in _entries(word, counts[word]))


def _entries(word: str, counts: Counter[tuple[str, ...]]) -> list[Entry]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    most = ranked[0][1]
    return [
        Entry(word, phones, math.log(most / count))
        for phones, count in ranked
        if count >= RAREST_SHARE * most
    ]
