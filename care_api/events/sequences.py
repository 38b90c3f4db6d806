"""What has arrived of a log that is counted without a gap from 1: pure."""

from collections.abc import Iterable, Iterator


def advanced(contiguous: int, present: Iterable[int]) -> int:
    """Return up to which sequence all has arrived.

    Args:
        contiguous: Up to which it had arrived before.
        present: Sequences that are there, in rising order; may repeat, and begin anywhere.
    """
    for sequence in present:
        if sequence > contiguous + 1:
            break
        contiguous = max(contiguous, sequence)
    return contiguous


def gaps(first: int, last: int, present: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Yield what is not there of [first, last], as ranges with both ends inclusive.

    Args:
        first: The lowest sequence wanted.
        last: The highest sequence wanted.
        present: Sequences that are there, in rising order; may repeat, and lie outside.
    """
    wanted = first
    for sequence in present:
        if sequence > last:
            break
        if sequence > wanted:
            yield wanted, sequence - 1
        wanted = max(wanted, sequence + 1)
    if wanted <= last:
        yield wanted, last
