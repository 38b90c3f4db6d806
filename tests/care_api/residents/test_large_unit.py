"""The board of a unit that is too large for one page."""

import re
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from care_api.robots import service as robots
from care_api.robots.tables import RobotRow
from care_api.web.board import ROBOTS_SHOWN, ROWS_SHOWN
from tests.care_api.lived_in import morning
from tests.care_api.village import Village


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_large_unit_is_shown_in_parts_with_those_first_who_need_somebody(
    village: Village, client: TestClient
) -> None:
    people = [(uuid4(), f"Berit Dahl {number:02}") for number in range(ROWS_SHOWN + 3)]
    with village.work() as work:
        for resident_id, name in people:
            village.move_in(work, resident_id, village.solbakken, name)
    morning(village, village.arne)
    village.log_in(client, "kari")
    first, second = client.get("/").text, client.get("/?side=2").text
    shown = [re.findall(r'id="resident-([0-9a-f-]+)"', page) for page in (first, second)]
    assert len(shown[0]) == ROWS_SHOWN
    assert len(shown[1]) == 5
    assert not set(shown[0]) & set(shown[1])
    assert str(village.arne) in shown[0]
    assert f"1 til {ROWS_SHOWN} av {ROWS_SHOWN + 5}" in first
    assert client.get("/?side=99").text.count('id="resident-') == 5


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_resident_is_found_by_name_or_room(village: Village, client: TestClient) -> None:
    village.log_in(client, "kari")
    page = client.get("/?find=bakken").text
    assert "Arne Bakken" in page
    assert "Solveig Haugen" not in re.findall(r"<h3.*?</h3>", page, re.DOTALL)[0]


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_search_without_hits_says_so_and_nothing_of_the_day(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "kari")
    page = client.get("/?find=nobody").text
    assert "Ingen med det navnet eller rommet" in page
    assert re.search(r'<a href="/">\s*Vis alle igjen', page)
    assert "planlagt" not in page
    mine = client.get("/?find=solveig&show=mine").text
    assert re.search(r'<a href="/\?find=solveig">\s*Let blant alle beboere', mine)


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_a_search_that_finds_nobody_with_a_plan_says_nothing_of_the_whole_unit(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "kari")
    assert "Ingenting er planlagt i dag for dem som vises her." in client.get("/?find=arne").text


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_who_has_no_robot_comes_after_all_who_need_something_and_all_who_are_well(
    village: Village, client: TestClient
) -> None:
    people = {name: uuid4() for name in ("Anna Aas", "Berit Aas", "Dagny Aas")}
    with village.work() as work:
        for name, resident_id in people.items():
            village.move_in(work, resident_id, village.solbakken, name)
        work.session.flush()
        units = [village.solbakken]
        silent = robots.add(work, village.solbakken, "Nabo 2")
        robots.assign(work, silent, [people["Berit Aas"]], units)
    morning(village, village.solveig)
    village.log_in(client, "kari")
    page = client.get("/").text
    assert re.findall(r'<a href="/residents/[0-9a-f-]+">([^<]+)</a> <span', page) == [
        "Solveig Haugen",
        "Berit Aas",
        "Arne Bakken",
        "Anna Aas",
        "Dagny Aas",
    ]
    assert page.count("Uten robot") == 3  # in short, and on each row


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_robots_that_are_not_heard_from_come_first_and_the_others_are_counted(
    village: Village, client: TestClient
) -> None:
    silent = [f"Stille {number:02}" for number in range(ROBOTS_SHOWN)]
    with village.work() as work:
        for name in silent:
            robots.add(work, village.solbakken, name)
        work.session.get_one(RobotRow, village.robot.id).last_seen_at = work.now
    village.log_in(client, "kari")
    listed = client.get("/").text.split('aria-labelledby="robots"')[1]
    assert [name for name in (*silent, "Nabo 1") if name in listed] == silent
    assert "Tilkoblet" not in listed
    assert "1 robot til" in listed
