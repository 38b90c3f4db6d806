"""Acknowledgements, heartbeats, dead letters and clocks, over HTTP."""

from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient

from care_api.alerts import service as alerts
from care_api.alerts.cause import Cause
from codebook.event import Event
from codebook.heartbeat import Heartbeat, HeartbeatAnswer, Missing, Reach
from codebook.robot import Component, RobotFault
from codebook.upload import BatchResult, BootAck
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

BEAT = "/api/v1/robots/me/heartbeat"


def events(village: Village, count: int) -> list[Event]:
    body = RobotFault(component=Component.CARE_SERVER, code="x", detail="x")
    return [village.robot.event(body, None, MORNING) for _ in range(count)]


def ack(result: BatchResult) -> tuple[int, int]:
    [boot] = result.boots
    assert isinstance(boot, BootAck)
    return boot.contiguous, boot.highest


def beat(village: Village, client: TestClient, **changes: object) -> HeartbeatAnswer:
    sent: dict[str, Any] = {
        "sent_at": village.clock.now(),
        "software_version": "0.2.0",
        "plans_etag": "",
        "waiting_events": 3,
        "refused_events": 1,
        **changes,
    }
    document = Heartbeat.model_validate(sent).model_dump(mode="json")
    answer = client.post(BEAT, json=document, headers=village.robot_headers(client))
    assert answer.status_code == 200
    return HeartbeatAnswer.model_validate_json(answer.text)


def test_the_answer_says_up_to_where_all_has_arrived(village: Village) -> None:
    one, two, three, four = events(village, 4)
    assert ack(send(village, one)) == (1, 1)
    assert ack(send(village, four)) == (1, 4)
    assert ack(send(village, three)) == (1, 4)
    assert ack(send(village, two)) == (4, 4)
    assert ack(send(village, two)) == (4, 4)


def test_a_dead_letter_is_accounted_for_and_leaves_no_gap(village: Village) -> None:
    one, two, three = events(village, 3)
    bad = {**two.model_dump(mode="json"), "resident_id": str(village.olav)}
    assert ack(send(village, one.model_dump(mode="json"), bad)) == (2, 2)
    assert ack(send(village, three)) == (3, 3)


def test_a_server_set_back_to_yesterday_asks_for_what_it_has_lost(
    village: Village, client: TestClient
) -> None:
    recorded = events(village, 10)
    send(village, *recorded[:4])
    send(village, *recorded[8:])  # 5 to 8 were acknowledged, and are gone
    reach = Reach(boot_id=village.robot.boot_id, first=1, last=10)

    [missing] = beat(village, client, boots=(reach,)).missing
    assert missing == Missing(boot_id=village.robot.boot_id, first=5, last=8)

    assert ack(send(village, *recorded[4:8])) == (10, 10)
    assert beat(village, client, boots=(reach,)).missing == ()


def test_a_boot_of_which_nothing_is_left_is_asked_for_as_far_as_the_robot_keeps_it(
    village: Village, client: TestClient
) -> None:
    reach = Reach(boot_id=village.robot.boot_id, first=7, last=9)
    [missing] = beat(village, client, boots=(reach,)).missing
    assert (missing.first, missing.last) == (7, 9)


def test_a_robot_learns_nothing_of_anothers_log(village: Village, client: TestClient) -> None:
    second = village.add_robot()
    send(village, *events(village, 3))
    document = Heartbeat(
        sent_at=village.clock.now(),
        software_version="1",
        plans_etag="",
        waiting_events=0,
        refused_events=0,
        boots=(Reach(boot_id=village.robot.boot_id, first=1, last=9),),
    ).model_dump(mode="json")
    answer = client.post(BEAT, json=document, headers=village.robot_headers(client, second))
    assert answer.json()["missing"] == []


def test_staff_see_how_a_robot_was_at_its_latest_heartbeat(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "mons")
    assert client.get("/api/v1/robots").json()[0]["condition"] is None
    beat(village, client, battery=0.4, is_charging=False)
    etag = client.get("/api/v1/robots/me/orders", headers=village.robot_headers(client)).json()
    beat(village, client, battery=0.5, plans_etag=etag["plans_etag"])
    [robot] = client.get("/api/v1/robots").json()
    assert robot["software_version"] == "0.2.0"
    condition = robot["condition"]
    assert (condition["battery"], condition["is_charging"]) == (0.5, None)
    assert (condition["waiting_events"], condition["refused_events"]) == (3, 1)
    assert condition["has_newest_plans"]


def test_technicians_see_dead_letters_and_nurses_what_they_say(
    village: Village, client: TestClient
) -> None:
    [event] = events(village, 1)
    send(village, {**event.model_dump(mode="json"), "mood": "good"}, 17)
    address = f"/api/v1/robots/{village.robot.id}/dead-letters"
    village.log_in(client, "mons")
    letters = client.get(address).json()
    assert {letter["document"] for letter in letters} == {None}
    assert {letter["sequence"] for letter in letters} == {1, None}
    assert any("mood" in letter["reason"] for letter in letters)
    village.log_in(client, "kari")
    assert "17" in {letter["document"] for letter in client.get(address).json()}
    village.log_in(client, "hege")
    assert client.get(address).status_code == 404


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_robot_an_hour_off_is_one_alert_until_its_clock_is_right(
    village: Village, client: TestClient, hours: int
) -> None:
    def causes() -> list[Cause]:
        with village.database.reading() as session:
            return [alert.cause for alert in alerts.open_alerts(session, [village.solbakken])]

    for _ in range(2):
        beat(village, client, sent_at=village.clock.now() + timedelta(hours=hours))
    assert causes() == [Cause.ROBOT_CLOCK_OFF]
    beat(village, client)
    assert causes() == []
    village.clock.pass_by(timedelta(minutes=1))
    beat(village, client, sent_at=village.clock.now() + timedelta(hours=hours))
    assert causes() == [Cause.ROBOT_CLOCK_OFF]
