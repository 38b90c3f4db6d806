from functools import cache
from itertools import pairwise

import pytest

from robot_nodes.dialogue.agreement import CONSEQUENCES
from robot_nodes.dialogue.asked_phrases import AskedPhrases
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.scale import SCORES
from robot_nodes.speech.speech_models import model_for
from robot_nodes.speech.vosk_recogniser import VoskModel
from schedules.locale import Locale

LOCALES = (Locale.NB_NO, Locale.EN_GB)
SAID = {
    Locale.NB_NO: {
        "affirm": ("ja", "ja takk"),
        "taken": ("jeg har tatt den",),
        "not_taken": ("jeg har ikke tatt den", "eg har ikkje teke den"),
        "later": ("om litt", "om ti minutter"),
        "help": ("hjelp", "hjelp meg"),
        "fallen": ("jeg har falt",),
    },
    Locale.EN_GB: {
        "affirm": ("yes",),
        "not_taken": ("i have not taken it", "i haven't taken it"),
        "help": ("help", "help me"),
        "fallen": ("i have fallen",),
    },
}


@cache
def book(locale: Locale) -> AskedPhrases:
    interpreter = Interpreter.load([locale])
    vocabulary = VoskModel(model_for(locale)).vocabulary()
    return AskedPhrases.of(interpreter.grammars[locale], vocabulary)


def neighbours(phrases: tuple[str, ...]) -> set[tuple[str, str]]:
    words = [("", *phrase.split(), "") for phrase in phrases]
    return {pair for row in words for pair in pairwise(row)}


@pytest.mark.parametrize("locale", LOCALES)
def test_the_small_grammar_allows_what_residents_answer(locale: Locale) -> None:
    for intent, sentences in SAID[locale].items():
        known = neighbours(book(locale).phrases([intent]))
        lacking = [s for s in sentences if not neighbours((s,)) <= known]
        assert lacking == []


@pytest.mark.parametrize("locale", LOCALES)
def test_every_phrase_is_in_words_that_the_recogniser_knows(locale: Locale) -> None:
    vocabulary = VoskModel(model_for(locale)).vocabulary()
    phrases = book(locale).phrases(CONSEQUENCES)
    assert phrases
    assert vocabulary.issuperset(word for phrase in phrases for word in phrase.split())


@pytest.mark.parametrize(("locale", "word"), [(Locale.NB_NO, "fire"), (Locale.EN_GB, "four")])
def test_the_small_grammar_knows_the_numbers_of_the_scale(locale: Locale, word: str) -> None:
    assert book(locale).phrases(["score_4"]) == (word,)
    assert all(book(locale).phrases([score]) for score in SCORES)
    assert set(book(locale).phrases(CONSEQUENCES)).isdisjoint({word}), "only where it is asked for"


def test_an_intent_that_is_not_known_has_no_phrases() -> None:
    assert book(Locale.NB_NO).phrases(["sing"]) == ()
