"""A nurse lets a resident move or the service end, by forms without scripts; nobody else can."""

from datetime import timedelta
from http import HTTPStatus

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session

from care_api.residents import service as residents
from care_api.residents import transitions
from care_api.staff.role import Role
from tests.care_api.events.sending import send
from tests.care_api.residents.test_ending import CRY, handle_all, is_ended
from tests.care_api.staff.pages import Browser, hidden
from tests.care_api.village import Village


@pytest.fixture
def nurse(client: TestClient) -> Browser:
    browser = Browser(client)
    browser.log_in()
    return browser


def address(village: Village, page: str) -> str:
    return f"/residents/{village.solveig}/{page}"


def moving(village: Village, **changes: str) -> dict[str, str]:
    there = {"to_unit": str(village.fjellheim), "room": "9", "from_on": "2026-03-02"}
    return {**there, "instead_of": "", **changes}


def unit_of(village: Village, session: Session) -> object:
    return residents.by_id(session, village.solveig).unit_id


def test_a_move_at_once_leads_back_to_the_board_where_the_resident_is_no_more(
    village: Village, nurse: Browser
) -> None:
    assert address(village, "move") in nurse.open(address(village, "about")).text
    assert "Fjellheim" in nurse.open(address(village, "move")).text
    board = nurse.send(address(village, "move"), **moving(village))
    assert board.status_code == HTTPStatus.OK
    assert "Solveig Haugen" not in board.text
    assert "hører til den andre enheten" in board.text
    for page in ("", "about", "plan", "details", "move", "end"):
        assert nurse.open(address(village, page).rstrip("/")).status_code == HTTPStatus.NOT_FOUND
    with village.database.reading() as session:
        assert unit_of(village, session) == village.fjellheim


def test_the_new_units_nurse_finds_the_resident_with_plan_and_room(
    village: Village, client: TestClient, nurse: Browser
) -> None:
    nurse.send(address(village, "move"), **moving(village))
    with village.work() as work:
        village.employ(work, "nina", village.fjellheim, Role.NURSE)
    other = Browser(TestClient(client.app))
    other.log_in("nina")
    assert "Solveig Haugen" in other.open("/").text
    assert "Paracet" in other.open(address(village, "plan")).text
    assert "<dd>9</dd>" in other.open(address(village, "about")).text


def test_what_is_planned_stands_on_the_page_and_is_withdrawn_there(
    village: Village, nurse: Browser
) -> None:
    about = nurse.send(address(village, "move"), **moving(village, from_on="2026-03-09"))
    assert "Flytter til Fjellheim 9. mars 2026" in about.text
    form = nurse.open(address(village, "end"))
    assert hidden(form, "instead_of")
    late = nurse.send(address(village, "end"), reason="died", from_on="", instead_of="")
    assert late.status_code == HTTPStatus.PRECONDITION_FAILED
    assert not is_ended(village, village.solveig)
    about = nurse.send(address(village, "withdraw"))
    assert "Flytter til" not in about.text


@pytest.mark.parametrize(
    ("field", "text"),
    [("to_unit", ""), ("room", " "), ("from_on", "2026-03-01"), ("from_on", "2030-01-01")],
)
def test_what_is_wrong_with_a_move_is_said_at_its_field(
    village: Village, nurse: Browser, field: str, text: str
) -> None:
    page = nurse.send(address(village, "move"), **moving(village, **{field: text}))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-fault"' in page.text
    with village.database.reading() as session:
        assert unit_of(village, session) == village.solbakken
        assert transitions.ahead(session, village.solveig) is None


def test_a_unit_that_was_not_offered_is_no_choice(village: Village, nurse: Browser) -> None:
    for unit_id in (village.elvebakken, village.solbakken, "nonsense"):
        page = nurse.send(address(village, "move"), **moving(village, to_unit=str(unit_id)))
        assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    with village.database.reading() as session:
        assert unit_of(village, session) == village.solbakken


