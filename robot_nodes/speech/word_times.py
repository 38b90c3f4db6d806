"""When each word of a sentence begins, where a voice tells it of its sounds, or not at all."""

from collections.abc import Sequence
from itertools import accumulate


def from_groups(words: Sequence[str], group_samples: Sequence[int]) -> list[int] | None:
    """Return each word's first sample from the lengths of groups of sounds.

    Args:
        words: Of the sentence.
        group_samples: For each group of sounds between two pauses, how many samples it takes,
            the pause after it included.

    Returns:
        None where groups and words are not as many, so that nobody knows which is which.
    """
    if len(words) != len(group_samples):
        return None
    return [0, *accumulate(group_samples)][: len(words)]


def estimated(words: Sequence[str], sample_count: int) -> list[int]:
    """Return each word's first sample as its share of letters would have it."""
    letters = [len(word) + 1 for word in words]
    return [sample_count * before // sum(letters) for before in [0, *accumulate(letters)][:-1]]
