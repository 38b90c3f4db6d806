"""Who a robot is that makes a request, and how it stands: read once for all that follows."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

SEEN_EVERY = timedelta(seconds=1)
"""A request that only reads is written down as a sign of life no more often than that."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotIdentity:
    """The robot that makes a request."""

    id: UUID
    unit_id: UUID
    last_seen_at: datetime | None = None
    """Aware UTC; its last sign of life before this request."""
    news: int = 0
    """The number of its news; see `care_api.robots.news`."""
    clock_off_at: datetime | None = None
    """Aware UTC; since when its clock is off by more than it may be."""

    def is_seen(self, now: datetime) -> bool:
        """Return whether a sign of life was noted just now."""
        return self.last_seen_at is not None and now - self.last_seen_at < SEEN_EVERY
