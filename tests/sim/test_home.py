from dataclasses import replace
from pathlib import Path

import pytest

from schedules.locale import Locale
from sim.home import Door, Home, HomeInvalid, Inhabitant, NoWay, Point, Room, home_file, load_home
from sim.scenario import load_scenario, scenario_file

HALL = Room(name="gang", x_m=0.0, y_m=0.0)
KITCHEN = Room(name="kjøkken", x_m=3.0, y_m=0.0)
BEDROOM = Room(name="soverom", x_m=3.0, y_m=4.0)
HOME = Home(
    dock="gang",
    rooms=(HALL, KITCHEN, BEDROOM),
    doors=(Door(between=("gang", "kjøkken")), Door(between=("kjøkken", "soverom"))),
    people=(Inhabitant(resident_id="s", room="soverom"),),
)


def places(home: Home, start: str, room: str) -> list[Point]:
    return [spot.at for spot in home.way(home.stop(start), room)]


def test_the_way_leads_through_the_rooms_between() -> None:
    middles = [Point(0.0, 0.0), Point(0.0, 0.0), Point(3.0, 0.0), Point(3.0, 4.0)]
    assert places(HOME, "gang", "soverom") == middles


def test_the_shorter_of_two_ways_is_taken() -> None:
    shortcut = replace(HOME, doors=(*HOME.doors, Door(between=("gang", "soverom"))))
    assert Point(3.0, 0.0) not in places(shortcut, "gang", "soverom")


def test_a_closed_door_blocks_the_way_and_it_is_said_so() -> None:
    closed = replace(HOME, doors=(HOME.doors[0], replace(HOME.doors[1], is_open=False)))
    with pytest.raises(NoWay, match=r"blocked: open a door"):
        places(closed, "gang", "soverom")


def test_an_unknown_room_or_resident_is_named_with_the_remedy() -> None:
    with pytest.raises(NoWay, match=r"no room 'bad'"):
        places(HOME, "gang", "bad")
    with pytest.raises(NoWay, match=r"nobody knows in which room"):
        HOME.room_of("nobody")


def test_the_scenarios_residents_live_in_the_home_that_comes_along() -> None:
    home = load_home(home_file("solbakken"))
    for person in load_scenario(scenario_file("morning", Locale.NB_NO)).people:
        assert home.way(home.stop(home.dock), home.room_of(person.resident_id))


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("dock = ", "Invalid value"),
        ('dock = "a"\nrooms = []\ndoors = []', "'a' is named"),
        ('dock = "a"\nrooms = [{name = "a", x_m = "far", y_m = 0}]\ndoors = []', "rooms.0.x_m"),
    ],
)
def test_a_home_that_cannot_be_driven_in_names_what_is_wrong(
    tmp_path: Path, text: str, wrong: str
) -> None:
    file = tmp_path / "home.toml"
    file.write_text(text, "utf-8")
    with pytest.raises(HomeInvalid, match=wrong):
        load_home(file)
    with pytest.raises(HomeInvalid, match="cannot be read"):
        load_home(tmp_path / "none.toml")
