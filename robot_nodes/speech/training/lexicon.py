"""Word -> the ways it is pronounced, as espeak-ng speaks it alone and in sentences."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import TypeAlias

Pronunciation: TypeAlias = tuple[str, tuple[str, ...]]
"""A word and its phones."""

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


def without_homophones(entries: Iterable[Entry], dispensable: Collection[str]) -> tuple[Entry, ...]:
    """Leave out what sounds just like another word, where its word is `dispensable`.

    A slip of the pen such as `tat` for `tatt` can then never be heard instead of the word itself.
    """
    found = tuple(entries)
    needed = {entry.phones for entry in found if entry.word not in dispensable}
    first_of: dict[tuple[str, ...], str] = {}
    for entry in found:
        if entry.word in dispensable and entry.phones not in needed:
            first_of.setdefault(entry.phones, entry.word)
    return tuple(
        entry
        for entry in found
        if entry.word not in dispensable or first_of.get(entry.phones) == entry.word
    )


def _entries(word: str, counts: Counter[tuple[str, ...]]) -> list[Entry]:
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    most = ranked[0][1]
    return [
        Entry(word, phones, math.log(most / count))
        for phones, count in ranked
        if count >= RAREST_SHARE * most
    ]
