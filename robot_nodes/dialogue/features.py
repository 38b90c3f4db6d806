"""What the second opinion looks at in an utterance: its words, their kinds, order and letters."""

from collections.abc import Iterator, Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

SIZE = 1 << 14
"""Places for features; two that fall on one place share a weight."""
LETTERS = (3, 4)
"""Lengths of the pieces of words."""
REACH = 3
"""Words: how far apart two words may stand that are looked at together."""
_LETTER_WEIGHT = 0.5
_KIND_WEIGHT = 1.0


def features(
    words: Sequence[str], kinds: Mapping[str, tuple[str, ...]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float32]]:
    """Return the places and values of an utterance's features, of length 1 together.

    Args:
        words: Plain words.
        kinds: Word -> the kinds of word that it belongs to.
    """
    found: dict[int, float] = {}
    for name, weight in _named(words, kinds):
        place = crc32(name.encode()) % SIZE
        found[place] = max(weight, found.get(place, 0.0))
    places = np.fromiter(found, np.int64, len(found))
    values = np.fromiter(found.values(), np.float32, len(found))
    length = float(np.sqrt((values**2).sum()))
    return places, values / length if length else values


def _named(
    words: Sequence[str], kinds: Mapping[str, tuple[str, ...]]
) -> Iterator[tuple[str, float]]:
    ends = ("^", *words, "$")
    for index, word in enumerate(ends):
        if 0 < index < len(ends) - 1:
            yield f"w {word}", 1.0
            yield from _letters(word)
            yield from _of_kinds(ends, index, kinds.get(word, ()))
        for apart in range(1, REACH + 1):
            if index + apart < len(ends):
                yield f"{min(apart, 2)} {word} {ends[index + apart]}", 1.0 / apart
    yield f"l {min(len(words), 12).bit_length()}", 0.5


def _letters(word: str) -> Iterator[tuple[str, float]]:
    padded = f"<{word}>"
    for length in LETTERS:
        for start in range(len(padded) - length + 1):
            yield f"c {padded[start : start + length]}", _LETTER_WEIGHT


def _of_kinds(ends: Sequence[str], index: int, kinds: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield each kind of the word, alone, beside its neighbours and with the first word."""
    for kind in kinds:
        yield f"k {kind}", _KIND_WEIGHT
        yield f"k {ends[index - 1]} {kind}", _KIND_WEIGHT
        yield f"k {kind} {ends[index + 1]}", _KIND_WEIGHT
        yield f"k ^ {ends[1]} {kind}", _KIND_WEIGHT
