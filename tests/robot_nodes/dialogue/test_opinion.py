import re
from pathlib import Path

import numpy as np
import pytest

from robot_nodes.dialogue.features import SIZE, features
from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.intent_file import HEARD_TOGETHER
from robot_nodes.dialogue.normalise import Normaliser
from robot_nodes.dialogue.opinion import FOLDER, OpinionMissing, SecondOpinion, path_of
from robot_nodes.dialogue.training import examples
from robot_nodes.dialogue.training.examples import Example
from robot_nodes.dialogue.training.fitting import fit
from schedules.locale import Locale

NB = Locale.NB_NO
LARGEST = 2_000_000
"""Bytes of all models together."""
LEAST_LEARNT = 0.97
"""Ratio 0-1 of what it learnt from that the stored model tells: less, and it is another's model."""


def example(intent: str, text: str) -> Example:
    return Example(locale=NB, voice="test", intent=intent, text=text)


TWO = (
    *(example("ask_time", text) for text in ("hva er klokka", "si meg klokka", "klokka takk")),
    *(example("pain", text) for text in ("vondt i foten", "jeg har vondt", "så vondt i kneet")),
)


def small_model() -> SecondOpinion:
    return fit(TWO, Normaliser({}, frozenset()), {})


def test_features_have_length_one_and_places_within_the_model() -> None:
    places, values = features(("jeg", "har", "vondt"), {"vondt": ("hurts",)})
    assert float((values**2).sum()) == pytest.approx(1, abs=1e-4)
    assert places.max() < SIZE


def test_it_learns_what_words_mean() -> None:
    model = small_model()
    assert model.of(("hvor", "mye", "er", "klokka")).intent == "ask_time"
    assert model.of(("vondt", "i", "armen")).intent == "pain"


def test_what_was_just_asked_is_likelier() -> None:
    model = small_model()
    assert model.of(("tja",), {"pain"}).intent == "pain"
    assert model.of(("tja",), {"ask_time"}).intent == "ask_time"


def test_silence_is_unknown() -> None:
    assert small_model().of(()).intent == "unknown"


def test_the_same_examples_give_the_same_file(tmp_path: Path) -> None:
    first = small_model().save((NB,), tmp_path / "a").read_bytes()
    second = small_model().save((NB,), tmp_path / "b").read_bytes()
    assert first == second


def test_a_stored_model_says_nearly_the_same(tmp_path: Path) -> None:
    model = small_model()
    model.save((NB,), tmp_path)
    stored = SecondOpinion.load((NB,), {}, tmp_path)
    assert stored.intents == model.intents
    assert np.abs(stored.weights - model.weights).max() <= np.abs(model.weights).max() / 127


@pytest.mark.parametrize("content", [None, b"no model"])
def test_a_missing_or_broken_model_is_refused_with_the_remedy(
    tmp_path: Path, content: bytes | None
) -> None:
    if content is not None:
        path_of((NB,), tmp_path).write_bytes(content)
    with pytest.raises(OpinionMissing, match=re.escape("nb_NO.npz is missing")):
        SecondOpinion.load((NB,), {}, tmp_path)


def test_the_models_are_small() -> None:
    assert sum(path.stat().st_size for path in FOLDER.glob("*.npz")) < LARGEST


@pytest.mark.parametrize("locales", sorted(set(HEARD_TOGETHER.values())))
def test_the_stored_model_is_the_one_that_the_examples_give(locales: tuple[Locale, ...]) -> None:
    grammar = Grammar.load(locales)
    model, normaliser = SecondOpinion.load(locales, grammar.kinds), grammar.normaliser
    learnt = [e for e in examples.of(locales) if e.voice != examples.TEMPLATES]
    right = [e for e in learnt if model.of(normaliser.words(e.text).plain).intent == e.intent]
    assert len(right) / len(learnt) >= LEAST_LEARNT
