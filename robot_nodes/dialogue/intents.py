"""Text to intent: what a resident means, in each locale."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Self

from robot_nodes.dialogue import emergency
from robot_nodes.dialogue.emergency import EMERGENCIES
from robot_nodes.dialogue.grammar import Grammar, Match, Use
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER
from robot_nodes.dialogue.judgement import cried, is_own, is_sure_cry, judged
from robot_nodes.dialogue.meaning import (
    CERTAIN,
    GRAVE,
    UNKNOWN,
    WEAK,
    YES_NO,
    meaning,
    weightiest,
    without_mere_times,
)
from robot_nodes.dialogue.nearness import NEVER_GUESSED, straightened
from robot_nodes.dialogue.negation import without_denied
from robot_nodes.dialogue.normalise import Words
from robot_nodes.dialogue.opinion import Opinion, SecondOpinion
from robot_nodes.dialogue.reading import BY_ITSELF, read
from robot_nodes.dialogue.report import is_doubtful, is_report, is_spelt_out
from robot_nodes.ports import Understanding
from schedules.locale import Locale

UNUSED = frozenset({Use.HARMLESS, Use.HINT})
"""Kinds of template that are not part of an ordinary reading."""
TROUBLE = frozenset({"fall", "hurts", "ill", "stuck", "danger"})
"""Kinds of word of somebody who has fallen, is ill, or sees a fire."""
OTHER_PEOPLE = frozenset({"relative", "name", "media"})
"""Kinds of word that name somebody else, or tell where a story comes from."""
SHORT = 4
"""Words up to which an utterance is taken to be the resident's own."""
_WARM_UP = "hei"


