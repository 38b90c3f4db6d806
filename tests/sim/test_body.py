from dataclasses import replace
from datetime import UTC, datetime, timedelta
from math import pi

import pytest

from sim.battery import CHARGES_IN, DRIVES_FOR, STANDS_FOR, Charge
from sim.body import STAYS_FOR, Body
from sim.drive import POLITE_M, SPEED_M_S
from sim.home import NoWay, Point
from tests.sim.test_home import HOME

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
DOCKED = Body.docked(HOME, NOON)
WAY_M = 3.0 + 4.0 - POLITE_M
THERE = NOON + timedelta(seconds=WAY_M / SPEED_M_S + 0.001)


def test_the_time_of_a_drive_follows_from_distance_and_speed() -> None:
    body = DOCKED.go_to("s", NOON)
    assert body.drive.remaining_m(NOON) == pytest.approx(WAY_M)
    second = NOON + timedelta(seconds=1)
    assert body.drive.remaining_m(second) == pytest.approx(WAY_M - SPEED_M_S)
    assert body.is_driving(THERE - timedelta(seconds=0.1))
    assert not body.is_driving(THERE)


def test_it_stops_at_a_polite_distance() -> None:
    body = DOCKED.go_to("s", NOON)
    assert body.spot(THERE).at.distance_m(Point(3.0, 4.0)) == pytest.approx(POLITE_M)
    assert not body.looked_after(THERE).go_to("s", THERE).is_driving(THERE), "it is there already"


def test_it_looks_where_it_drives_anticlockwise_from_the_x_axis() -> None:
    body = DOCKED.go_to("s", NOON)
    assert body.drive.heading_rad(NOON) == pytest.approx(0.0)
    assert body.drive.heading_rad(THERE) == pytest.approx(pi / 2)


def test_stopped_on_the_way_it_stands_there_and_finds_its_way_on() -> None:
    second = NOON + timedelta(seconds=1)
    body = DOCKED.go_to("s", NOON).stopped(second)
    assert body.spot(THERE).at == Point(pytest.approx(SPEED_M_S), 0.0)  # type: ignore[arg-type]  # compares as a float
    assert body.go_to("s", second).drive.remaining_m(second) == pytest.approx(WAY_M - SPEED_M_S)


def test_left_in_peace_it_drives_back_and_docks_but_not_in_the_midst_of_a_talk() -> None:
    there = DOCKED.go_to("s", NOON).looked_after(THERE)
    later = THERE + STAYS_FOR
    assert not there.looked_after(later, is_wanted=True).is_driving(later)
    back = there.looked_after(later)
    assert back.is_driving(later)
    home_at = later + timedelta(minutes=1)
    assert back.looked_after(home_at).charge.is_docked


def test_an_empty_battery_goes_nowhere() -> None:
    empty = Body.docked(HOME, NOON, ratio=0.0)
    with pytest.raises(NoWay, match="battery is empty"):
        empty.go_to("s", NOON)


def test_the_battery_falls_by_what_it_does_and_rises_on_the_dock() -> None:
    half = Charge(ratio=0.5, at=NOON)
    hour = timedelta(hours=1)
    drives = half.going_on(NOON, is_driving=True, is_docked=False)
    stands = replace(drives, is_driving=False)
    assert drives.now(NOON + hour) == pytest.approx(0.5 - hour / DRIVES_FOR)
    assert stands.now(NOON + hour) == pytest.approx(0.5 - hour / STANDS_FOR)
    assert half.now(NOON + hour) == pytest.approx(0.5 + hour / CHARGES_IN)
    assert half.now(NOON + CHARGES_IN) == 1.0
    assert drives.now(NOON + DRIVES_FOR) == 0.0
