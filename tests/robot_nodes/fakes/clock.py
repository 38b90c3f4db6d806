"""Clocks that go as a test wants."""

from datetime import datetime, timedelta

from schedules.clock import Clock


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


class OffClock:
    """Fulfils `schedules.clock.Clock`: another clock's time, and as much as it is off."""

    def __init__(self, right: Clock) -> None:
        self._right = right
        self.ahead = timedelta(0)

    def now(self) -> datetime:
        """Return what it shows."""
        return self._right.now() + self.ahead
