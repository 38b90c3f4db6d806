from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.demo.stage import Choices, PortTaken, make_stage
from schedules.clock import SkippingClock, SystemClock

STARTS_AT = datetime(2026, 3, 2, 6, 58, tzinfo=UTC)


def test_a_demonstration_begins_at_its_own_time_with_nothing_left_of_the_last(
    tmp_path: Path,
) -> None:
    for leftover in (tmp_path / "data" / "robot.sqlite", tmp_path / "robot.log"):
        leftover.parent.mkdir(exist_ok=True)
        leftover.touch()
    stage = make_stage(Choices(folder=tmp_path), STARTS_AT, SystemClock())
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["clock_offset"]
    now = SkippingClock(stage.clock_file).now()
    assert abs((now - STARTS_AT).total_seconds()) < 30


def test_what_is_not_ours_in_the_folder_stays(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").touch()
    make_stage(Choices(folder=tmp_path), STARTS_AT, SystemClock())
    assert (tmp_path / "letter.txt").exists()


def test_a_port_in_use_is_refused_before_anything_starts(tmp_path: Path, taken_port: int) -> None:
    choices = Choices(folder=tmp_path, port=taken_port)
    with pytest.raises(PortTaken, match=str(taken_port)):
        make_stage(choices, STARTS_AT, SystemClock())


def test_two_demonstrations_share_no_secret(tmp_path: Path) -> None:
    secrets = {
        make_stage(Choices(folder=tmp_path), STARTS_AT, SystemClock()).secret for _ in range(2)
    }
    assert len(secrets) == 2
