"""A report of taking a medicine among other words: whether one of them turns it round."""

from collections.abc import Sequence

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
    over = reading.left_over
    return bool(told) and not any(_is_undone(match, over, words, file) for match in told)


def _is_undone(match: Match, over: Sequence[int], words: Words, file: IntentFile) -> bool:
    """Return whether words make it another deed or a question: "out", "half", "when", "my tea"."""
    behind = range(match.end, min(match.end + REACH, len(words.plain)))
    if any(words.plain[index] in file.undo_taken for index in behind if index in over):
        return True
    before = {words.plain[index] for index in over if match.start - 2 <= index < match.start}
    is_own = words.plain[match.start] in file.first_person
    is_near = 0 in over and match.start <= REACH and not is_own
    is_asked = is_near and words.plain[0] in file.question_words
    is_turned = is_asked or not file.undo_before.isdisjoint(before)
    return is_turned or _is_of_another_thing(match, over, words, file)


def _is_of_another_thing(match: Match, over: Sequence[int], words: Words, file: IntentFile) -> bool:
    """Return whether what was taken stands outside the report, and is no medicine.

    "I have had" leaves it open; "I have taken those" may go on with "biscuits", and "kaffen" may
    stand before "har jeg tatt". "All gone" says of nothing by itself that it is a medicine.
    """
    reported = words.plain[match.start : match.end]
    is_deed = reported[-1] in file.deeds
    if is_deed and match.end in over and words.plain[match.end] not in file.beside_taken:
        return True
    is_open = (is_deed or reported[-1] in file.light_deeds) and file.pronouns.isdisjoint(reported)
    start = match.end
    while start < len(words.plain) and words.plain[start] in file.determiners:
        start += 1
    if start in over and (is_open or reported[-1] in file.determiners):
        is_meal = words.plain[start] in file.meals
        return is_meal or (is_open and _is_unknown(words.plain[start : start + REACH], file))
    near = range(match.start - REACH, match.end + 2)
    beside = [words.plain[index] for index in over if index in near]
    is_bare = len(reported) < SPELT_OUT and file.deeds.isdisjoint(reported)
    is_anything = is_open or (is_bare and not _names_medicine(reported, file))
    return is_anything and not file.meals.isdisjoint(beside)


def _is_unknown(thing: Sequence[str], file: IntentFile) -> bool:
    return not _names_medicine(thing, file) and thing[0] not in file.beside_taken


def _names_medicine(words: Sequence[str], file: IntentFile) -> bool:
    return any(MEDICINE in file.concepts.get(word, ()) for word in words)


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
    is. What was taken yesterday says nothing of today.

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
    if words.hold(file.long_ago):
        return True
    return any(
        word in file.doubts
        or (word in file.doubts_before and index < begins)
        or (word in file.doubts_after and index >= ends)
        for index, word in enumerate(words.plain)
        if index not in vetted
    )


def _is_long_filler(match: Match) -> bool:
    return match.rule.use is Use.FILLER and match.end - match.start >= SPELT_OUT
