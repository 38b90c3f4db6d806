"""How far a transcript is from what was said: the word error rate."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"[\w'’]+")


@dataclass(frozen=True, slots=True)
class WordErrors:
    """Words said, and the fewest changes that turn them into the words heard."""

    words: int
    errors: int
    """Words exchanged, left out and put in."""

    @property
    def rate(self) -> float:
        """Errors per word said: 0 is perfect, above 1 is possible. 0 where neither is anything."""
        if self.words:
            return self.errors / self.words
        return 1.0 if self.errors else 0.0


def words_of(text: str) -> list[str]:
    """Return the words of `text` as a recogniser writes them: small letters, no punctuation."""
    return [word.replace("’", "'") for word in _WORD.findall(text.lower())]


def word_errors(said: str, heard: str) -> WordErrors:
    """Compare two texts word by word, whatever their capitals and punctuation."""
    said_words, heard_words = words_of(said), words_of(heard)
    return WordErrors(len(said_words), edit_distance(said_words, heard_words))


def total(results: Iterable[WordErrors]) -> WordErrors:
    """Return the sum: long sentences count for more than short ones."""
    found = list(results)
    return WordErrors(sum(r.words for r in found), sum(r.errors for r in found))


def edit_distance(said: Sequence[str], heard: Sequence[str]) -> int:
    """Return the fewest exchanges, omissions and insertions between two rows of words."""
    costs = list(range(len(heard) + 1))
    for row, wanted in enumerate(said, start=1):
        diagonal, costs[0] = costs[0], row
        for column, found in enumerate(heard, start=1):
            exchange = diagonal + (wanted != found)
            diagonal = costs[column]
            costs[column] = min(exchange, costs[column] + 1, costs[column - 1] + 1)
    return costs[-1]
