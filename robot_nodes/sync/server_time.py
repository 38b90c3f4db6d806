"""What time it is at the server, as far as the robot has measured it."""

from datetime import datetime, timedelta

from schedules.clock import Clock


class ServerTime:
    """A clock: the robot's, set right by the offset that was measured last."""

    def __init__(self, clock: Clock) -> None:
        """Show the robot's own time until an offset is known."""
        self._clock = clock
        self.offset = timedelta(0)
        """The server's clock minus the robot's."""

    def now(self) -> datetime:
        """Return aware UTC by the server's clock."""
        return self._clock.now() + self.offset
