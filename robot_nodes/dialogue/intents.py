"""Text to intent: what a resident means, in each locale."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from robot_nodes.dialogue import emergency
from robot_nodes.dialogue.grammar import Grammar, Match, Use
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER
from robot_nodes.dialogue.meaning import CERTAIN, UNKNOWN, WEAK, meaning
from robot_nodes.dialogue.nearness import NEVER_GUESSED, straightened
from robot_nodes.dialogue.negation import without_denied
from robot_nodes.dialogue.normalise import Words
from robot_nodes.dialogue.reading import read
from robot_nodes.ports import Understanding
from schedules.locale import Locale

_WARM_UP = "hei"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Understands utterances in the locales that it was loaded with."""

    grammars: Mapping[Locale, Grammar]

    @classmethod
    def load(cls, locales: Iterable[Locale]) -> Self:
        """Read, compile and try out the intent files of `locales`.

        Raises:
            IntentFileInvalid: A file is missing or wrong.
        """
        wanted = {locale: HEARD_TOGETHER[locale] for locale in locales}
        loaded = {files: Grammar.load(files) for files in set(wanted.values())}
        interpreter = cls({locale: loaded[files] for locale, files in wanted.items()})
        for locale in interpreter.grammars:
            interpreter.understand(_WARM_UP, locale)
        return interpreter

    def understand(
        self, text: str, locale: Locale, expected: Collection[str] = ()
    ) -> Understanding:
        """Return what an utterance means, `unknown` where nothing clear was said.

        Args:
            text: As recognised; may be empty.
            locale: One of those loaded.
            expected: The intents that the robot has just asked for.

        Raises:
            KeyError: `locale` was not loaded.
        """
        grammar = self.grammars[locale]
        words = grammar.normaliser.words(text)
        understood = _understood(words, grammar, frozenset(expected))
        if understood is not UNKNOWN:
            return understood
        guessed = straightened(words, grammar.vocabulary)
        return UNKNOWN if guessed is None else _guess(guessed, grammar, frozenset(expected))

    def emergency(self, partial: str, locale: Locale) -> Understanding | None:
        """Return the cry for help in a transcript that may still grow, or None.

        A verb of falling at the very end is not yet a fall: "jeg falt" may become "jeg falt i
        søvn".

        Raises:
            KeyError: `locale` was not loaded.
        """
        grammar = self.grammars[locale]
        words = grammar.normaliser.words(partial)
        cries = emergency.cries(grammar.matches(words))
        settled = [
            cry for cry in cries if not (cry.intent == "fallen" and cry.end == len(words.plain))
        ]
        return _as_cry(settled) if settled else None

    def is_complete_answer(self, text: str, expected: Collection[str], locale: Locale) -> bool:
        """Return whether `text`, which may still grow, already answers what was asked.

        Raises:
            KeyError: `locale` was not loaded.
        """
        understood = self.understand(text, locale, expected)
        grammar = self.grammars[locale]
        words = grammar.normaliser.words(text)
        if not words.plain or words.plain[-1] in grammar.file.open_endings:
            return False
        return understood.intent in expected and understood.confidence >= CERTAIN


def _understood(words: Words, grammar: Grammar, expected: frozenset[str]) -> Understanding:
    matches = grammar.matches(words)
    cries = emergency.cries(matches)
    if cries:
        return _as_cry(cries)
    matches = [match for match in matches if not emergency.is_cry(match)]
    length = len(words.plain)
    reading = read(matches, length, {Use.HARMLESS}, expected)
    if reading.left_over and any(match.rule.use is Use.ALONE for match in reading.matches):
        reading = read(matches, length, {Use.HARMLESS, Use.ALONE, Use.WEAK}, expected)
    is_doubtful = not grammar.file.doubts.isdisjoint(words.plain)
    believed = without_denied(reading, words, grammar.file.negations)
    return meaning(believed, expected, is_doubtful=is_doubtful)


def _as_cry(cries: Sequence[Match]) -> Understanding:
    cry = emergency.gravest(cries)
    return Understanding(intent=cry.intent, slots=cry.slots, confidence=1.0)


def _guess(words: Words, grammar: Grammar, expected: frozenset[str]) -> Understanding:
    guess = _understood(words, grammar, expected)
    if guess.intent in NEVER_GUESSED:
        return UNKNOWN
    return replace(guess, confidence=round(guess.confidence * WEAK, 2))
