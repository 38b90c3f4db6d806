import pytest
from fastapi.testclient import TestClient

from tests.care_api.village import Village

SETTINGS = {
    "locale": "nn_NO",
    "spoken_name": "Solveig",
    "form_of_address": "title",
    "title": "fru",
    "rate": 0.8,
    "volume": 0.9,
    "hearing": "reduced",
    "patience_s": 20,
    "end_silence_s": 2.0,
    "dialect": "Sunnmøre",
}


def address(village: Village) -> str:
    return f"/api/v1/residents/{village.solveig}/speech"


def test_what_a_nurse_sets_reaches_the_robot_with_the_plans(
    village: Village, client: TestClient
) -> None:
    staff = village.log_in(client, "kari")
    robot = village.robot_headers(client)
    before = client.get("/api/v1/robots/me/orders", headers=robot)
    assert client.put(address(village), json=SETTINGS, headers=staff).status_code == 200
    assert client.get(address(village)).json() == SETTINGS
    after = client.get(
        "/api/v1/robots/me/orders",
        headers={**robot, "If-None-Match": before.headers["etag"]},
    )
    solveig = next(
        each
        for each in after.json()["plans"]["residents"]
        if each["resident_id"] == str(village.solveig)
    )
    assert solveig["spoken_name"].startswith("fru ")
    assert (solveig["speech_rate"], solveig["speech_volume"]) == (0.8, 0.9)
    assert (solveig["hearing"], solveig["patience_s"]) == ("reduced", 20)
    assert (solveig["locale"], solveig["dialect"]) == ("nn_NO", "Sunnmøre")


@pytest.mark.parametrize("wrong", [{"rate": 3}, {"volume": 0}, {"patience_s": 0}, {"pitch": 2}])
def test_a_setting_out_of_bounds_is_refused_by_name(
    village: Village, client: TestClient, wrong: dict[str, float]
) -> None:
    staff = village.log_in(client, "kari")
    answer = client.put(address(village), json={**SETTINGS, **wrong}, headers=staff)
    assert answer.status_code == 422
    assert next(iter(wrong)) in answer.text


def test_only_somebody_who_plans_care_changes_it(village: Village, client: TestClient) -> None:
    robot = village.robot_headers(client)
    answer = client.put(address(village), json=SETTINGS, headers=robot)
    assert answer.status_code in {401, 403}
