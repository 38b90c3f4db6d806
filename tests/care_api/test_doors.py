"""No route decides by itself who may pass."""

import re
from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient

from care_api.audit import service as audit
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

CRY = HelpRequested(
    cause=HelpCause.PAIN, utterance_id="u", transcript="au", grade=EvidenceGrade.SAID
)

OPEN = {
    ("GET", "/health"),
    ("GET", "/api/v1/health"),
    ("POST", "/api/v1/staff/login"),
    ("POST", "/api/v1/robots/claim"),
    ("POST", "/api/v1/robots/token"),
}


def operations(client: TestClient) -> Iterator[tuple[str, str]]:
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    for path, methods in paths.items():
        yield from ((method.upper(), path) for method in methods)


def test_every_operation_but_a_short_list_turns_strangers_away(client: TestClient) -> None:
    for method, path in operations(client):
        if (method, path) in OPEN:
            continue
        answer = client.request(method, re.sub(r"\{\w+\}", str(uuid4()), path))
        assert answer.status_code == 401, (method, path)
        assert answer.headers["content-type"] == "application/problem+json"


def test_the_short_list_is_not_longer_than_it_must_be(client: TestClient) -> None:
    assert set(operations(client)) >= OPEN


@pytest.mark.parametrize("what", ["", "/plan", "/tasks?on=2026-03-02", "/events?on=2026-03-02"])
def test_a_resident_of_another_unit_or_municipality_does_not_exist(
    village: Village, client: TestClient, what: str
) -> None:
    village.log_in(client, "kari")
    answers = [
        client.get(f"/api/v1/residents/{resident_id}{what}")
        for resident_id in (village.ingrid, village.olav, uuid4())
    ]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text for answer in answers}) == 1
    assert client.get(f"/api/v1/residents/{village.solveig}{what}").status_code == 200


def test_a_unit_sees_its_own_residents_only(village: Village, client: TestClient) -> None:
    village.log_in(client, "hege")
    board = client.get("/api/v1/residents").json()
    assert [UUID(row["resident"]["id"]) for row in board] == [village.olav]


def test_a_manager_without_a_duty_of_care_sees_nobody(village: Village, client: TestClient) -> None:
    village.log_in(client, "mons")
    assert client.get("/api/v1/residents").status_code == 403
    assert client.get(f"/api/v1/residents/{village.solveig}").status_code == 404
    assert client.get("/api/v1/robots").status_code == 200


def test_a_carer_reads_the_plan_and_does_not_change_it(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "siri")
    address = f"/api/v1/residents/{village.solveig}/plan"
    etag = client.get(address).headers["etag"]
    answer = client.put(address, json={"items": []}, headers={**headers, "If-Match": etag})
    assert answer.status_code == 404


def test_a_change_needs_the_token_of_our_own_page(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    for given in ({}, {"X-CSRF-Token": "guess"}):
        answer = client.post("/api/v1/staff/logout", headers=given)
        assert (answer.status_code, answer.json()["code"]) == (403, "csrf_token_wrong")
    assert client.post("/api/v1/staff/logout", headers=headers).status_code == 204


def test_every_look_at_a_resident_is_written_down(village: Village, client: TestClient) -> None:
    village.log_in(client, "kari")
    client.get(f"/api/v1/residents/{village.solveig}/plan")
    client.get(f"/api/v1/residents/{village.solveig}/events?on={MORNING.date()}")
    client.get(f"/api/v1/residents/{village.ingrid}/plan")
    log = client.get(f"/api/v1/residents/{village.solveig}/accesses").json()
    assert {entry["what"] for entry in log} == {"read_accesses", "read_timeline", "read_plan"}
    assert {entry["staff_name"] for entry in log} == {"Kari Lund"}


@pytest.mark.parametrize("address", ["/api/v1/residents", "/", "/api/v1/alerts", "/alerts"])
def test_a_list_is_a_look_at_everybody_it_names_once_while_it_stays_open(
    village: Village, client: TestClient, address: str
) -> None:
    send(village, village.robot.event(CRY, village.arne, MORNING))
    village.log_in(client, "kari")
    for _ in range(3):
        assert client.get(address).status_code == 200
    assert looks(village, village.arne) == 1
    assert looks(village, village.ingrid) == 0
    village.clock.pass_by(audit.ONE_LOOK)
    client.get(address)
    assert looks(village, village.arne) == 2
    assert (looks(village, village.solveig) == 2) is ("alerts" not in address)


def looks(village: Village, resident_id: UUID) -> int:
    with village.database.reading() as session:
        return len(audit.accesses(session, resident_id))


def test_robots_and_staff_do_not_pass_each_others_door(
    village: Village, client: TestClient
) -> None:
    robot = village.robot_headers(client)
    assert client.get("/api/v1/residents", headers=robot).status_code == 401
    village.log_in(client, "kari")
    assert client.get("/api/v1/robots/me/orders").status_code == 401
