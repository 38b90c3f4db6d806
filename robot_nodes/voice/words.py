"""Which words of a sentence have sounded: the log never claims more."""

from collections.abc import Callable

from robot_nodes.speech.synthesiser import SpokenWord


def spoken_words(words: tuple[SpokenWord, ...], sounded_s: float, margin_s: float = 0.0) -> str:
    """Return the words that sounded to their end in the first `sounded_s` seconds.

    Args:
        words: Of the sentence, with their beginnings.
        sounded_s: Seconds that sounded.
        margin_s: By how much a beginning may really come later.
    """
    ends = [word.starts_at_s + margin_s for word in words[1:]]
    whole = [word.text for word, end in zip(words, ends, strict=False) if end <= sounded_s]
    return " ".join(whole)


class Progress:
    """Tells of each word as it begins."""

    def __init__(self, words: tuple[SpokenWord, ...], tell: Callable[[str], None]) -> None:
        self._words = words
        self._tell = tell
        self._told = 0

    def __call__(self, reached_s: float) -> None:
        """Take note of how many seconds have been sent."""
        begun = [word.text for word in self._words if word.starts_at_s <= reached_s]
        if len(begun) > self._told:
            self._told = len(begun)
            self._tell(" ".join(begun))
