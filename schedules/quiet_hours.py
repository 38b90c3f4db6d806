"""When a resident is not to be spoken to, and what may break that."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum


class InQuietHours(StrEnum):
    """What a plan item does when it falls due in quiet hours."""

    SPEAK = "speak"
    """It is spoken at its time: a time-critical medicine."""
    WAIT_OR_SPEAK = "wait_or_speak"
    """It waits for their end; where its window would close first, it is spoken at its time."""
    WAIT_OR_MISS = "wait_or_miss"
    """It waits for their end; where its window would close first, it is not said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A stretch of every night, or day, by the clock on the wall.

    Raises:
        ValueError: A time is finer than a minute or has a zone, or both are the same.
    """

    starts_at: time
    """Local; inclusive."""
    ends_at: time
    """Local; exclusive. Earlier than `starts_at` where they last past midnight."""

    def __post_init__(self) -> None:
        """Refuse hours that are no stretch of a day."""
        for at in (self.starts_at, self.ends_at):
            if at.second or at.microsecond or at.tzinfo:
                raise ValueError(f"quiet_hours: whole local minutes such as 22:00; got {at}")
        if self.starts_at == self.ends_at:
            raise ValueError(f"quiet_hours: they end when they start, at {self.starts_at}")

    @property
    def last_past_midnight(self) -> bool:
        """Whether they end on the next local date."""
        return self.ends_at < self.starts_at


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of time."""

    starts_at: datetime
    """Aware UTC; inclusive."""
    ends_at: datetime
    """Aware UTC; exclusive."""


def after(spans: Iterable[Span], moment: datetime) -> datetime:
    """Return the first instant from `moment` (aware) on that lies in none of the spans."""
    for span in sorted(spans, key=lambda span: span.starts_at):
        if span.starts_at <= moment < span.ends_at:
            moment = span.ends_at
    return moment
