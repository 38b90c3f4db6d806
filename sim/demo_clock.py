"""A demonstration's time: runs with the machine's, and skips the waiting but never the speech."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from schedules.clock import Clock, SystemClock, read_offset, write_offset

LEAD = timedelta(seconds=1)
"""A skip ends so long before the next thing is due: the listener must feel a new scene begin."""
STILLNESS_S = 1.0
"""Nothing may have happened for so long, real seconds, before time is skipped."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What decides whether the waiting may be skipped."""

    is_robot_busy: bool = True
    is_resident_speaking: bool = False
    """Or about to."""
    is_held: bool = False
    """Somebody asked to let time run as it does."""
    is_uploading: bool = False
    """The robot is online and events are on their way."""
    next_event_at: datetime | None = None
    """Aware UTC; when the robot will act next by itself."""
    still_for_s: float = 0.0
    """Seconds since something last happened."""


def skip(situation: Situation, now: datetime) -> timedelta | None:
    """Return how much waiting to skip, or None while something happens or is about to.

    Args:
        situation: What is known of robot and resident.
        now: The demonstration's present instant, aware UTC.
    """
    is_lively = (
        situation.is_robot_busy
        or situation.is_resident_speaking
        or situation.is_held
        or situation.is_uploading
        or situation.still_for_s < STILLNESS_S
    )
    if is_lively or situation.next_event_at is None:
        return None
    waiting = situation.next_event_at - LEAD - now
    return waiting if waiting > timedelta(0) else None


class DemoClock:
    """The demonstration's time. Every process reads it from one file, or from `/clock`."""

    def __init__(self, offset_file: Path, real: Clock | None = None) -> None:
        """Continue at the offset in `offset_file`.

        Raises:
            OSError: The file cannot be read.
        """
        self._offset_file = offset_file
        self._real = real or SystemClock()
        self._offset = read_offset(offset_file)

    def now(self) -> datetime:
        """Return the demonstration's present instant, aware UTC."""
        return self._real.now() + self._offset

    def skip(self, waiting: timedelta) -> None:
        """Move on by `waiting`; the file first, so that no process is ahead of it."""
        self._offset += waiting
        write_offset(self._offset_file, self._offset)
