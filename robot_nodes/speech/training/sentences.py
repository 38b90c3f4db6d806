"""What residents say: the sentences the models are trained on, and their small notation.

A file `sentences/<locale>.txt` holds one line per way of saying something. `{a|b}` is a choice and
may be nested, `{|a}` an option, `$name` a list that a line `$name = a|b` defined, `#` starts a
comment line.
"""

import math
import re
import tomllib
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from schedules.locale import Locale

FOLDER = Path(__file__).with_name("sentences")
_DEFINITION = re.compile(r"\$(\w+) = (.+)")
_TOKEN = re.compile(r"[{}|]|[^{}|]+")


class NotationError(ValueError):
    """A line of a sentence file is malformed; the message names the line."""


@dataclass(frozen=True, slots=True)
class Wording:
    """One line of the file: a way of saying something, in all its variants."""

    variants: tuple[str, ...]

    @property
    def weight(self) -> float:
        """How often one variant is said: a line of many variants counts as their square root."""
        return 1 / math.sqrt(len(self.variants))


def listed_wordings(locale: Locale) -> tuple[Wording, ...]:
    """Read the wordings of `locale` that stand in its own file."""
    return _read(f"{locale}.txt")


def further_words(locale: Locale) -> tuple[str, ...]:
    """Read the words of `locale` that no template and no list has, and residents still say."""
    return vocabulary(_read(f"words_{locale}.txt"))


def free_text(locale: Locale) -> dict[str, tuple[str, ...]]:
    """Read what to say in `locale` where a template takes any words: slot -> examples."""
    with (FOLDER / "free_text.toml").open("rb") as file:
        slots: dict[str, list[str]] = tomllib.load(file)[locale]
    return {slot: tuple(examples) for slot, examples in slots.items()}


def care_sentences(locale: Locale) -> tuple[str, ...]:
    """Read the sentences of `locale` on which care hangs."""
    return tuple(text for wording in _read(f"care_{locale}.txt") for text in wording.variants)


def outside_sentences(locale: Locale) -> tuple[str, ...]:
    """Read sentences of `locale` that the vocabulary does not cover."""
    return tuple(text for wording in _read(f"outside_{locale}.txt") for text in wording.variants)


def parse(text: str) -> tuple[Wording, ...]:
    """Return the wordings that `text` defines, in its order.

    Raises:
        NotationError: a brace is unbalanced or a `$name` undefined.
    """
    lists: dict[str, str] = {}
    wordings = []
    for line in (line.strip() for line in text.splitlines()):
        if not line or line.startswith("#"):
            continue
        if definition := _DEFINITION.fullmatch(line):
            lists[definition[1]] = _substituted(definition[2], lists)
        else:
            wordings.append(Wording(expand(_substituted(line, lists))))
    return tuple(wordings)


def expand(line: str) -> tuple[str, ...]:
    """Return every plain sentence of `line`, each once, in order of first appearance."""
    tokens = _TOKEN.findall(line)
    choices, used = _alternatives(tokens, 0, line)
    if used != len(tokens):
        raise NotationError(f"unbalanced braces: {line!r}")
    return tuple(dict.fromkeys(" ".join(choice.split()) for choice in choices))


def vocabulary(wordings: tuple[Wording, ...]) -> tuple[str, ...]:
    """Return the words of `wordings`, sorted."""
    return tuple(sorted({word for w in wordings for text in w.variants for word in text.split()}))


def _read(name: str) -> tuple[Wording, ...]:
    return parse((FOLDER / name).read_text(encoding="utf-8"))


def _substituted(line: str, lists: dict[str, str]) -> str:
    def braced(match: re.Match[str]) -> str:
        if match[1] not in lists:
            raise NotationError(f"${match[1]} is not defined: {line!r}")
        return "{" + lists[match[1]] + "}"

    return re.sub(r"\$(\w+)", braced, line)


def _alternatives(tokens: list[str], at: int, line: str) -> tuple[list[str], int]:
    """Read alternatives from `tokens[at]` up to the brace that ends them, or to the end."""
    found: list[str] = []
    sequence: list[list[str]] = []
    while at < len(tokens) and tokens[at] != "}":
        match tokens[at]:
            case "{":
                inner, at = _alternatives(tokens, at + 1, line)
                if at >= len(tokens):
                    raise NotationError(f"a brace is not closed: {line!r}")
                sequence.append(inner)
            case "|":
                found += _joined(sequence)
                sequence = []
            case words:
                sequence.append([words])
        at += 1
    return found + _joined(sequence), at


def _joined(sequence: list[list[str]]) -> list[str]:
    return ["".join(parts) for parts in product(*sequence)]