def test_the_service_ends_is_found_again_and_taken_up_again(
    village: Village, nurse: Browser
) -> None:
    about = nurse.send(address(village, "end"), reason="died", from_on="2026-03-02", instead_of="")
    assert "Tjenesten ble avsluttet 2. mars 2026: Beboeren er død" in about.text
    assert "Solveig Haugen" not in nurse.open("/").text
    former = nurse.open("/residents/former").text
    assert address(village, "about") in former
    for page in ("", "about", "plan", "links", "consents", "now", "adherence"):
        assert nurse.open(address(village, page).rstrip("/")).status_code == HTTPStatus.OK
    assert "/plan/items/new" not in nurse.open(address(village, "plan")).text
    for page in ("move", "end"):
        assert "Tjenesten ble avsluttet" in nurse.open(address(village, page)).text
    again = nurse.send(address(village, "resume"))
    assert "Tjenesten ble avsluttet 2. mars" not in again.text
    assert "Solveig Haugen" in nurse.open("/").text
    assert nurse.send(address(village, "resume")).status_code == HTTPStatus.CONFLICT


def test_an_end_without_a_reason_or_with_an_open_cry_comes_back(
    village: Village, nurse: Browser
) -> None:
    page = nurse.send(address(village, "end"), from_on="", instead_of="")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    page = nurse.send(address(village, "end"), reason="declined", from_on="", instead_of="")
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert "Håndter disse varslene først" in page.text
    assert "/alerts/" in page.text
    assert not is_ended(village, village.solveig)
    handle_all(village, village.solveig)
    nurse.send(address(village, "end"), reason="declined", from_on="", instead_of="")
    assert is_ended(village, village.solveig)


@pytest.mark.parametrize("user_name", ["siri", "mons", "hege"])
def test_nobody_but_the_units_nurse_places_a_resident(
    village: Village, client: TestClient, user_name: str
) -> None:
    other = Browser(client)
    other.log_in(user_name)
    for page, form in (
        ("move", moving(village)),
        ("end", {"reason": "died", "instead_of": ""}),
        ("withdraw", {}),
        ("resume", {}),
    ):
        if page in {"move", "end"}:
            assert other.open(address(village, page)).status_code == HTTPStatus.NOT_FOUND
        assert other.send(address(village, page), **form).status_code == HTTPStatus.NOT_FOUND
    assert not is_ended(village, village.solveig)
    with village.database.reading() as session:
        assert unit_of(village, session) == village.solbakken


def test_a_carer_finds_former_residents_and_a_stranger_none(
    village: Village, client: TestClient, nurse: Browser
) -> None:
    nurse.send(address(village, "end"), reason="moved_away", from_on="", instead_of="")
    seen = {}
    for user_name in ("siri", "hege", "mons"):
        other = Browser(TestClient(client.app))
        other.log_in(user_name)
        answer = other.open("/residents/former")
        seen[user_name] = (answer.status_code, "Solveig Haugen" in answer.text)
    assert seen == {"siri": (200, True), "hege": (200, False), "mons": (403, False)}


def test_a_planned_end_that_an_open_cry_holds_up_says_so(village: Village, nurse: Browser) -> None:
    later = {"reason": "unsuitable", "from_on": "2026-03-04", "instead_of": ""}
    about = nurse.send(address(village, "end"), **later)
    assert "Tjenesten avsluttes 4. mars 2026: Roboten passer ikke lenger" in about.text
    assert "Det venter til varslene" not in about.text
    village.clock.pass_by(timedelta(days=2))
    nurse.log_in()
    assert "Det venter til varslene" in nurse.open(address(village, "about")).text


def test_programs_see_when_it_ended_find_nobody_on_the_board_and_save_no_plan(
    village: Village, client: TestClient, nurse: Browser
) -> None:
    nurse.send(address(village, "end"), reason="died", from_on="", instead_of="")
    headers = village.log_in(client, "kari")
    api = f"/api/v1/residents/{village.solveig}"
    assert client.get(api).json()["ended_at"] == "2026-03-02T06:30:00Z"
    board = client.get("/api/v1/residents").json()
    assert str(village.solveig) not in {row["resident"]["id"] for row in board}
    etag = client.get(f"{api}/plan").headers["ETag"]
    saved = client.put(f"{api}/plan", json={"items": []}, headers={**headers, "If-Match": etag})
    assert saved.status_code == HTTPStatus.CONFLICT
    assert saved.json()["code"] == "service_ended"
