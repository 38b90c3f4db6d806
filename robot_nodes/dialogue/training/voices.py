"""How an unheard voice is understood: each voice in turn is held out from what the model learns."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.labelled import Score, score
from robot_nodes.dialogue.training import examples
from robot_nodes.dialogue.training.fitting import fit
from schedules.locale import Locale


@dataclass(frozen=True, slots=True)
class HeldOut:
    """One voice, and how it was understood by a model that had never heard it."""

    voice: str
    score: Score


def held_out(locales: Sequence[Locale]) -> Iterator[HeldOut]:
    """Yield every voice of `locales` that somebody wrote.

    The templates have been widened with some of these sentences in view: the figure flatters
    them, and the model not at all.
    """
    everything = examples.of(locales)
    grammar = Grammar.load(locales)
    voices = dict.fromkeys(e.voice for locale in locales for e in examples.written(locale))
    for voice in voices:
        own = [example for example in everything if example.voice == voice]
        rest = [example for example in everything if example.voice != voice]
        model = fit(rest, grammar.normaliser, grammar.kinds)
        locale = own[0].locale
        interpreter = Interpreter({locale: grammar}, {locale: model})
        yield HeldOut(voice, score(((e.intent, e.text) for e in own), interpreter, locale))
