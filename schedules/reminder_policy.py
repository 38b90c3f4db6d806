"""When to speak, repeat and give up: the ladder that a nurse sets for each item."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The steps from a first reminder to a nurse, all counted from the time it was due.

    Raises:
        ValueError: The steps are not in increasing order.
    """

    repeats_after: tuple[timedelta, ...]
    """When to repeat, each louder than the one before."""
    escalates_after: timedelta
    """When the task goes to a nurse unanswered."""
    snooze: timedelta = timedelta(minutes=10)
    """How long "later" waits where the resident names no time."""

    def __post_init__(self) -> None:
        """Refuse a ladder whose rungs are out of order."""
        rungs = (timedelta(0), *self.repeats_after, self.escalates_after)
        if any(later <= earlier for earlier, later in pairwise(rungs)):
            msg = f"ladder: each step must come after the one before; got {[str(r) for r in rungs]}"
            raise ValueError(msg)


MEDICATION_LADDER = Ladder(
    repeats_after=(timedelta(minutes=10), timedelta(minutes=20)),
    escalates_after=timedelta(minutes=30),
)
CHECK_IN_LADDER = Ladder(
    repeats_after=(timedelta(minutes=5),), escalates_after=timedelta(minutes=15)
)


def next_reminder_at(
    ladder: Ladder, counted_from: datetime, spoken_at: datetime | None
) -> datetime | None:
    """Return when to speak next, or None once the ladder is used up.

    A robot that comes back late speaks once, not once for every step it slept through.

    Args:
        ladder: The item's steps.
        counted_from: Aware UTC; when the task was due, or when its snooze ended.
        spoken_at: Aware UTC; when it was last spoken since `counted_from`.
    """
    if spoken_at is None or spoken_at < counted_from:
        return counted_from
    steps = (counted_from + after for after in ladder.repeats_after)
    return next((step for step in steps if step > spoken_at), None)


def volume(attempt: int) -> float:
    """Return the loudness of the `attempt`-th try (from 1) as a ratio: 0.7, 0.85, then 1.0."""
    return min(1.0, 0.7 + 0.15 * (attempt - 1))
