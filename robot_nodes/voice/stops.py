"""What ends a sentence before its end."""

import asyncio
from dataclasses import dataclass

from codebook.speech import StoppedBy
from robot_nodes.floor import Turn
from robot_nodes.signals import SayCode

CRITICAL_FROM = 200
"""From this priority on an interruption is an emergency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stops:
    """What can end a sentence before its end."""

    turn: Turn
    cancelled: asyncio.Event
    cried: asyncio.Event
    talked: asyncio.Event

    @property
    def events(self) -> tuple[asyncio.Event, ...]:
        """Each of them ends it."""
        return self.turn.interrupted, self.cancelled, self.cried, self.talked

    @property
    def any_set(self) -> bool:
        """Whether one of them has come."""
        return any(event.is_set() for event in self.events)

    @property
    def reason(self) -> StoppedBy:
        """Which of them it was; the one that matters most, where there are several."""
        if self.cried.is_set():
            return StoppedBy.EMERGENCY
        if self.talked.is_set() and not self.turn.interrupted.is_set():
            return StoppedBy.RESIDENT
        if self.cancelled.is_set() or self.turn.interrupted_by is None:
            return StoppedBy.CANCELLED
        is_emergency = self.turn.interrupted_by >= CRITICAL_FROM
        return StoppedBy.EMERGENCY if is_emergency else StoppedBy.PRIORITY


def code_of(stopped_by: StoppedBy) -> SayCode:
    """Return what came of a sentence that ended so."""
    match stopped_by:
        case StoppedBy.COMPLETED | StoppedBy.RESIDENT:
            return SayCode.COMPLETED  # whoever talks into a sentence knows what it is about
        case StoppedBy.PRIORITY | StoppedBy.EMERGENCY:
            return SayCode.INTERRUPTED
        case StoppedBy.CANCELLED:
            return SayCode.CANCELLED
        case StoppedBy.FAULT:
            return SayCode.FAILED
