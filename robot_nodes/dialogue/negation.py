"""A "not" before a phrase, or somebody else in front of it, takes its meaning away."""

from dataclasses import replace

from robot_nodes.dialogue.grammar import Match
from robot_nodes.dialogue.intent_file import IntentFile
from robot_nodes.dialogue.normalise import Words
from robot_nodes.dialogue.reading import Reading

REACH = 4
"""Words: how far before a phrase a negation still denies it."""
DENIABLE = frozenset(
    {"taken", "pain", "unwell", "lonely", "feel_good", "feel_ok", "feel_bad", "later", "stop"}
)
"""Meanings that a negation turns round; questions and the robot's manner of speech stay."""


def without_denied(reading: Reading, words: Words, file: IntentFile) -> Reading:
    """Return the reading without phrases that a word outside them denies.

    "Har tatt den" is a resident's own report only where no "du" stands right before it; "du, jeg
    har tatt den" is one.

    Phrases that hold their own "not" are templates and need no help from here.
    """
    negated_at = {index for index in reading.left_over if words.plain[index] in file.negations}
    kept = tuple(
        match
        for match in reading.matches
        if not _is_denied(match, negated_at) and not _is_of_others(match, words, file)
    )
    return replace(reading, matches=kept)


def _is_of_others(match: Match, words: Words, file: IntentFile) -> bool:
    before = words.plain[match.start - 1] if match.start else ""
    is_own = words.plain[match.start] in file.first_person
    return match.intent == "taken" and before in file.others and not is_own


def _is_denied(match: Match, negated_at: set[int]) -> bool:
    before = range(max(0, match.start - REACH), match.start)
    return match.intent in DENIABLE and not negated_at.isdisjoint(before)
