"""Whose residents the board shows: everybody's, or those whom the reader has marked as theirs."""

import pytest
from fastapi.testclient import TestClient
from httpx import Response

from care_api.audit import service as audit
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)


@pytest.fixture
def token(village: Village, client: TestClient) -> str:
    """What Kari's forms carry."""
    return village.log_in(client, "kari")["X-CSRF-Token"]


def press(client: TestClient, token: str, address: str) -> Response:
    answer: Response = client.post(address, data={"csrf_token": token, "back": "/?show=mine"})
    return answer


def test_the_board_shows_those_whom_i_have_marked_as_mine(
    village: Village, client: TestClient, token: str
) -> None:
    page = press(client, token, f"/residents/{village.arne}/follow").text
    assert "Arne Bakken" in page
    assert "Mine (1)" in page
    assert "Solveig Haugen" not in page
    assert "Solveig Haugen" in client.get("/").text
    page = press(client, token, f"/residents/{village.arne}/unfollow").text
    assert "Du har ikke merket noen som dine" in page


def test_a_mark_is_the_nurses_own_and_outlives_her_session(
    village: Village, client: TestClient, token: str
) -> None:
    for _ in range(2):  # twice is as good as once
        assert press(client, token, f"/residents/{village.arne}/follow").status_code == 200
    village.log_in(client, "siri")
    assert "Mine (0)" in client.get("/").text
    village.log_in(client, "kari")
    assert "Mine (1)" in client.get("/").text


def test_whoever_looks_at_her_own_learns_that_others_wait(
    village: Village, client: TestClient, token: str
) -> None:
    press(client, token, f"/residents/{village.arne}/follow")
    send(village, village.robot.event(CRY, village.solveig, MORNING))
    page = client.get("/?show=mine").text
    assert "1 varsel om andre beboere har ingen tatt ennå" in page
    assert "Solveig" not in page


@pytest.mark.parametrize("what", ["follow", "unfollow"])
def test_nobody_of_another_unit_can_be_marked(
    village: Village, client: TestClient, token: str, what: str
) -> None:
    for resident_id in (village.ingrid, village.olav):
        assert press(client, token, f"/residents/{resident_id}/{what}").status_code == 404


def test_a_mark_needs_a_form_of_ours(village: Village, client: TestClient, token: str) -> None:
    assert press(client, token + "x", f"/residents/{village.arne}/follow").status_code == 403


def test_only_those_who_are_shown_are_looked_at(
    village: Village, client: TestClient, token: str
) -> None:
    press(client, token, f"/residents/{village.arne}/follow")
    client.get("/?show=mine")
    with village.database.reading() as session:
        assert audit.accesses(session, village.solveig) == ()


def test_each_resident_has_the_next_tasks_and_the_robots_state(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "kari")
    page = client.get("/").text
    row = page[page.index(f'id="resident-{village.solveig}"') :]
    row = row[: row.index("</form>")]
    assert all(title in row for title in ("Paracet", "Morgentilsyn", "Sang"))
    assert "Tilkoblet" in row
