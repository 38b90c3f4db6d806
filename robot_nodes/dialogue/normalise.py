"""From what a recogniser wrote to the plain words that the templates use."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

_APOSTROPHES = str.maketrans("’`\N{ACUTE ACCENT}", "'''")
_WORD = re.compile(r"\w+(?:'\w+)*")


def words_of(text: str) -> tuple[str, ...]:
    """Return the words of a text in lower case, without punctuation; "I'll" is one word."""
    return tuple(_WORD.findall(text.casefold().translate(_APOSTROPHES)))


@dataclass(frozen=True, slots=True)
class Words:
    """An utterance as plain words, each knowing the word that was really said."""

    plain: tuple[str, ...]
    origins: tuple[int, ...]
    """For each plain word, the index of the spoken word it comes from."""
    spoken: tuple[str, ...]

    def said(self, start: int, end: int) -> str:
        """Return the spoken words behind the plain words from `start` up to `end`."""
        indexes = sorted(set(self.origins[start:end]))
        return " ".join(self.spoken[index] for index in indexes)

    def hold(self, phrases: Collection[str]) -> bool:
        """Return whether one of `phrases`, plain words with spaces between, stands in it."""
        text = f" {' '.join(self.plain)} "
        return any(f" {phrase} " in text for phrase in phrases)


LONGEST_FORM = 3
"""Words in the longest form that stands for others, such as "kva for ein"."""


@dataclass(frozen=True, slots=True)
class Normaliser:
    """Turns text into the words of one locale's templates."""

    forms: Mapping[str, str]
    """Dialect, short or misheard form of up to `LONGEST_FORM` words -> plain word or words."""
    noise: frozenset[str]

    def words(self, text: str) -> Words:
        """Return the plain words of an utterance, without noise such as "eh"."""
        spoken = tuple(word for word in words_of(text) if word not in self.noise)
        plain: list[str] = []
        origins: list[int] = []
        index = 0
        while index < len(spoken):
            used, meant = self._form(spoken, index)
            plain += meant
            origins += [min(index + n, index + used - 1) for n in range(len(meant))]
            index += used
        return Words(plain=tuple(plain), origins=tuple(origins), spoken=spoken)

    def _form(self, spoken: Sequence[str], index: int) -> tuple[int, list[str]]:
        """Return how many spoken words stand for which plain ones."""
        for used in range(min(LONGEST_FORM, len(spoken) - index), 0, -1):
            form = " ".join(spoken[index : index + used])
            plain = self.forms.get(form) or self.forms.get(form.replace("'", ""))
            if plain is not None:
                return used, plain.split()
        return 1, [spoken[index].replace("'", "")]


def is_speakable(word: str) -> bool:
    """Return whether `word` is letters, with an apostrophe perhaps, and no numeral."""
    return word.replace("'", "").isalpha()
