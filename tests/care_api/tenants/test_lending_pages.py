"""A shared response centre over HTTP: from one time to another, and for alerts only."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from care_api.alerts import service as alerts
from care_api.staff.role import Role
from care_api.tenants import lending
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

LENDING = "/administration/lending"
CRY = HelpRequested(
    cause=HelpCause.PAIN, utterance_id="u", transcript="au", grade=EvidenceGrade.SAID
)


@pytest.fixture
def lender(village: Village) -> Village:
    """The village with a leader in Solbakken, and an alert there."""
    with village.work() as work:
        village.employ(work, "lise", village.solbakken, Role.LEADER)
        village.employ(work, "tore", village.elvebakken, Role.TECHNICIAN)
    send(village, village.robot.event(CRY, village.solveig, MORNING))
    return village


def lend(village: Village, client: TestClient, starts: str, ends: str, **changes: object) -> int:
    token = village.log_in(client, "lise")["X-CSRF-Token"]
    form = {
        "csrf_token": token,
        "unit_id": str(village.solbakken),
        "to_unit_id": str(village.elvebakken),
        "starts": starts,
        "ends": ends,
        **changes,
    }
    status: int = client.post(LENDING, data=form, follow_redirects=False).status_code
    return status


def test_a_loan_begins_and_ends_by_itself(lender: Village, client: TestClient) -> None:
    assert lend(lender, client, "2026-03-02T08:00", "2026-03-02T09:00") == 303
    lender.log_in(client, "hege")
    assert client.get("/api/v1/alerts").json() == []
    lender.clock.pass_by(timedelta(minutes=30))  # eight o'clock in Norway
    assert len(client.get("/api/v1/alerts").json()) == 1
    assert "Solveig Haugen" in client.get("/alerts").text
    lender.clock.pass_by(timedelta(minutes=60))
    lender.log_in(client, "hege")
    assert client.get("/api/v1/alerts").json() == []
    assert "Solveig" not in client.get("/alerts").text


def test_who_borrows_answers_alerts_and_sees_nothing_else(
    lender: Village, client: TestClient
) -> None:
    lend(lender, client, "2026-03-02T07:00", "2026-03-02T12:00")
    headers = lender.log_in(client, "hege")
    [alert] = client.get("/api/v1/alerts").json()
    page = client.get(f"/alerts/{alert['id']}").text
    assert "Solveig Haugen" in page
    assert f"/residents/{lender.solveig}" not in page
    for step, document in (("own", None), ("acknowledge", None), ("handle", {"note": "Ringte."})):
        address = f"/api/v1/alerts/{alert['id']}/{step}"
        assert client.post(address, json=document, headers=headers).status_code == 200
    for beyond in ("", "/plan", "/speech", "/events?on=2026-03-02"):
        assert client.get(f"/api/v1/residents/{lender.solveig}{beyond}").status_code == 404
    assert "Solveig" not in client.get("/").text
    lender.log_in(client, "kari")
    looks = client.get(f"/api/v1/residents/{lender.solveig}/accesses").json()
    assert "Hege Lund" in {look["staff_name"] for look in looks}


def test_a_role_that_answers_no_alerts_borrows_none(lender: Village, client: TestClient) -> None:
    lend(lender, client, "2026-03-02T07:00", "2026-03-02T12:00")
    lender.log_in(client, "tore")
    assert client.get("/api/v1/alerts").status_code == 403


def test_a_loan_can_be_ended_at_once_by_the_lender_only(
    lender: Village, client: TestClient
) -> None:
    lend(lender, client, "2026-03-02T07:00", "2026-03-02T12:00")
    with lender.work() as work:
        lender.employ(work, "olga", lender.elvebakken, Role.LEADER)
    [loan_id] = loan_ids(lender)
    token = lender.log_in(client, "olga")["X-CSRF-Token"]
    assert "Solbakken" in client.get(LENDING).text
    end = f"{LENDING}/{loan_id}/end"
    assert client.post(end, data={"csrf_token": token}).status_code == 404
    token = lender.log_in(client, "lise")["X-CSRF-Token"]
    assert client.post(end, data={"csrf_token": token}, follow_redirects=False).status_code == 303
    lender.log_in(client, "hege")
    assert client.get("/api/v1/alerts").json() == []


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        ("2026-03-02T09:00", "2026-03-02T09:00"),
        ("2026-03-01T09:00", "2026-03-01T10:00"),
        ("2026-03-03T09:00", "2026-09-03T09:00"),
        ("", "2026-03-02T09:00"),
        ("2026-03-02T09:00", "for ever"),
    ],
)
def test_times_that_make_no_loan_are_refused(
    lender: Village, client: TestClient, starts: str, ends: str
) -> None:
    assert lend(lender, client, starts, ends) == 422
    assert loan_ids(lender) == []


def test_nobody_lends_what_is_not_hers(lender: Village, client: TestClient) -> None:
    times = ("2026-03-02T08:00", "2026-03-02T09:00")
    for stranger in (lender.fjellheim, lender.elvebakken):
        assert lend(lender, client, *times, unit_id=str(stranger)) == 404
    assert lend(lender, client, *times, to_unit_id=str(lender.solbakken)) == 404
    lender.log_in(client, "kari")
    assert client.get(LENDING).status_code == 403
    assert loan_ids(lender) == []


def loan_ids(village: Village) -> list[object]:
    with village.database.reading() as session:
        assert alerts.open_alerts(session, [village.solbakken])
        return [
            loan.id for loan in lending.of_units(session, [village.solbakken], village.clock.now())
        ]
