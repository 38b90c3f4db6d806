"""A clock that moves when a test moves it."""

from datetime import datetime, timedelta


class HandMovedClock:
    """Fulfils `schedules.clock.Clock`."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Return the instant it was moved to."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move it forward, or back."""
        self._now += by
