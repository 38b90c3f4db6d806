"""What time it is: the only place that asks the machine."""

import struct
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol


class Clock(Protocol):
    """Tells the time to the edges, which hand it to the rules as an argument."""

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Return the present instant, aware UTC."""
        return datetime.now(UTC)


class SkippingClock:
    """The machine's clock plus an offset that a demonstration moves to skip the waiting.

    The offset is read from a file at each call, so that several processes tell the same time.
    """

    def __init__(self, offset_file: Path, real: Clock | None = None) -> None:
        """Read offsets from `offset_file`, which `write_offset` makes."""
        self._offset_file = offset_file
        self._real = real or SystemClock()

    def now(self) -> datetime:
        """Return the demonstration's present instant, aware UTC.

        Raises:
            OSError: The offset file cannot be read.
        """
        return self._real.now() + read_offset(self._offset_file)


def write_offset(offset_file: Path, offset: timedelta) -> None:
    """Replace the offset in one step, so that no reader sees half of it."""
    fresh = offset_file.with_suffix(".new")
    fresh.write_bytes(struct.pack("<d", offset.total_seconds()))
    fresh.replace(offset_file)


def read_offset(offset_file: Path) -> timedelta:
    """Return the offset that was last written.

    Raises:
        OSError: The file cannot be read.
    """
    (seconds,) = struct.unpack("<d", offset_file.read_bytes())
    return timedelta(seconds=seconds)
