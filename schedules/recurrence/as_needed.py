"""As needed (PRN): never due and never reminded of, but guarded when somebody asks."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from schedules.outcome import Outcome, Report

DAY = timedelta(hours=24)
"""Over which the daily maximum counts: any 24 hours, so that midnight does not begin afresh."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AsNeeded:
    """What may be taken when it is needed, and how often at most.

    Raises:
        ValueError: The gap is negative or a day or more; the maximum is below 1.
    """

    minimum_gap: timedelta
    """From one to the next."""
    daily_maximum: int
    """Within any 24 hours."""
    kind: Literal["as_needed"] = "as_needed"

    def __post_init__(self) -> None:
        """Refuse bounds that guard nothing."""
        if not timedelta(0) <= self.minimum_gap < DAY:
            raise ValueError(f"minimum_gap: from 0 to below 24 hours; got {self.minimum_gap}")
        if self.daily_maximum < 1:
            raise ValueError(f"daily_maximum: 1 or more; got {self.daily_maximum}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """Nothing that was reported speaks against it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TooSoon:
    """The last is too near."""

    next_at: datetime
    """Aware; the first instant that is allowed unless more is taken."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DailyMaximumReached:
    """As many were taken within 24 hours as may be."""

    next_at: datetime
    """Aware; the first instant that is allowed unless more is taken."""


Guard = Allowed | TooSoon | DailyMaximumReached


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatWasTaken:
    """What was reported about a medicine within a day."""

    count: int
    last_at: datetime | None
    """Aware; None where nothing was reported."""


def what_was_taken(reports: Iterable[Report], now: datetime) -> WhatWasTaken:
    """Return how often "taken" was reported within a day before `now` (aware), and when last."""
    recent = _recent(reports, now)
    return WhatWasTaken(count=len(recent), last_at=recent[-1] if recent else None)


def may_take(prn: AsNeeded, reports: Iterable[Report], now: datetime) -> Guard:
    """Return whether the reports so far allow one more now.

    Every report of "taken" counts, however weakly it is known, and also one that a fast clock
    dated ahead: a doubt must not become a double dose.

    Args:
        prn: The bounds.
        reports: What was reported about this medicine, in any order.
        now: Aware.
    """
    recent = _recent(reports, now)
    gap_ends_at = recent[-1] + prn.minimum_gap if recent else now
    if len(recent) >= prn.daily_maximum:
        oldest_leaves_at = recent[-prn.daily_maximum] + DAY
        return DailyMaximumReached(next_at=max(oldest_leaves_at, gap_ends_at))
    return TooSoon(next_at=gap_ends_at) if gap_ends_at > now else Allowed()


def _recent(reports: Iterable[Report], now: datetime) -> list[datetime]:
    taken = sorted(report.reported_at for report in reports if report.outcome is Outcome.TAKEN)
    return [moment for moment in taken if moment > now - DAY]
