"""A report of taking a medicine among other words: whether one of them turns it round."""

from collections.abc import Collection, Sequence

from robot_nodes.dialogue.grammar import Grammar, Match, Use
from robot_nodes.dialogue.intent_file import IntentFile
from robot_nodes.dialogue.judgement import is_own
from robot_nodes.dialogue.meaning import COURTESIES
from robot_nodes.dialogue.normalise import Words
from robot_nodes.dialogue.reading import Reading

MEDICINE = "medicine"
"""The kind of the words that name one."""
VETTED = COURTESIES | {"taken"}
"""Meanings whose own templates may hold a word of doubt."""
SPELT_OUT = 3
"""Words from which a filler casts no doubt by one of them: "so you know", "do not worry"."""
REACH = 4
"""Words after a report that may say something else of it: "I took it out of the box"."""


def is_report(reading: Reading, words: Words, file: IntentFile) -> bool:
    """Return whether it says that the medicine was taken, and nothing right after undoes that."""
    told = [match for match in reading.matches if match.intent == "taken"]
    over = set(reading.left_over)
    return bool(told) and not any(_is_undone(match, over, words, file) for match in told)


def _is_undone(match: Match, over: Collection[int], words: Words, file: IntentFile) -> bool:
    """Return whether the words behind it make it another deed: "out", "half", "the telephone"."""
    behind = range(match.end, min(match.end + REACH, len(words.plain)))
    if any(words.plain[index] in file.undo_taken for index in behind if index in over):
        return True
    is_open = words.plain[match.end - 1] in file.deeds  # what was taken may follow
    return is_open and match.end in over and words.plain[match.end] not in file.beside_taken


def is_spelt_out(words: Words, grammar: Grammar) -> bool:
    """Return whether it stands by itself that a medicine was taken, though nothing was asked.

    "It is done" and "down" may be about anything, and "taken" alone too. A yes answers something.
    """
    kinds = {kind for word in words.plain for kind in grammar.kinds.get(word, ())}
    is_deed = len(words.plain) > 1 and not grammar.file.deeds.isdisjoint(words.plain)
    is_answer = any(m.intent == "affirm" and m.start == 0 for m in grammar.matches(words))
    is_mine = is_own(words.plain, grammar.file.first_person)
    return MEDICINE in kinds or is_deed or is_answer or is_mine


def is_doubtful(
    matches: Sequence[Match], read: Sequence[Match], words: Words, grammar: Grammar
) -> bool:
    """Return whether a word of doubt stands outside the phrases that are known with it.

    "Takk skal du ha" holds none, nor does "jeg har tatt dem jeg skulle". "It was bitter but I took
    it" is sure, "I took it but" is not; "I must have taken it" is not, "I took it, now I must go"
    is.

    Args:
        matches: All that fit.
        read: Those of the reading; a report of taking among them parts what comes before and after.
        words: The utterance.
        grammar: Its language.
    """
    vetted = {
        index
        for match in matches
        if match.intent in VETTED or match.rule.use is Use.BESIDE or _is_long_filler(match)
        for index in range(match.start, match.end)
    }
    told = [match for match in read if match.intent == "taken"]
    begins = min((match.start for match in told), default=len(words.plain))
    ends = max((match.end for match in told), default=0)
    file = grammar.file
    return any(
        word in file.doubts
        or (word in file.doubts_before and index < begins)
        or (word in file.doubts_after and index >= ends)
        for index, word in enumerate(words.plain)
        if index not in vetted
    )


def _is_long_filler(match: Match) -> bool:
    return match.rule.use is Use.FILLER and match.end - match.start >= SPELT_OUT