@dataclass(frozen=True, slots=True)
class Interpreter:
    """Understands utterances in the locales that it was loaded with."""

    grammars: Mapping[Locale, Grammar]
    opinions: Mapping[Locale, SecondOpinion]

    @classmethod
    def load(cls, locales: Iterable[Locale]) -> Self:
        """Read, compile and try out the intent files of `locales`, and read their models.

        Raises:
            IntentFileInvalid: A file is missing or wrong.
            OpinionMissing: A model is missing or of another version.
        """
        wanted = {locale: HEARD_TOGETHER[locale] for locale in locales}
        loaded = {files: Grammar.load(files) for files in set(wanted.values())}
        models = {
            files: SecondOpinion.load(files, grammar.kinds) for files, grammar in loaded.items()
        }
        interpreter = cls(
            {locale: loaded[files] for locale, files in wanted.items()},
            {locale: models[files] for locale, files in wanted.items()},
        )
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
        wanted = frozenset(expected)
        told, is_hint = _told(words, grammar, wanted)
        if told.intent == "taken" and not ("taken" in wanted or is_spelt_out(words, grammar)):
            return UNKNOWN
        if told is UNKNOWN and _is_filler(words, grammar):
            return UNKNOWN
        opinion = self.opinions[locale].of(words.plain, wanted)
        understood = _weighed(told, opinion, words, grammar, wanted, is_hint=is_hint)
        if _is_vague(understood, wanted):
            begun = _begun(words, grammar, wanted)
            understood = understood if begun is UNKNOWN else begun
        if understood.intent == UNKNOWN.intent or _is_unsure(understood, words, grammar, wanted):
            return UNKNOWN
        return replace(
            understood, slots={**grammar.found(understood.intent, words), **understood.slots}
        )

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

        "Om litt" does, though "litt" often has something to follow: what follows a whole phrase of
        putting off or refusing changes little. It would turn "det har jeg" round, unless a yes
        stands before it.

        Raises:
            KeyError: `locale` was not loaded.
        """
        understood = self.understand(text, locale, expected)
        grammar = self.grammars[locale]
        words = grammar.normaliser.words(text)
        if understood.intent not in expected or understood.confidence < CERTAIN:
            return False
        is_open = words.plain[-1] in grammar.file.open_endings
        return not is_open or _ends_whole(grammar.matches(words), understood.intent, words)


def _weighed(
    told: Understanding,
    opinion: Opinion,
    words: Words,
    grammar: Grammar,
    expected: frozenset[str],
    *,
    is_hint: bool,
) -> Understanding:
    """Return what templates and opinion come to, by whose trouble it is and whether it is now.

    "He is a pain in the neck" holds a phrase that is known not to ache: no opinion overrules it.
    """
    is_story = _calls_nobody(words, grammar)
    is_mine = is_own(words.plain, grammar.file.first_person) or _is_of_nobody(words, grammar)
    is_now = (is_mine or is_sure_cry(opinion)) and not is_story
    understood = judged(told, is_hint=is_hint, opinion=opinion, expected=expected, is_own=is_now)
    if is_story and understood.intent in GRAVE and told.intent not in GRAVE:
        return told
    call = cried(understood, opinion, expected)
    is_call = call is not understood and is_now and told.intent != "taken"
    return call if is_call and grammar.file.tales.isdisjoint(words.plain) else understood


def _is_unsure(
    understood: Understanding, words: Words, grammar: Grammar, expected: frozenset[str]
) -> bool:
    """Return whether "who knows" was said of a medicine, or "I have" of a meal: no answer to it."""
    if "taken" not in expected or understood.confidence >= CERTAIN:
        return False
    is_of_meal = not grammar.file.meals.isdisjoint(words.plain)
    if understood.intent == "affirm" and is_of_meal:
        return True
    return understood.intent in YES_NO | {"refuse"} and words.hold(grammar.file.unsure)


def _is_vague(understood: Understanding, expected: frozenset[str]) -> bool:
    """Return whether a yes or no at the beginning says more: a guess, or that no help is needed."""
    is_other = understood.intent not in expected | EMERGENCIES | GRAVE
    return is_other and (understood.confidence < WEAK or understood.intent == "cancel_help")


def _begun(words: Words, grammar: Grammar, expected: frozenset[str]) -> Understanding:
    """Return the yes or no before a story about oneself, where one was asked for, else `unknown`.

    "Yes, I had a bit of toast" answers "have you eaten". Of a medicine the story itself decides.
    """
    if not expected >= YES_NO or "taken" in expected:
        return UNKNOWN
    matches = grammar.matches(words)
    whole = [match for match in matches if not any(other.holds(match) for other in matches)]
    said = {match.intent: match.start for match in reversed(whole) if match.intent in YES_NO}
    is_first = set(said.values()) == {0} and len(said) == 1
    is_mine = is_own(words.plain, grammar.file.first_person)
    if not (is_first and is_mine):
        return UNKNOWN
    answer = next(iter(said))
    if answer == "affirm" and is_doubtful(matches, (), words, grammar):
        return UNKNOWN
    return Understanding(intent=answer, confidence=WEAK)


def _ends_whole(matches: Sequence[Match], intent: str, words: Words) -> bool:
    """Return whether the last words are a whole phrase of the intent, and no "not" can undo it."""
    last = [
        match
        for match in matches
        if match.intent == intent and match.end == len(words.plain) and match.end > match.start + 1
    ]
    if intent in {"later", "refuse", "deny"}:
        return any(match.rule.use is not Use.HINT for match in last)
    return any(
        yes.intent == "affirm" and yes.end <= match.start for yes in matches for match in last
    )


def _told(words: Words, grammar: Grammar, expected: frozenset[str]) -> tuple[Understanding, bool]:
    """Return what the templates say, and whether they fit only bent words or are mere hints."""
    understood = _understood(words, grammar, expected)
    if understood is not UNKNOWN:
        return understood, False
    guessed = straightened(words, grammar.vocabulary)
    if guessed is not None:
        understood = _guess(_understood(guessed, grammar, expected))
    if understood is UNKNOWN:
        understood = _hinted(guessed or words, grammar, expected)
    return understood, True


def _understood(words: Words, grammar: Grammar, expected: frozenset[str]) -> Understanding:
    matches = grammar.matches(words)
    cries = emergency.cries(matches)
    if cries:
        return _as_cry(cries)
    matches = [m for m in emergency.sheltered(matches) if not emergency.is_cry(m)]
    if any(match.intent == "taken" for match in matches):
        matches += grammar.beside(words)
    length = len(words.plain)
    reading = read(matches, length, UNUSED, expected)
    reading = without_mere_times(reading, words, grammar.file.beside_taken)
    is_whole = not reading.left_over or is_report(reading, words, grammar.file)
    if not is_whole and any(match.rule.use in BY_ITSELF for match in reading.matches):
        reading = read(matches, length, UNUSED | BY_ITSELF | {Use.BESIDE}, expected)
    believed = without_denied(reading, words, grammar.file)
    in_doubt = is_doubtful(matches, reading.matches, words, grammar)
    return meaning(believed, expected, is_doubtful=in_doubt)


def _is_of_nobody(words: Words, grammar: Grammar) -> bool:
    """Return whether it tells of trouble and of no other person: "slipped on the wet tiles"."""
    kinds = [set(grammar.kinds.get(word, ())) for word in words.plain]
    is_trouble = not all(map(TROUBLE.isdisjoint, kinds))
    is_alone = all(map(OTHER_PEOPLE.isdisjoint, kinds))
    return is_trouble and is_alone and grammar.file.others.isdisjoint(words.plain)


def _calls_nobody(words: Words, grammar: Grammar) -> bool:
    """Return whether it holds a phrase of the past, of others or of a film: no cry of now."""
    return any(match.rule.use is Use.HARMLESS for match in grammar.matches(words))


def _is_filler(words: Words, grammar: Grammar) -> bool:
    """Return whether nothing was said but words that add nothing: "nå", "well then"."""
    if len(words.plain) > SHORT:
        return False
    fillers = [match for match in grammar.matches(words) if match.rule.use is Use.FILLER]
    return not read(fillers, len(words.plain), (), ()).left_over


def _as_cry(cries: Sequence[Match]) -> Understanding:
    cry = emergency.gravest(cries)
    return Understanding(intent=cry.intent, slots=cry.slots, confidence=1.0)


def _guess(understood: Understanding) -> Understanding:
    """Return what a guess is worth: less, and nothing where no guess is allowed."""
    if understood.intent in {*NEVER_GUESSED, UNKNOWN.intent}:
        return UNKNOWN
    return replace(understood, confidence=round(understood.confidence * WEAK, 2))


def _hinted(words: Words, grammar: Grammar, expected: frozenset[str]) -> Understanding:
    """Return what single words hint at, where a resident says "I", asks or says little.

    A question tells nobody's illness.
    """
    is_own = len(words.plain) <= SHORT or not grammar.file.first_person.isdisjoint(words.plain)
    is_question = not grammar.file.question_words.isdisjoint(words.plain[:1])
    if not (is_own or is_question):
        return UNKNOWN
    hints = [
        match
        for match in emergency.sheltered(grammar.matches(words))
        if match.rule.use is Use.HINT and (is_own or match.intent not in GRAVE)
    ]
    reading = read(hints, len(words.plain), frozenset(), expected)
    believed = without_denied(reading, words, grammar.file)
    return _guess(weightiest(believed, expected))
