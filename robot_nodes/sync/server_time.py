"""What time it is at the server, as far as the robot has measured it."""

from collections.abc import Callable
from datetime import datetime, timedelta

from robot_nodes.sync.clock_offset import clock_offset
from schedules.clock import Clock


class ServerTime:
    """A clock: the robot's, set right by the offset that was measured last."""

    def __init__(self, clock: Clock) -> None:
        """Show the robot's own time until an offset is known."""
        self._clock = clock
        self._offset: timedelta | None = None
        self._watchers: tuple[Callable[[], None], ...] = ()

    @property
    def is_known(self) -> bool:
        """Whether the server was heard in this run; before, the time may be off by years."""
        return self._offset is not None

    @property
    def offset(self) -> timedelta:
        """The server's clock minus the robot's; nothing until it is known."""
        return self._offset or timedelta(0)

    def observe(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` once the time is known."""
        self._watchers = (*self._watchers, watcher)

    def heard(
        self, sent_at: datetime, received_at: datetime, answered_at: datetime
    ) -> timedelta | None:
        """Set the clock right by an exchange with the server.

        An exchange that took long tells little; it is taken all the same while nothing better is
        known, for half a slow exchange is nothing beside a clock that was never set.

        Args:
            sent_at: The robot's clock when the request left.
            received_at: The server's clock when it had the request.
            answered_at: The robot's clock when the answer was there.

        Returns:
            The offset, or None where the exchange was no measurement.
        """
        measured = clock_offset(sent_at, received_at, answered_at)
        if measured is not None:
            self._set(measured)
        elif not self.is_known and answered_at >= sent_at:
            self._set(received_at - sent_at - (answered_at - sent_at) / 2)
        return measured

    def _set(self, offset: timedelta) -> None:
        is_first = not self.is_known
        self._offset = offset
        for watch in self._watchers if is_first else ():
            watch()

    def now(self) -> datetime:
        """Return aware UTC by the server's clock."""
        return self._clock.now() + self.offset
