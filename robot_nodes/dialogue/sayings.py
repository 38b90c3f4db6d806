"""Sentences drawn from the templates: what the grammar accepts, sampled and bounded.

The speech models take their vocabulary from here, and the second opinion learns from them.
"""

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from hassil.expression import (
    Alternative,
    Expression,
    Group,
    ListReference,
    RuleReference,
    TextChunk,
)
from hassil.parse_expression import parse_sentence
from unicode_rbnf import RbnfEngine

from robot_nodes.dialogue.intent_file import HEARD_TOGETHER, IntentFile
from robot_nodes.dialogue.normalise import words_of
from robot_nodes.dialogue.templates import NUMBERS
from schedules.locale import LANGUAGE_TAGS, Locale

PER_INTENT = 60
"""Sentences drawn for each intent unless asked otherwise."""
MINUTES = (2, 5, 10, 15, 20, 30, 40, 45)
HOURS = (2, 3, 4)
_FREE: Mapping[Locale, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        Locale.NB_NO: {"name": ("kari", "ola", "anne"), "reason_text": ("jeg blir dårlig",)},
        Locale.NN_NO: {"name": ("kari", "ola", "anne"), "reason_text": ("eg blir dårleg",)},
        Locale.EN_GB: {"name": ("mary", "john", "anne"), "reason_text": ("it makes me ill",)},
    }
)


@dataclass(frozen=True, slots=True)
class Saying:
    """One sentence, in lower case and without punctuation, and the intent of its template."""

    intent: str
    text: str


def sayings(locale: Locale, per_intent: int = PER_INTENT, seed: int = 0) -> tuple[Saying, ...]:
    """Return up to `per_intent` different sentences of each intent in the locale's own file.

    Every template gives one before any gives a second; the same arguments give the same
    sentences. Hints are no sentences and give none.

    Raises:
        IntentFileInvalid: A file is missing or wrong.
    """
    file, rules = IntentFile.read((locale,)), IntentFile.read(HEARD_TOGETHER[locale])
    draw = _Draw(locale, replace(rules, rules={**rules.rules, **file.rules}), random.Random(seed))  # noqa: S311 - a sample, no secret
    return tuple(
        Saying(intent, text)
        for intent, saids in file.intents.items()
        for text in _texts(
            draw, [t for said in saids for t in said.sentences + said.alone + said.weak], per_intent
        )
    )


def vocabulary(locale: Locale, per_intent: int = PER_INTENT, seed: int = 0) -> frozenset[str]:
    """Return the words of the sampled sentences."""
    return frozenset(w for said in sayings(locale, per_intent, seed) for w in said.text.split())


def _texts(draw: "_Draw", templates: Sequence[str], wanted: int) -> list[str]:
    """Go round the templates, shuffled, until enough are drawn or nothing new comes."""
    order = draw.shuffled(templates)
    found: dict[str, None] = {}
    rounds = max(1, 3 * wanted // max(1, len(order)))
    for _ in range(rounds):
        for template in order:
            if len(found) == wanted:
                return list(found)
            text = " ".join(words_of(draw.one_of(template)))
            if text:
                found[text] = None
    return list(found)


@dataclass(frozen=True, slots=True)
class _Draw:
    """Draws one reading of a template: each choice with equal chance."""

    locale: Locale
    file: IntentFile
    chance: random.Random
    parsed: dict[str, Expression] = field(default_factory=dict)

    def shuffled(self, templates: Sequence[str]) -> list[str]:
        return self.chance.sample(templates, len(templates))

    def one_of(self, template: str) -> str:
        return "".join(self._parts(self._expression(template)))

    def _expression(self, template: str) -> Expression:
        if template not in self.parsed:
            self.parsed[template] = parse_sentence(template).expression
        return self.parsed[template]

    def _parts(self, expression: Expression) -> Iterator[str]:
        match expression:
            case TextChunk():
                yield expression.original_text
            case Alternative():
                yield from self._parts(self._choice(expression))
            case Group():
                for item in expression.items:
                    yield from self._parts(item)
            case RuleReference():
                yield self.one_of(f"({self.file.rules[expression.rule_name]})")
            case ListReference():
                yield self._listed(expression.list_name)
            case _:
                raise TypeError(f"{type(expression).__name__} is not used here")

    def _choice(self, options: Alternative) -> Expression:
        """An optional part is left out half of the time."""
        if options.is_optional and self.chance.random() < 0.5:  # noqa: PLR2004 - a half
            return TextChunk.empty()
        return self.chance.choice(options.items)

    def _listed(self, name: str) -> str:
        if name in self.file.lists:
            lines = self.file.lists[name].values()
            return self.one_of(f"({'|'.join(line for group in lines for line in group)})")
        if name in NUMBERS:
            return self._number(MINUTES if name == "minutes" else HOURS)
        return self.chance.choice(_FREE[self.locale].get(name, ("",)))

    def _number(self, values: Sequence[int]) -> str:
        engine = RbnfEngine.for_language(LANGUAGE_TAGS[self.locale].hassil_language)
        return engine.format_number(self.chance.choice(values)).text.replace("é", "e")
