from datetime import UTC, datetime
from pathlib import Path

import pytest

from cli.demo.processes import free_port
from cli.doctor import machine
from cli.doctor.check import Health


class FixedClock:
    def __init__(self, year: int) -> None:
        self._now = datetime(year, 6, 1, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now


@pytest.mark.parametrize(
    ("free_bytes", "health"),
    [
        (50_000_000, Health.FAILURE),
        (500_000_000, Health.WARNING),
        (50_000_000_000, Health.OK),
    ],
)
def test_little_space_warns_before_it_fails(free_bytes: int, health: Health) -> None:
    assert machine.judge_disk(free_bytes, Path("folder")).health is health


@pytest.mark.parametrize(
    ("year", "health"), [(1970, Health.FAILURE), (2027, Health.OK), (2199, Health.FAILURE)]
)
def test_a_clock_that_was_never_set_is_noticed(year: int, health: Health) -> None:
    assert machine.clock(FixedClock(year)).health is health


@pytest.mark.parametrize(
    ("zone", "health"),
    [
        ("Europe/Oslo", Health.OK),
        ("Asia/Tokyo", Health.FAILURE),
        ("Europe/Nowhere", Health.FAILURE),
    ],
)
def test_a_zone_needs_its_clock_changes(zone: str, health: Health) -> None:
    assert machine.time_zones(zone).health is health


def test_a_free_port_is_fine() -> None:
    assert machine.port(free_port()).health is Health.OK
