"""How fast and how loud the robot speaks, and how a wish changes it."""

from dataclasses import dataclass, replace
from typing import Self

from codebook.manner import LOUDEST, SLOWEST, SOFTEST, USUAL_VOLUME, Hearing

WISHES = frozenset({"slower", "louder", "quieter"})
"""Intents that change it."""
SLOWER_BY = 0.85
LOUDER_BY = 0.15
HEARING_SLOWER_BY = 0.9


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechLevel:
    """How fast and how loud the robot speaks."""

    rate: float = 1.0
    """Of the voice's normal speed."""
    volume: float = USUAL_VOLUME
    """Ratio of full loudness, 0-1."""

    def wished(self, intent: str) -> Self:
        """Return the level after one of `WISHES`, within what can still be understood."""
        match intent:
            case "slower":
                return replace(self, rate=max(SLOWEST, round(self.rate * SLOWER_BY, 2)))
            case "louder":
                return replace(self, volume=self._louder())
            case _:
                quieter = round(self.volume - LOUDER_BY, 2)
                return replace(self, volume=max(SOFTEST, quieter))

    def times_as_loud(self, times: float) -> Self:
        """Return the level louder or softer, at most full."""
        return replace(self, volume=min(LOUDEST, round(self.volume * times, 3)))

    def heard_by(self, hearing: Hearing) -> Self:
        """Return the level at which somebody who hears like that is spoken to."""
        match hearing:
            case Hearing.GOOD:
                return self
            case Hearing.REDUCED:
                slower = max(SLOWEST, round(self.rate * HEARING_SLOWER_BY, 2))
                return replace(self, rate=slower, volume=self._louder())

    def _louder(self) -> float:
        return min(LOUDEST, round(self.volume + LOUDER_BY, 2))
