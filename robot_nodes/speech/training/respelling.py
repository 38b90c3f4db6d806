"""The same sentence in other words: in nynorsk, in dialect, contracted."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from robot_nodes.dialogue.normalise import LONGEST_FORM, is_speakable
from robot_nodes.speech.training.contraction import with_apostrophe


class Respelling:
    """Knows, for the plain words of the templates, how else they are said."""

    def __init__(self, forms: Mapping[tuple[str, ...], Sequence[str]]) -> None:
        """Take for each row of plain words the forms that may stand for it."""
        self._forms = forms

    @classmethod
    def into_any(cls, plain_of: Mapping[str, str]) -> "Respelling":
        """Return the one that uses every form of an intent file: form -> plain words."""
        return cls(_forms(plain_of))

    @classmethod
    def into_language(cls, plain_of: Mapping[str, str], said: Counter[str]) -> "Respelling":
        """Return the one that uses, of each word's forms, the commonest in a language.

        Args:
            plain_of: Form -> plain words.
            said: How often each word is said in that language. A word stays as it is where it is
                commoner than all its forms.
        """
        chosen: dict[tuple[str, ...], Sequence[str]] = {}
        for plain, forms in _forms(plain_of).items():
            best = max(forms, key=lambda form: _rarest(form.split(), said))
            if _rarest(best.split(), said) > _rarest(plain, said):
                chosen[plain] = (best,)
        return cls(chosen)

    @property
    def words(self) -> frozenset[str]:
        """Every word of every form."""
        return frozenset(
            word for forms in self._forms.values() for form in forms for word in form.split()
        )

    def of(self, sentence: str, chance: float, random: np.random.Generator) -> str:
        """Return `sentence` where, with `chance` 0 to 1, a word that has other forms takes one."""
        return " ".join(self._respelt(sentence.split(), chance, random))

    def _respelt(
        self, words: Sequence[str], chance: float, random: np.random.Generator
    ) -> Iterator[str]:
        at = 0
        while at < len(words):
            length, forms = self._longest(words, at)
            if forms and random.random() < chance:
                yield forms[int(random.integers(len(forms)))]
            else:
                yield from words[at : at + length]
            at += length

    def _longest(self, words: Sequence[str], at: int) -> tuple[int, Sequence[str]]:
        for length in range(min(LONGEST_FORM, len(words) - at), 0, -1):
            if forms := self._forms.get(tuple(words[at : at + length])):
                return length, forms
        return 1, ()


def _forms(plain_of: Mapping[str, str]) -> Mapping[tuple[str, ...], list[str]]:
    forms: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for form, plain in plain_of.items():
        if all(map(is_speakable, form.split())):
            forms[tuple(plain.split())].append(with_apostrophe(form, plain))
    return forms


def _rarest(words: Sequence[str], said: Counter[str]) -> int:
    return min(said[word] for word in words)
