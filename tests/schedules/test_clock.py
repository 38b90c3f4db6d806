from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schedules.clock import SkippingClock, SystemClock, read_offset, write_offset


class StillClock:
    def now(self) -> datetime:
        return datetime(2026, 3, 2, 7, tzinfo=UTC)


def test_the_system_clock_tells_utc() -> None:
    assert SystemClock().now().tzinfo is UTC


def test_an_offset_moves_the_clock_of_everybody_who_reads_it(tmp_path: Path) -> None:
    offset_file = tmp_path / "offset"
    write_offset(offset_file, timedelta(minutes=20))
    clocks = [SkippingClock(offset_file, StillClock()) for _ in range(2)]
    write_offset(offset_file, timedelta(hours=1))
    assert [clock.now() for clock in clocks] == [datetime(2026, 3, 2, 8, tzinfo=UTC)] * 2


def test_a_written_offset_is_read_to_the_millisecond(tmp_path: Path) -> None:
    write_offset(tmp_path / "offset", timedelta(days=-300, milliseconds=1))
    assert read_offset(tmp_path / "offset") == timedelta(days=-300, milliseconds=1)


def test_a_missing_offset_file_is_not_taken_for_no_offset(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="offset"):
        SkippingClock(tmp_path / "offset").now()
