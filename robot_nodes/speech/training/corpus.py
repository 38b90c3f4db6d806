"""Everything a model is to hear: sentences and words.

The sentences are those of the model's own list and those that the intents' templates accept. The
Norwegian model hears bokmål and nynorsk.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from robot_nodes.dialogue.normalise import is_speakable
from robot_nodes.speech.training.sentences import (
    Wording,
    care_sentences,
    further_words,
    listed_wordings,
    vocabulary,
)
from robot_nodes.speech.training.spoken_language import SpokenLanguage
from schedules.locale import LANGUAGE_TAGS, Locale

MOST_VARIANTS, MOST_BENT = 120, 12
"""Sentences drawn from one template, and how many of them in dialect, or contracted, besides."""
WITH_BENT = frozenset({Locale.EN_GB})
"""Models that hear bent words too, which English contracts. Norwegian dialect is left out: no voice
here speaks it, and its many spellings make the small grammar of an answer ten times as large."""
_SEED = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Corpus:
    """What one model is made for."""

    wordings: tuple[Wording, ...]
    words: tuple[str, ...]
    """The vocabulary, sorted."""
    bent: frozenset[str]
    """Those of `words` that only stand for others: dialect, contractions, slips of the ear."""


def languages_of(model: Locale) -> tuple[Locale, ...]:
    """Return the locales that the model of `model` hears."""
    return tuple(locale for locale, tags in LANGUAGE_TAGS.items() if tags.speech_model is model)


@cache
def corpus_for(model: Locale) -> Corpus:
    """Return what the model of `model` is made for, the same at every call.

    Raises:
        IntentFileInvalid: a template is wrong.
    """
    random = np.random.default_rng(_SEED)
    listed = listed_wordings(model)
    wordings = list(listed)
    plain = {*vocabulary(listed), *further_words(model)}
    bent: set[str] = set()
    for locale in languages_of(model):
        language = SpokenLanguage(locale)
        said = list(language.wordings(MOST_VARIANTS, random))
        wordings += [Wording((sentence,)) for sentence in care_sentences(locale)]
        wordings += said
        plain |= language.words()
        if model in WITH_BENT:
            wordings += [language.bent(wording, MOST_BENT, random) for wording in said]
            bent |= language.forms()
    kept = tuple(wording for wording in wordings if wording.variants)
    every = filter(is_speakable, {*vocabulary(kept), *plain, *bent})
    words = tuple(sorted(every))
    return Corpus(wordings=kept, words=words, bent=frozenset(words) - plain)
