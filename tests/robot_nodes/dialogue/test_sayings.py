import pytest

from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.sayings import sayings
from schedules.locale import Locale

LEAST_UNDERSTOOD = 0.9
"""Ratio 0-1: a template drawn at random, with all that it allows, may fit another one better."""


@pytest.mark.parametrize("locale", Locale)
def test_every_intent_gives_sentences_and_no_more_than_asked(locale: Locale) -> None:
    drawn = sayings(locale, per_intent=5)
    counts = {said.intent: sum(s.intent == said.intent for s in drawn) for said in drawn}
    assert len(counts) > 35
    assert max(counts.values()) <= 5


@pytest.mark.parametrize("locale", Locale)
def test_the_same_seed_draws_the_same_sentences(locale: Locale) -> None:
    assert sayings(locale, 3, seed=7) == sayings(locale, 3, seed=7)
    assert sayings(locale, 3, seed=7) != sayings(locale, 3, seed=8)


@pytest.mark.parametrize("locale", Locale)
def test_what_is_drawn_from_the_templates_is_understood(
    interpreter: Interpreter, locale: Locale
) -> None:
    drawn = sayings(locale, per_intent=20)
    right = [
        said for said in drawn if interpreter.understand(said.text, locale).intent == said.intent
    ]
    assert len(right) / len(drawn) >= LEAST_UNDERSTOOD
