"""How one language is spoken to the robot: the sentences of its templates, in its own words."""

import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache

import numpy as np

from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER, IntentFile
from robot_nodes.dialogue.normalise import is_speakable, words_of
from robot_nodes.dialogue.phrases import FOLDER as PHRASES_FOLDER
from robot_nodes.dialogue.template_sentences import TemplateSentences, templates_of
from robot_nodes.speech.training.respelling import Respelling
from robot_nodes.speech.training.sentences import Wording, free_text
from schedules.locale import LANGUAGE_TAGS, Locale

DIALECT_CHANCE = 0.5
"""That a word which dialect bends, or speech contracts, is bent in a sentence that has such."""


class SpokenLanguage:
    """The sentences of one locale.

    The interpreter reads the bokmål file for nynorsk too, where bokmål words stand for the nynorsk
    ones; here they are turned back.
    """

    def __init__(self, locale: Locale) -> None:
        """Read the intent files that are understood for `locale`.

        Raises:
            IntentFileInvalid: one is missing or wrong.
        """
        grammar = _grammar(HEARD_TOGETHER[locale])
        self._sentences = TemplateSentences(grammar.file, grammar.numbers, free_text(locale))
        self._own = tuple(templates_of(IntentFile.read([locale])))
        model_locale = LANGUAGE_TAGS[locale].speech_model
        is_respelt = locale is not model_locale
        self._borrowed = tuple(templates_of(IntentFile.read([model_locale]))) if is_respelt else ()
        self._bent = Respelling.into_any(grammar.file.words)
        self._in_own_words = Respelling.into_language(
            grammar.file.words if is_respelt else {}, _words_said(locale, self._own)
        )
        self._noise = grammar.file.noise
        self._known = [
            *grammar.numbers,
            *(text for texts in free_text(locale).values() for text in texts),
        ]

    def wordings(self, most: int, random: np.random.Generator) -> Iterator[Wording]:
        """Yield one wording of up to `most` sentences for every template."""
        for template in self._own:
            drawn = self._sentences.drawn(template, most, random)
            said = (self._in_own_words.of(text, 1.0, random) for text in drawn)
            yield Wording(tuple(dict.fromkeys(said)))
        for template in self._borrowed:
            plain = Wording(self._sentences.drawn(template, most, random))
            yield _changed(plain, self._in_own_words, 1.0, random)

    def bent(self, plain: Wording, most: int, random: np.random.Generator) -> Wording:
        """Return up to `most` of the sentences of `plain` in dialect, or contracted."""
        return _changed(Wording(plain.variants[:most]), self._bent, DIALECT_CHANCE, random)

    def words(self) -> frozenset[str]:
        """Return every word of the templates, the numbers and the examples of free text."""
        words = {word for template in self._own for word in self._sentences.words(template)}
        words.update(word for text in self._known for word in words_of(text))
        return frozenset(filter(is_speakable, words | self._in_own_words.words))

    def forms(self) -> frozenset[str]:
        """Return every other word that is understood: dialect, contractions, "eh" and "hm"."""
        return self._bent.words | self._noise


@cache
def _grammar(locales: tuple[Locale, ...]) -> Grammar:
    return Grammar.load(locales)


def _words_said(locale: Locale, templates: tuple[str, ...]) -> Counter[str]:
    """Count the words of the templates and of what the robot itself says in `locale`."""
    with (PHRASES_FOLDER / f"{locale}.toml").open("rb") as file:
        by_group: dict[str, dict[str, str]] = tomllib.load(file)
    spoken = [text for group in by_group.values() for text in group.values()]
    return Counter(word for text in (*templates, *spoken) for word in words_of(text))


def _changed(
    plain: Wording, respelling: Respelling, chance: float, random: np.random.Generator
) -> Wording:
    """Return the sentences of `plain` that come out otherwise."""
    respelt = ((text, respelling.of(text, chance, random)) for text in plain.variants)
    return Wording(tuple(dict.fromkeys(said for text, said in respelt if said != text)))
