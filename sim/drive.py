"""One drive of the simulated robot: where it is at each instant. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from math import atan2

from sim.home import Spot

SPEED_M_S = 0.7
"""A calm walk: nobody is to step aside for it."""
POLITE_M = 1.2
"""How far from somebody it stops."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Drive:
    """Along straight legs at one speed."""

    way: tuple[Spot, ...]
    """From where it stood; at least that."""
    began_at: datetime
    """Aware, by the simulation's clock."""

    @property
    def length_m(self) -> float:
        """The whole way."""
        return sum(a.at.distance_m(b.at) for a, b in pairwise(self.way))

    @property
    def ends_at(self) -> datetime:
        """When it arrives, aware."""
        return self.began_at + timedelta(seconds=self.length_m / SPEED_M_S)

    def remaining_m(self, at: datetime) -> float:
        """Return how much of the way is left."""
        return max(0.0, self.length_m - self._driven_m(at))

    def is_over(self, at: datetime) -> bool:
        """Return whether it has arrived."""
        return at >= self.ends_at

    def spot(self, at: datetime) -> Spot:
        """Return where it is."""
        left_m = self._driven_m(at)
        for here, there in pairwise(self.way):
            leg_m = here.at.distance_m(there.at)
            if left_m < leg_m:
                beside = tuple(dict.fromkeys((*here.beside, *there.beside)))
                return Spot(at=here.at.towards(there.at, left_m), beside=beside)
            left_m -= leg_m
        return self.way[-1]

    def heading_rad(self, at: datetime) -> float:
        """Return where it looks, anticlockwise from the x axis (REP-103)."""
        left_m, heading = self._driven_m(at), 0.0
        for here, there in pairwise(self.way):
            heading = atan2(there.at.y_m - here.at.y_m, there.at.x_m - here.at.x_m)
            left_m -= here.at.distance_m(there.at)
            if left_m < 0:
                break
        return heading

    def _driven_m(self, at: datetime) -> float:
        if self.is_over(at):
            return self.length_m
        return max(0.0, (at - self.began_at).total_seconds()) * SPEED_M_S


def up_to(way: Sequence[Spot], short_of_m: float) -> tuple[Spot, ...]:
    """Return a way that ends so far before its end; where it is shorter, only its start."""
    kept = list(way)
    while len(kept) > 1:
        here, last = kept[-2], kept.pop()
        leg_m = here.at.distance_m(last.at)
        if leg_m > short_of_m:
            beside = tuple(dict.fromkeys((*here.beside, *last.beside)))
            at = here.at.towards(last.at, leg_m - short_of_m)
            return (*kept, Spot(at=at, beside=beside))
        short_of_m -= leg_m
    return tuple(kept)
