"""Which of the cries reached which of the pages, and how soon."""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from bench.rows import quantile

Heard = Sequence[tuple[int, float]]
"""What one page was told, in order: stream number, and when, monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SentCry:
    """A cry that a robot has uploaded."""

    number: int
    """In the stream; what comes of the cry has the numbers after it, up to the next cry's."""
    at_s: float
    """When the upload began, monotonic seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deliveries:
    """Every cry to every page."""

    delays_s: Sequence[float]
    """Of those that arrived, each from the upload to the page's first word of it."""
    missed: int
    """Of which a page had no word before the next cry."""

    def delay_s(self, ratio: float) -> float:
        """Return within how long so many arrived; NaN where too many of them never did."""
        every = [*self.delays_s, *[math.inf] * self.missed]
        found = quantile(every, ratio)
        return found if math.isfinite(found) else math.nan


def deliveries(cries: Sequence[SentCry], pages: Sequence[Heard]) -> Deliveries:
    """Look for each cry, in the order of the stream, on each page."""
    found = [at for heard in pages for at in _delays(cries, heard)]
    return Deliveries(delays_s=found, missed=len(cries) * len(pages) - len(found))


def _delays(cries: Sequence[SentCry], heard: Heard) -> Iterator[float]:
    """Yield how long one page waited for each cry that reached it; its first word of it counts."""
    until = [later.number for _, later in pairwise(cries)]
    for cry, end in zip(cries, [*until, math.inf], strict=True):
        arrivals = (at for number, at in heard if cry.number <= number < end)
        first = min(arrivals, default=None)
        if first is not None:
            yield first - cry.at_s
