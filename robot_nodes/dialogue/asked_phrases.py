"""The small grammar: the phrases with which a resident can answer what was asked, or cry for help.

The templates allow more sentences than a recogniser can hold. It needs no more than every word
that they allow beside every neighbour: its grammar joins what stands side by side.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise, product
from types import MappingProxyType

from hassil.expression import (
    Alternative,
    Expression,
    ListReference,
    RuleReference,
    TextChunk,
)
from hassil.expression import Sequence as Side
from hassil.parse_expression import parse_sentence

from robot_nodes.dialogue.grammar import Grammar
from robot_nodes.dialogue.normalise import LONGEST_FORM
from robot_nodes.dialogue.scale import SCORES, score_of
from robot_nodes.dialogue.templates import FREE_TEXT, NAME, NUMBERS

MOST_PRODUCTS = 32
"""Combinations of the parts of a template that are written out; of more, each part's own."""
WAITS = (2, 3, 4, 5, 10, 15, 20, 30, 40, 45)
"""Minutes or hours that residents ask for."""

Forms = tuple[str, ...]
"""The ways in which one word of a template, or a few together, are spoken; never none."""
_NOTHING: Forms = ("",)


@dataclass(frozen=True, slots=True)
class AskedPhrases:
    """The phrases of each intent, in the words that a recogniser knows."""

    by_intent: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, grammar: Grammar, vocabulary: Collection[str]) -> "AskedPhrases":
        """Write out what `grammar` accepts, dialect and short forms of `vocabulary` included."""
        numbers = _numbers_on_the_scale(grammar, vocabulary)
        cover = _Cover(grammar)
        spoken = _Spoken(grammar, frozenset(vocabulary))
        return cls(
            MappingProxyType(
                {
                    intent: tuple(
                        _needed(
                            row
                            for said in saids
                            for template in (*said.sentences, *said.alone, *said.weak)
                            for phrase in cover.template(template)
                            for row in spoken.rows(phrase)
                        )
                    )
                    for intent, saids in grammar.file.intents.items()
                }
                | numbers
            )
        )

    def phrases(self, intents: Collection[str]) -> tuple[str, ...]:
        """Return the phrases of `intents`, always in the same order."""
        return tuple(
            phrase for intent in sorted(set(intents)) for phrase in self.by_intent.get(intent, ())
        )


