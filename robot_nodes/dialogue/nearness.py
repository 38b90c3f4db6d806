"""Words that a recogniser or a tongue has bent a little, and the known words they stand for."""

from collections.abc import Collection
from dataclasses import replace

from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from robot_nodes.dialogue.normalise import Words

NEVER_GUESSED = frozenset({"taken", "fallen", "cancel_help"})
"""Meanings that no guess may lead to: the robot asks again instead."""
SHORTEST_GUESSED = 5
"""Letters; of shorter words too many are alike."""
LEAST_LIKENESS = 0.88
"""Jaro-Winkler ratio 0-1: an early wrong letter weighs more than a late one."""


def straightened(words: Words, vocabulary: Collection[str]) -> Words | None:
    """Return the utterance with unknown words replaced by the nearest known, or None as it was."""
    plain = tuple(_nearest(word, vocabulary) for word in words.plain)
    return None if plain == words.plain else replace(words, plain=plain)


def _nearest(word: str, vocabulary: Collection[str]) -> str:
    if len(word) < SHORTEST_GUESSED or word in vocabulary:
        return word
    found = process.extractOne(
        word, vocabulary, scorer=JaroWinkler.similarity, score_cutoff=LEAST_LIKENESS
    )
    return found[0] if found else word
