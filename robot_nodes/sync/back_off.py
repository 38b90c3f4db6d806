"""How long to wait after an upload that failed."""

from dataclasses import dataclass
from datetime import timedelta

_MOST_DOUBLINGS = 30
"""More would leave the range of a timedelta."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BackOff:
    """Doubling waits with full jitter, so that a thousand robots do not come back in step."""

    first: timedelta = timedelta(milliseconds=500)
    longest: timedelta = timedelta(seconds=30)

    def ceiling(self, failures: int) -> timedelta:
        """Return the longest wait after so many failures in a row, from 1."""
        doublings = min(failures - 1, _MOST_DOUBLINGS)
        return min(self.longest, self.first * (1 << doublings))

    def wait(self, failures: int, chance: float) -> timedelta:
        """Return the wait after so many failures in a row.

        Args:
            failures: From 1.
            chance: Random ratio 0-1, evenly spread.
        """
        return self.ceiling(failures) * chance
