"""Who may speak with the resident: one conversation at a time, the most important one first."""

from dataclasses import dataclass, field
from typing import Self

from robot_nodes.ports import Priority


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A conversation that wants the floor."""

    id: str
    """Unique while it waits or speaks, e.g. an occurrence id."""
    kind: str
    """reminder, check_in, help, question or announcement."""
    priority: Priority
    comes_back: bool = True
    """Whether it is taken up again after an interruption; a question is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What to do after the floor has passed on. Stop first, then start."""

    starts: Claim | None = None
    stops: Claim | None = None


@dataclass(frozen=True, slots=True)
class Floor:
    """The conversation under way and those that wait for their turn."""

    holder: Claim | None = None
    waiting: tuple[Claim, ...] = field(default=())
    """The next one first."""

    def request(self, claim: Claim) -> tuple[Self, Change]:
        """Give the floor to `claim`, or let it wait behind those that matter as much.

        A claim that speaks or waits already changes nothing.
        """
        known = [*self.waiting, *([self.holder] if self.holder else [])]
        if any(other.id == claim.id for other in known):
            return self, Change()
        if self.holder is None:
            return type(self)(claim, self.waiting), Change(starts=claim)
        if claim.priority <= self.holder.priority:
            return type(self)(self.holder, _queued(self.waiting, claim)), Change()
        waiting = _first(self.waiting, self.holder) if self.holder.comes_back else self.waiting
        return type(self)(claim, waiting), Change(starts=claim, stops=self.holder)

    def release(self, claim_id: str) -> tuple[Self, Change]:
        """Return the floor after `claim_id` has ended or is no longer wanted.

        An id that is not known here changes nothing.
        """
        if self.holder is None or self.holder.id != claim_id:
            waiting = tuple(claim for claim in self.waiting if claim.id != claim_id)
            return type(self)(self.holder, waiting), Change()
        if not self.waiting:
            return type(self)(), Change()
        following, *rest = self.waiting
        return type(self)(following, tuple(rest)), Change(starts=following)


def _queued(waiting: tuple[Claim, ...], claim: Claim) -> tuple[Claim, ...]:
    """Return the queue with `claim` behind those of its own priority."""
    return tuple(sorted((*waiting, claim), key=lambda other: -other.priority))


def _first(waiting: tuple[Claim, ...], claim: Claim) -> tuple[Claim, ...]:
    """Return the queue with `claim` before those of its own priority: it had begun."""
    return tuple(sorted((claim, *waiting), key=lambda other: -other.priority))
