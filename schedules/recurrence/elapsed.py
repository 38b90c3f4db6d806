"""So long after the last: rules that count in UTC and know no clock changes."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Literal, Self
from uuid import UUID

LONGEST = timedelta(days=1000)
"""From one to the next; what is longer outlives everybody, and the calendar in the end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """The instant from which a rule counts.

    Raises:
        ValueError: `at` has no offset.
    """

    at: datetime
    """Aware."""
    report_id: UUID | None = None
    """The report that said "taken"; None for the instant that the nurse set."""

    def __post_init__(self) -> None:
        """Refuse a wall time, which would mean two instants in autumn."""
        if self.at.tzinfo is None:
            raise ValueError("anchor: an instant with its offset, such as 2026-03-02T07:00:00Z")

    @property
    def name(self) -> str:
        """What stands in the slot: the report's id, or the instant that the nurse set."""
        return str(self.report_id) if self.report_id else f"{self.at.astimezone(UTC):%Y%m%dT%H%MZ}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Elapsed:
    """Every so often from an anchor, counted in UTC: the gaps are exact, the wall time is not.

    Raises:
        ValueError: `every` is below a minute, above `LONGEST` or no whole minutes; the end has no
            offset or is before the anchor.
    """

    every: timedelta
    anchor: Anchor
    """A nurse's anchor is itself the first slot; one that was taken is past, the next follows."""
    ends_at: datetime | None = None
    """Aware; the last instant, inclusive, or None for until further notice."""
    counts_from_last_taken: bool = False
    """Whether a report of "taken" becomes the new anchor."""
    kind: Literal["elapsed"] = "elapsed"

    def __post_init__(self) -> None:
        """Refuse a rule that would stand still or ends before it starts."""
        if self.every < timedelta(minutes=1) or self.every % timedelta(minutes=1):
            raise ValueError(f"every: whole minutes, at least one; got {self.every}")
        if self.every > LONGEST:
            raise ValueError(f"every: at most {LONGEST.days} days; got {self.every}")
        if self.ends_at is not None and (
            self.ends_at.tzinfo is None or self.ends_at < self.anchor.at
        ):
            raise ValueError(f"ends_at: an instant not before the anchor; got {self.ends_at}")

    def n_at_or_after(self, moment: datetime) -> int | None:
        """Return the number of the first slot from `moment` (aware) on; None after the last."""
        counted = -((self.anchor.at - moment) // self.every)  # rounded up
        n = max(counted, 0 if self.anchor.report_id is None else 1)
        return None if self.ends_at is not None and self.due_at(n) > self.ends_at else n

    def due_at(self, n: int) -> datetime:
        """Return the instant of slot `n`, aware UTC."""
        return self.anchor.at.astimezone(UTC) + n * self.every

    def slot_name(self, n: int) -> str:
        """Return what stands in the occurrence's id: the anchor and the number."""
        return f"{self.anchor.name}/{n}"

    def counted_from(self, taken: Anchor) -> Self:
        """Return the rule with a newer anchor, or itself where it does not count from reports."""
        is_newer = taken.at > self.anchor.at
        has_ended = self.ends_at is not None and taken.at > self.ends_at
        if not self.counts_from_last_taken or not is_newer or has_ended:
            return self
        return replace(self, anchor=taken)