def _numbers_on_the_scale(
    grammar: Grammar, vocabulary: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return the words for each number on the scale: what stands beside them needs no agreement."""
    return {
        intent: tuple(
            word
            for word, number in sorted(grammar.numbers.items())
            if number == score_of(intent) and word in vocabulary
        )
        for intent in SCORES
    }


class _Cover:
    """Phrases in which every choice of a template stands at least once."""

    def __init__(self, grammar: Grammar) -> None:
        self._file = grammar.file
        self._numbers = [word for word, number in grammar.numbers.items() if number in WAITS]
        self._covered: Callable[[str], tuple[str, ...]] = cache(self._of_text)

    def template(self, text: str) -> tuple[str, ...]:
        """Return the phrases of a template; none of one that takes any words."""
        return self._covered(text)

    def _of_text(self, text: str) -> tuple[str, ...]:
        expression = parse_sentence(text).expression
        return tuple(dict.fromkeys(self._of(expression)))

    def _of(self, expression: Expression) -> list[str]:
        match expression:
            case TextChunk():
                return [expression.text]
            case Alternative():
                return [text for item in expression.items for text in self._of(item)]
            case Side():
                return list(_side_by_side([self._of(item) for item in expression.items]))
            case RuleReference():
                return list(self._covered(f"({self._file.rules[expression.rule_name]})"))
            case ListReference():
                return list(self._listed(expression.list_name))
            case _:
                raise TypeError(f"{type(expression).__name__} is not used here")

    def _listed(self, name: str) -> Iterator[str]:
        if name in NUMBERS:
            yield from self._numbers
        elif name not in FREE_TEXT | {NAME, "gap"}:
            for templates in self._file.lists[name].values():
                for template in templates:
                    yield from self._covered(f"({template})")


def _needed(rows: Iterable[Sequence[Forms]]) -> Iterator[str]:
    """Yield phrases of `rows` until every two words that can stand side by side have done so.

    A recogniser's grammar of phrases knows nothing else of them, and half a million would take it
    seconds to make. A phrase has the first form of every word but of two neighbours.
    """
    known: set[tuple[str, str]] = set()
    met: set[tuple[str, Forms, Forms, str]] = set()
    for row in rows:
        plain = [forms[0] for forms in row]
        if _adds(known, ("", *" ".join(plain).split(), "")):
            yield " ".join(plain)
        for index, (these, those) in enumerate(pairwise((*row, _NOTHING))):
            before, after = plain[:index], plain[index + 2 :]
            left = before[-1].split()[-1] if before else ""
            right = after[0].split()[0] if after else ""
            if (place := (left, these, those, right)) in met:
                continue
            met.add(place)
            for this, that in product(these, those):
                if _adds(known, (left, *this.split(), *that.split(), right)):
                    yield " ".join((*before, this, that, *after)).rstrip()


def _adds(known: set[tuple[str, str]], words: Sequence[str]) -> bool:
    """Add the neighbours among `words` to those known; return whether any of them is new."""
    pairs = set(pairwise(words))
    is_new = not pairs <= known
    known |= pairs
    return is_new


def _side_by_side(parts: Sequence[Sequence[str]]) -> Iterator[str]:
    """Yield every combination, or so many that each part's every choice is among them."""
    if not all(parts):
        return
    count = 1
    for part in parts:
        count *= len(part)
    if count <= MOST_PRODUCTS:
        yield from ("".join(texts) for texts in product(*parts))
        return
    for turn in range(max(MOST_PRODUCTS, *map(len, parts))):
        yield "".join(
            part[(turn // (index + 1) + turn * index) % len(part)]
            for index, part in enumerate(parts)
        )


class _Spoken:
    """The forms in which the templates' plain words are spoken."""

    def __init__(self, grammar: Grammar, vocabulary: frozenset[str]) -> None:
        forms: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for word in sorted(vocabulary):
            forms[" ".join(grammar.normaliser.words(word).plain)][word] = None
        for form, plain in grammar.file.words.items():
            if vocabulary.issuperset(form.split()):
                forms[plain][form] = None
        self._by_plain = {plain: tuple(said) for plain, said in forms.items()}
        self._ahead: Callable[[tuple[str, ...]], tuple[int, Forms]] = cache(self._first_forms)

    def rows(self, phrase: str) -> Iterator[Sequence[Forms]]:
        """Yield the forms of each of the phrase's words in turn; nothing if one is not known.

        "I have not" is "I've not" and "I haven't": short forms are looked for from the first word
        on, and from the second.
        """
        words = tuple(phrase.split())
        for alone in range(min(2, len(words))):
            firsts = [self._by_plain.get(word, ()) for word in words[:alone]]
            row = [*firsts, *self._row(words[alone:])]
            if all(row):
                yield row

    def _row(self, words: tuple[str, ...]) -> Iterator[Forms]:
        while words:
            used, forms = self._ahead(words[:LONGEST_FORM])
            yield forms
            words = words[used:]

    def _first_forms(self, words: tuple[str, ...]) -> tuple[int, Forms]:
        """Return how many of `words` have forms of their own together, at most, and these."""
        for used in range(len(words), 1, -1):
            plain = " ".join(words[:used])
            if plain in self._by_plain:
                each = [self._by_plain.get(word, ()) for word in words[:used]]
                one_by_one = (" ".join(forms) for forms in product(*each))
                return used, tuple(dict.fromkeys((*one_by_one, *self._by_plain[plain])))
        return 1, self._by_plain.get(words[0], ())
