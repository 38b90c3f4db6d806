"""Sentence templates in hassil's notation, compiled to patterns over whole plain words."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from hassil.errors import HassilError
from hassil.expression import (
    Alternative,
    Expression,
    ListReference,
    RuleReference,
    Sequence,
    TextChunk,
)
from hassil.parse_expression import parse_sentence
from hassil.parser import ParseError

from robot_nodes.dialogue.intent_file import IntentFile, IntentFileInvalid
from robot_nodes.dialogue.normalise import Normaliser

FREE_TEXT = frozenset({"question", "errand_text", "reason_text", "rest"})
"""Slots that take any words. Only `rest`, where the meaning is known, may hold a cry."""
NAME = "name"
"""A slot that takes any words but those that no name holds."""
NUMBERS = frozenset({"minutes", "hours", "hour", "half_to", "half_past"})
"""Slots that take a number. Hours of the clock become the slot `time`."""
LONGEST_FREE_TEXT = 20
"""Words."""
LONGEST_NAME = 3
"""Words."""
LONGEST_GAP = 3
"""Words that {gap} may skip."""
_ANYTHING = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """One template: a pattern over plain words, each followed by a space."""

    pattern: re.Pattern[str]
    slots: tuple[tuple[str, str, str], ...]
    """Group in the pattern, slot, and the slot's value (empty: the words as said)."""
    first_words: frozenset[str]
    """What it can begin with; `*` for anything."""
    source: str


@dataclass(slots=True)
class _Compilation:
    """The groups met while one template is written as a pattern."""

    slots: list[tuple[str, str, str]] = field(default_factory=list)

    def group(self, slot: str, value: str) -> str:
        name = f"g{len(self.slots)}"
        self.slots.append((name, slot, value))
        return name


class TemplateCompiler:
    """Compiles templates with the lists, rules and numbers of one locale."""

    def __init__(
        self, file: IntentFile, normaliser: Normaliser, numbers: Mapping[str, int]
    ) -> None:
        """Use `numbers` (number word -> value) wherever a template has {minutes} or {hours}."""
        self._file = file
        self._normaliser = normaliser
        by_length = sorted(numbers, key=len, reverse=True)
        self._number = rf"(?:\d+|{'|'.join(map(re.escape, by_length))}) "
        guarded = "|".join(f"{re.escape(word)} " for word in sorted(file.emergency_words))
        self._free = rf"(?:(?!{guarded})\S+ ){{1,{LONGEST_FREE_TEXT}}}"
        self._rest = rf"(?:\S+ ){{1,{LONGEST_FREE_TEXT}}}"
        unnamed = "|".join(
            f"{re.escape(word)} " for word in sorted(file.never_names | file.emergency_words)
        )
        self._name = rf"(?:(?!{unnamed})\S+ ){{1,{LONGEST_NAME}}}"
        unsaid = "|".join(f"{re.escape(word)} " for word in sorted(file.negations))
        self._gap = rf"(?:(?!{guarded}|{unsaid})\S+ ){{0,{LONGEST_GAP}}}?"
        self._plain_words: dict[str, tuple[str, ...]] = {}
        self._expressions: dict[str, Expression] = {}
        self.vocabulary: set[str] = set(numbers)

    def compile(self, source: str) -> Template:
        """Return the compiled template.

        Raises:
            IntentFileInvalid: It is malformed, or names a list or rule that is not there.
        """
        try:
            expression = parse_sentence(source).expression
            compilation = _Compilation()
            pattern = re.compile(self._pattern(expression, compilation))
            first_words = frozenset(self._first_words(expression))
        except (HassilError, ParseError, KeyError, re.error) as fault:
            raise IntentFileInvalid(f"template {source!r}: {fault!r}") from fault
        if pattern.fullmatch(""):
            raise IntentFileInvalid(f"template {source!r}: it fits where nothing is said")
        return Template(
            pattern=pattern,
            slots=tuple(compilation.slots),
            first_words=first_words - {""} or frozenset({_ANYTHING}),
            source=source,
        )

    def _plain(self, text: str) -> tuple[str, ...]:
        if text not in self._plain_words:
            self._plain_words[text] = self._normaliser.words(text).plain
            self.vocabulary.update(self._plain_words[text])
        return self._plain_words[text]

    def _pattern(self, expression: Expression, compilation: _Compilation) -> str:
        match expression:
            case TextChunk():
                return "".join(f"{re.escape(word)} " for word in self._plain(expression.text))
            case Alternative():
                options = {self._pattern(item, compilation): None for item in expression.items}
                longest_first = sorted(options, key=len, reverse=True)
                return f"(?:{'|'.join(longest_first)})"
            case Sequence():
                return "".join(self._pattern(item, compilation) for item in expression.items)
            case RuleReference():
                return self._pattern(self._rule(expression.rule_name), compilation)
            case ListReference():
                return self._slot_pattern(expression.list_name, expression.slot_name, compilation)
            case _:
                raise HassilError(f"{type(expression).__name__} is not used here")

    def _rule(self, name: str) -> Expression:
        return self._parsed(f"({self._file.rules[name]})")

    def _parsed(self, text: str) -> Expression:
        if text not in self._expressions:
            self._expressions[text] = parse_sentence(text).expression
        return self._expressions[text]

    def _slot_pattern(self, name: str, slot: str, compilation: _Compilation) -> str:
        if name == "gap":
            return self._gap
        if name == NAME:
            return f"(?P<{compilation.group(slot, '')}>{self._name})"
        if name == "rest":
            return f"(?P<{compilation.group(slot, '')}>{self._rest})"
        if name in FREE_TEXT:
            return f"(?P<{compilation.group(slot, '')}>{self._free})"
        if name in NUMBERS:
            return f"(?P<{compilation.group(slot, '')}>{self._number})"
        options: list[str] = []
        # "an hour and a half" is tried before "an hour"
        longest_first = sorted(
            self._file.lists[name].items(), key=lambda item: -max(map(len, item[1]), default=0)
        )
        for value, templates in longest_first:
            group = compilation.group(slot, value)
            expression = self._parsed(f"({'|'.join(templates)})")
            options.append(f"(?P<{group}>{self._pattern(expression, compilation)})")
        return f"(?:{'|'.join(options)})"

    def _first_words(self, expression: Expression) -> Iterator[str]:
        """Yield what `expression` can begin with; an empty word where it can be left out."""
        match expression:
            case TextChunk():
                yield next(iter(self._plain(expression.text)), "")
            case Alternative():
                for item in expression.items:
                    yield from self._first_words(item)
            case Sequence():
                yield from self._first_of_sequence(expression)
            case RuleReference():
                yield from self._first_words(self._rule(expression.rule_name))
            case ListReference() if expression.list_name in self._file.lists:
                for templates in self._file.lists[expression.list_name].values():
                    options = self._parsed(f"({'|'.join(templates)})")
                    yield from self._first_words(options)
            case _:
                yield _ANYTHING

    def _first_of_sequence(self, sequence: Sequence) -> Iterator[str]:
        for item in sequence.items:
            words = set(self._first_words(item))
            yield from words - {""}
            if "" not in words:
                return
        yield ""
