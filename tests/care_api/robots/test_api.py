from datetime import timedelta
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient

from care_api.robots.tables import RobotRow
from codebook.orders import Orders
from tests.care_api.village import DOSE, MORNING, TestRobot, Village

CLAIM = "/api/v1/robots/claim"
TOKEN = "/api/v1/robots/token"
ORDERS = "/api/v1/robots/me/orders"


def new_robot(village: Village, client: TestClient) -> tuple[TestRobot, dict[str, str]]:
    headers = village.log_in(client, "kari")
    body = {"unit_id": str(village.solbakken), "name": "Nabo 2"}
    made = client.post("/api/v1/robots", json=body, headers=headers).json()
    robot = TestRobot(id=made["robot_id"], unit_id=village.solbakken)
    return robot, {
        "code": made["code"],
        "public_key": robot.public_key,
        "software_version": "0.1.0",
    }


def test_a_code_is_claimed_once(village: Village, client: TestClient) -> None:
    robot, claim = new_robot(village, client)
    answer = client.post(CLAIM, json=claim)
    assert answer.json() == {"robot_id": str(robot.id), "name": "Nabo 2"}
    again = client.post(CLAIM, json=claim)
    assert (again.status_code, again.json()["code"]) == (401, "robot_unknown")


def test_a_code_may_be_typed_as_people_type(village: Village, client: TestClient) -> None:
    _, claim = new_robot(village, client)
    typed = claim["code"].lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert client.post(CLAIM, json={**claim, "code": typed}).status_code == 200


def test_a_code_grows_too_old(village: Village, client: TestClient) -> None:
    _, claim = new_robot(village, client)
    village.clock.pass_by(timedelta(minutes=30))
    assert client.post(CLAIM, json=claim).status_code == 401


def test_a_broken_key_is_refused_and_the_code_stays_good(
    village: Village, client: TestClient
) -> None:
    _, claim = new_robot(village, client)
    for key in ("", "kort", "æøå", "A" * 99):
        answer = client.post(CLAIM, json={**claim, "public_key": key})
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid_document")
    assert client.post(CLAIM, json=claim).status_code == 200


def test_an_assertion_counts_once(village: Village, client: TestClient) -> None:
    body = {"client_assertion": village.robot.assertion(MORNING)}
    assert client.post(TOKEN, json=body).status_code == 200
    assert client.post(TOKEN, json=body).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"exp": MORNING.timestamp() - 31},
        {"exp": MORNING.timestamp() + 600},
        {"exp": "soon"},
        {"exp": 1e300},
        {"aud": "another-api"},
        {"sub": str(uuid4())},
        {"iss": str(uuid4())},
        {"iss": "nobody"},
    ],
)
def test_an_assertion_that_does_not_hold_is_refused(
    village: Village, client: TestClient, changes: dict[str, object]
) -> None:
    assertion = village.robot.assertion(MORNING, **changes)
    assert client.post(TOKEN, json={"client_assertion": assertion}).status_code == 401


def test_a_robot_whose_clock_is_off_learns_the_servers_time_by_its_signature(
    village: Village, client: TestClient
) -> None:
    late = {"client_assertion": village.robot.assertion(MORNING - timedelta(days=1))}
    refused = client.post(TOKEN, json=late)
    assert (refused.status_code, refused.json()["code"]) == (401, "clock_off")
    assert refused.json()["server_time"] == MORNING.isoformat()
    impostor = TestRobot(id=village.robot.id, unit_id=village.solbakken)
    forged = {"client_assertion": impostor.assertion(MORNING - timedelta(days=1))}
    assert "server_time" not in client.post(TOKEN, json=forged).json()


def test_only_the_robots_own_key_signs_for_it(village: Village, client: TestClient) -> None:
    impostor = TestRobot(id=village.robot.id, unit_id=village.solbakken)
    body = {"client_assertion": impostor.assertion(MORNING)}
    assert client.post(TOKEN, json=body).status_code == 401


def test_a_token_lasts_a_quarter_of_an_hour(village: Village, client: TestClient) -> None:
    headers = village.robot_headers(client)
    village.clock.pass_by(timedelta(minutes=14))
    assert client.get(ORDERS, headers=headers).status_code == 200
    village.clock.pass_by(timedelta(minutes=1))
    assert client.get(ORDERS, headers=headers).status_code == 401


def test_a_revoked_robot_is_out_at_its_next_request(village: Village, client: TestClient) -> None:
    robot = village.robot_headers(client)
    staff = village.log_in(client, "kari")
    address = f"/api/v1/robots/{village.robot.id}/revoke"
    assert client.post(address, headers=staff).status_code == 204
    assert client.get(ORDERS, headers=robot).status_code == 401
    body = {"client_assertion": village.robot.assertion(MORNING)}
    assert client.post(TOKEN, json=body).status_code == 401


def test_another_municipalitys_robot_cannot_be_revoked(
    village: Village, client: TestClient
) -> None:
    staff = village.log_in(client, "hege")
    address = f"/api/v1/robots/{village.robot.id}/revoke"
    assert client.post(address, headers=staff).status_code == 404


def test_the_plans_come_once_for_each_version(village: Village, client: TestClient) -> None:
    headers = village.robot_headers(client)
    first = client.get(ORDERS, headers=headers)
    [resident] = Orders.model_validate_json(first.text).plans.residents
    assert (resident.resident_id, len(resident.plan.items)) == (village.solveig, 3)
    known = {**headers, "If-None-Match": first.headers["etag"]}
    unchanged = client.get(ORDERS, headers=known)
    assert (unchanged.status_code, unchanged.content) == (304, b"")
    with village.work() as work:
        village.plan(work, DOSE)
    changed = client.get(ORDERS, headers=known)
    assert changed.status_code == 200
    assert changed.headers["etag"] != first.headers["etag"]


def test_a_request_is_a_sign_of_life(village: Village, client: TestClient) -> None:
    headers = village.robot_headers(client)
    village.clock.pass_by(timedelta(minutes=5))
    client.get(ORDERS, headers=headers)
    with village.database.reading() as session:
        seen_at = session.get_one(RobotRow, village.robot.id).last_seen_at
    assert seen_at == village.clock.now()


def test_a_robot_gets_no_resident_of_another_unit(village: Village, client: TestClient) -> None:
    staff = village.log_in(client, "kari")
    answer = client.put(
        f"/api/v1/robots/{village.robot.id}/residents",
        json={"resident_ids": [str(village.olav)]},
        headers=staff,
    )
    assert answer.status_code == 404
