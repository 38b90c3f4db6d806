"""The corpus of the real intent files: what the models are made for."""

import tomllib
from pathlib import Path

import numpy as np
import pytest

from robot_nodes.dialogue.normalise import is_speakable, words_of
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.training.corpus import Corpus, corpus_for, languages_of
from robot_nodes.speech.training.spoken_language import SpokenLanguage
from robot_nodes.speech.training.voices import ACCENTS
from schedules.locale import LANGUAGE_TAGS, Locale

SCENARIOS = Path(__file__).parents[4] / "sim" / "scenarios"
LARGEST_SHARE_UNHEARD = 0.03
"""Of the grammar's words: the graph is renewed when the templates have grown, not with each."""


@pytest.fixture(scope="module", params=list(ACCENTS))
def corpus(request: pytest.FixtureRequest) -> tuple[Locale, Corpus]:
    return request.param, corpus_for(request.param)


def heard_by_model(locale: Locale) -> set[str]:
    table = model_for(locale) / "graph" / "words.txt"
    return {line.split()[0] for line in table.read_text(encoding="utf-8").splitlines()}


def test_one_norwegian_model_hears_both_languages() -> None:
    assert languages_of(Locale.NB_NO) == (Locale.NB_NO, Locale.NN_NO)
    assert {"ikke", "ikkje", "jeg", "eg"} <= set(corpus_for(Locale.NB_NO).words)


def test_nynorsk_says_with_its_own_words_what_the_bokmal_file_lists() -> None:
    random = np.random.default_rng(1)
    said = {
        text
        for wording in SpokenLanguage(Locale.NN_NO).wordings(60, random)
        for text in wording.variants
    }
    assert any(text.startswith("eg har ikkje teke ") for text in said)
    assert not any("jeg" in text.split() for text in said)


def test_every_word_is_in_the_vocabulary_and_can_be_spoken(
    corpus: tuple[Locale, Corpus],
) -> None:
    _, found = corpus
    assert {w for wording in found.wordings for v in wording.variants for w in v.split()} <= set(
        found.words
    )
    assert all(map(is_speakable, found.words))
    assert found.bent < set(found.words)


def test_the_committed_model_hears_what_the_templates_accept(
    corpus: tuple[Locale, Corpus],
) -> None:
    locale, found = corpus
    plain = set(found.words) - found.bent
    unheard = plain - heard_by_model(locale)
    assert len(unheard) / len(plain) <= LARGEST_SHARE_UNHEARD, sorted(unheard)


@pytest.mark.parametrize("locale", list(Locale))
def test_the_committed_model_hears_every_word_of_the_simulated_residents(locale: Locale) -> None:
    with (SCENARIOS / f"morning.{locale}.toml").open("rb") as file:
        lines = tomllib.load(file)["lines"]
    words = {word for line in lines for word in words_of(line["answer"])}
    assert words <= heard_by_model(LANGUAGE_TAGS[locale].speech_model)
