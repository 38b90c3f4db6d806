"""Sentences that the intents' templates accept, drawn at random.

A template may stand for millions of sentences: some of each are drawn, the same for the same
random numbers. The speech models take their vocabulary from here, and the second opinion learns
from them.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import numpy as np
from hassil.expression import (
    Alternative,
    Expression,
    ListReference,
    RuleReference,
    TextChunk,
)
from hassil.expression import Sequence as Row
from hassil.parse_expression import parse_sentence

from robot_nodes.dialogue.intent_file import IntentFile
from robot_nodes.dialogue.normalise import is_speakable, words_of
from robot_nodes.dialogue.templates import NUMBERS

_Item = TypeVar("_Item")

OPTION_CHANCE = 0.35
"""That what may be left out is said."""
COMMON_NUMBERS = frozenset((*range(1, 13), 15, 20, 25, 30, 40, 45, 50, 60, 90))
COMMON_CHANCE = 0.7
_GAP = "gap"
_DRAWS_PER_VARIANT = 2
"""Many draws repeat one another where a template stands for little."""


class TemplateSentences:
    """Draws sentences from templates with the lists, rules and numbers of one grammar."""

    def __init__(
        self,
        file: IntentFile,
        numbers: Mapping[str, int],
        free_text: Mapping[str, Sequence[str]],
    ) -> None:
        """Use `free_text` (slot -> what to say) wherever a template takes any words."""
        self._file = file
        self._free_text = free_text
        self._numbers: defaultdict[bool, list[str]] = defaultdict(list)
        for word, value in sorted(numbers.items()):
            self._numbers[value in COMMON_NUMBERS].append(word)
        self._expressions: dict[str, Expression] = {}

    def drawn(self, template: str, most: int, random: np.random.Generator) -> tuple[str, ...]:
        """Return up to `most` sentences of `template`, each once; numerals are left out."""
        expression = self._parsed(template)
        drawn: dict[str, None] = {}
        for _ in range(_DRAWS_PER_VARIANT * most):
            words = words_of(" ".join(self._said(expression, random)))
            if words and all(map(is_speakable, words)):
                drawn[" ".join(words)] = None
            if len(drawn) == most:
                break
        return tuple(drawn)

    def words(self, template: str) -> Iterator[str]:
        """Yield every word that any sentence of `template` may hold, but those of free text."""
        for text in self._texts(self._parsed(template), set()):
            yield from filter(is_speakable, words_of(text))

    def _said(self, expression: Expression, random: np.random.Generator) -> Iterator[str]:
        match expression:
            case TextChunk():
                yield expression.text
            case Alternative():
                yield from self._said(_chosen(expression, random), random)
            case Row():
                for item in expression.items:
                    yield from self._said(item, random)
            case RuleReference():
                yield from self._said(self._rule(expression.rule_name), random)
            case ListReference():
                yield f" {self._in_slot(expression.list_name, random)} "
            case _:
                raise TypeError(f"{type(expression).__name__} is not used here")

    def _in_slot(self, name: str, random: np.random.Generator) -> str:
        if name == _GAP:
            return ""
        if name in NUMBERS:
            is_common = bool(random.random() < COMMON_CHANCE)
            return _one_of(self._numbers[is_common], random)
        if name in self._free_text:
            return _one_of(self._free_text[name], random)
        templates = _one_of(list(self._file.lists[name].values()), random)
        return "".join(self._said(self._parsed(_one_of(templates, random)), random))

    def _texts(self, expression: Expression, seen: set[str]) -> Iterator[str]:
        """Yield all text that is reached; each list and rule in `seen` was walked already."""
        match expression:
            case TextChunk():
                yield expression.text
            case Alternative() | Row():
                for item in expression.items:
                    yield from self._texts(item, seen)
            case RuleReference() if expression.rule_name not in seen:
                seen.add(expression.rule_name)
                yield from self._texts(self._rule(expression.rule_name), seen)
            case ListReference() if expression.list_name not in seen:
                seen.add(expression.list_name)
                for templates in self._file.lists.get(expression.list_name, {}).values():
                    for template in templates:
                        yield from self._texts(self._parsed(template), seen)
            case _:
                pass

    def _rule(self, name: str) -> Expression:
        return self._parsed(self._file.rules[name])

    def _parsed(self, text: str) -> Expression:
        if text not in self._expressions:
            self._expressions[text] = parse_sentence(f"({text})").expression
        return self._expressions[text]


def templates_of(file: IntentFile) -> Iterator[str]:
    """Yield every template of `file` that an utterance may fit, also those that call nobody."""
    yield from file.fillers
    yield from file.harmless
    for saids in file.intents.values():
        for said in saids:
            yield from (*said.sentences, *said.alone, *said.weak, *said.hints)


def _chosen(choice: Alternative, random: np.random.Generator) -> Expression:
    items: Sequence[Expression] = choice.items
    if choice.is_optional:
        said = [item for item in items if not (isinstance(item, TextChunk) and item.is_empty)]
        if not said or random.random() >= OPTION_CHANCE:
            return TextChunk(" ")
        items = said
    return items[int(random.integers(len(items)))]


def _one_of(items: Sequence[_Item], random: np.random.Generator) -> _Item:
    return items[int(random.integers(len(items)))]
