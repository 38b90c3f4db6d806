"""A model's list of words, `graph/words.txt`: a word and its number a line, as Kaldi has it."""

from collections.abc import Mapping
from pathlib import Path

from robot_nodes.speech.recogniser import UNKNOWN_WORD

NOTHING = "<eps>"
CLOSING = ("#0", "<s>", "</s>")
"""What Kaldi ends every list with: it tells a whole one from one that was cut off, which Vosk takes
wherever the cut falls behind a number."""
_NO_WORDS = frozenset({NOTHING, UNKNOWN_WORD, *CLOSING})


def written(words: Mapping[str, int]) -> str:
    """Return the list of words with the numbers 0, 1, 2 and so on."""
    numbered = {**words, **{mark: len(words) + nth for nth, mark in enumerate(CLOSING)}}
    return "".join(f"{word} {number}\n" for word, number in numbered.items())


def require_whole(path: Path) -> None:
    """Refuse a list that was cut off; a model that keeps its words elsewhere has none.

    Raises:
        ValueError: It does not end as lists do.
    """
    if path.is_file() and _words(path)[-1:] != [CLOSING[-1]]:
        raise ValueError(f"{path} breaks off: it does not end with {CLOSING[-1]}")


def vocabulary(path: Path) -> frozenset[str]:
    """Return the words that can be heard; none where there is no list."""
    return frozenset(_words(path)) - _NO_WORDS if path.is_file() else frozenset()


def _words(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8", errors="replace")  # a cut may fall inside a letter
    whole = text.splitlines() if text.endswith("\n") else text.splitlines()[:-1]
    return [line.split()[0] for line in whole if line.strip()]
