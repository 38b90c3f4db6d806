"""In which room somebody is, by the signs of room sensors: where they stay, not each step. Pure."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True, kw_only=True)
class Presence:
    """What the signs so far come to."""

    room: str | None = None
    """Where somebody is; None where nobody is perceived."""
    coming_into: str | None = None
    """The room of the latest sign."""
    since: datetime | None = None
    """Aware; from when on all signs came from there."""
    seen_at: datetime | None = None
    """Aware; of the latest sign."""

    def perceived(self, room: str, at: datetime, settles_after: timedelta) -> "Presence":
        """Return what it is after a sign of somebody in a room.

        Args:
            room: Whose sensor tells.
            at: Aware.
            settles_after: For how long all signs must come from there: whoever passes through a
                room is not in it.
        """
        is_clock_back = self.seen_at is not None and at < self.seen_at
        if self.since is None or room != self.coming_into or is_clock_back:
            return replace(self, coming_into=room, since=at, seen_at=at)
        settled = room if at - self.since >= settles_after else self.room
        return replace(self, room=settled, seen_at=at)

    def passed(self, at: datetime, gone_after: timedelta) -> "Presence":
        """Return what it is when no sign has come.

        Args:
            at: Aware.
            gone_after: The silence after which nobody is perceived; who sits still is not seen.
        """
        is_gone = self.seen_at is not None and at - self.seen_at >= gone_after
        return Presence() if is_gone else self
