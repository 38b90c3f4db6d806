"""The simulated robot's battery. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

DRIVES_FOR = timedelta(hours=2)
"""From full to empty while it drives."""
STANDS_FOR = timedelta(hours=12)
"""From full to empty while it stands away from its dock."""
CHARGES_IN = timedelta(hours=3)
"""From empty to full on the dock."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Charge:
    """How much was left at an instant, and what has gone on since."""

    ratio: float
    """Of a full battery, 0-1."""
    at: datetime
    """Aware, by the simulation's clock."""
    is_driving: bool = False
    is_docked: bool = True

    def now(self, at: datetime) -> float:
        """Return how much is left, 0-1."""
        passed = max(timedelta(0), at - self.at)
        if self.is_docked:
            return min(1.0, self.ratio + passed / CHARGES_IN)
        return max(0.0, self.ratio - passed / (DRIVES_FOR if self.is_driving else STANDS_FOR))

    def going_on(self, at: datetime, *, is_driving: bool, is_docked: bool) -> "Charge":
        """Return the same battery, with something else going on from `at`."""
        return replace(self, ratio=self.now(at), at=at, is_driving=is_driving, is_docked=is_docked)
