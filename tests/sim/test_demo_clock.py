from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from schedules.clock import SkippingClock, write_offset
from sim.demo_clock import LEAD, STILLNESS_S, DemoClock, Situation, skip

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
IDLE = Situation(
    is_robot_busy=False,
    next_event_at=NOW + timedelta(minutes=15),
    still_for_s=STILLNESS_S,
)


class FixedClock:
    def now(self) -> datetime:
        return NOW


def test_waiting_is_skipped_to_just_before_the_next_event() -> None:
    assert skip(IDLE, NOW) == timedelta(minutes=15) - LEAD


@pytest.mark.parametrize(
    "situation",
    [
        replace(IDLE, is_robot_busy=True),
        replace(IDLE, is_resident_speaking=True),
        replace(IDLE, is_held=True),
        replace(IDLE, is_uploading=True),
        replace(IDLE, still_for_s=STILLNESS_S / 2),
        replace(IDLE, next_event_at=None),
        replace(IDLE, next_event_at=NOW + LEAD),
        replace(IDLE, next_event_at=NOW - timedelta(minutes=1)),
    ],
)
def test_nothing_is_skipped_while_something_happens_or_is_about_to(situation: Situation) -> None:
    assert skip(situation, NOW) is None


def test_before_anything_is_known_of_the_robot_nothing_is_skipped() -> None:
    assert skip(Situation(), NOW) is None


def test_a_skip_is_seen_by_every_process_that_reads_the_file(tmp_path: Path) -> None:
    offset_file = tmp_path / "clock"
    write_offset(offset_file, timedelta(days=-3))
    clock = DemoClock(offset_file, FixedClock())
    server = SkippingClock(offset_file, FixedClock())
    clock.skip(timedelta(minutes=15))
    expected = NOW - timedelta(days=3) + timedelta(minutes=15)
    assert clock.now() == server.now() == expected


def test_a_clock_without_its_file_does_not_start(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="clock"):
        DemoClock(tmp_path / "clock")
