from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from care_api.alerts import service as alerts
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertState
from care_api.audit.tables import AccessRow
from care_api.commands import expiry
from care_api.robots import service as robots
from codebook.command import (
    AlertSeen,
    Command,
    CommandDone,
    CommandReceived,
    CommandRefused,
    Refusal,
)
from codebook.event import Body
from codebook.help import HelpCause, HelpRequested
from codebook.orders import Orders
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, DOSE, MORNING, TestRobot, Village

COFFEE = {"kind": "say", "text": "Det er kaffe i stua."}
RESTART = {"body": {"kind": "restart"}}


def tell(
    village: Village,
    body: Body,
    *,
    robot: TestRobot | None = None,
    resident_id: UUID | None = None,
) -> None:
    """Let a robot report something."""
    teller = robot or village.robot
    send(village, teller.event(body, resident_id, village.clock.now()), sender=teller)


def address(village: Village) -> str:
    return f"/api/v1/residents/{village.solveig}/commands"


def asked(
    village: Village, client: TestClient, body: Mapping[str, object], who: str = "kari"
) -> Any:  # noqa: ANN401 - JSON
    headers = village.log_in(client, who)
    return client.post(address(village), json={"body": body}, headers=headers)


def handed_out(village: Village, client: TestClient) -> tuple[Command, ...]:
    answer = client.get("/api/v1/robots/me/orders", headers=village.robot_headers(client))
    return Orders.model_validate_json(answer.text).commands


def state(village: Village, client: TestClient) -> str:
    village.log_in(client, "kari")
    [shown] = client.get(address(village)).json()
    return str(shown["state"])


@pytest.mark.parametrize(
    "body", [COFFEE, {"kind": "check_in"}, {"kind": "check_in", "item_id": str(CHECK.id)}]
)
def test_what_a_nurse_asks_is_handed_to_the_residents_robot(
    village: Village, client: TestClient, body: Mapping[str, object]
) -> None:
    answer = asked(village, client, body)
    assert answer.status_code == 201
    [command] = handed_out(village, client)
    assert answer.json()["command"] == command.model_dump(mode="json")
    assert command.resident_id == village.solveig
    assert command.expires_at - command.created_at == timedelta(minutes=15)
    assert state(village, client) == "sent"


def test_a_nurse_who_does_not_promise_to_ring_is_not_promised(
    village: Village, client: TestClient
) -> None:
    refused = asked(village, client, {"kind": "call_back", "is_confirmed": False})
    assert refused.status_code == 422
    assert "somebody will ring" in refused.json()["detail"]
    assert asked(village, client, {"kind": "call_back"}).status_code == 422
    assert asked(village, client, {"kind": "call_back", "is_confirmed": True}).status_code == 201
    [command] = handed_out(village, client)
    assert command.body.kind == "call_back"


@pytest.mark.parametrize(
    "body",
    [
        {"kind": "say", "text": "  "},
        {"kind": "say", "text": "a" * 281},
        {"kind": "say", "text": "to\nlinjer"},
        {"kind": "check_in", "item_id": str(DOSE.id)},
        {"kind": "restart"},
        {"kind": "alert_seen", "alert_id": str(UUID(int=1)), "code": "3", "cause_event_id": None},
    ],
)
def test_what_cannot_be_carried_out_is_refused(
    village: Village, client: TestClient, body: Mapping[str, object]
) -> None:
    assert asked(village, client, body).status_code == 422
    assert handed_out(village, client) == ()


def test_who_has_no_duty_of_care_speaks_to_nobody(village: Village, client: TestClient) -> None:
    assert asked(village, client, COFFEE, who="hege").status_code == 404
    assert asked(village, client, COFFEE, who="mons").status_code == 404
    assert asked(village, client, COFFEE, who="siri").status_code == 201


def test_what_was_asked_is_in_the_residents_access_log(
    village: Village, client: TestClient
) -> None:
    asked(village, client, COFFEE)
    with village.database.reading() as session:
        looks = session.exec(select(AccessRow).where(AccessRow.resident_id == village.solveig))
        assert [(row.staff_id, row.what) for row in looks] == [
            (village.staff["kari"], "send_to_resident")
        ]


def test_a_resident_without_a_robot_cannot_be_spoken_to(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.arne], [village.solbakken])
    answer = asked(village, client, COFFEE)
    assert (answer.status_code, answer.json()["code"]) == (409, "no_robot")


def test_of_two_robots_the_one_heard_from_last_is_asked(
    village: Village, client: TestClient
) -> None:
    second = village.add_robot()
    village.clock.pass_by(timedelta(minutes=1))
    client.get("/api/v1/robots/me/orders", headers=village.robot_headers(client, second))
    assert asked(village, client, COFFEE).json()["robot_id"] == str(second.id)


def test_a_command_is_followed_to_its_end(village: Village, client: TestClient) -> None:
    asked(village, client, COFFEE)
    [command] = handed_out(village, client)
    tell(village, CommandReceived(command_id=command.id))
    assert handed_out(village, client) == ()
    assert state(village, client) == "received"
    tell(village, CommandDone(command_id=command.id))
    assert state(village, client) == "done"


def test_a_refusal_is_shown_with_its_reason(village: Village, client: TestClient) -> None:
    asked(village, client, COFFEE)
    [command] = handed_out(village, client)
    tell(village, CommandRefused(command_id=command.id, reason=Refusal.CANNOT))
    [shown] = client.get(address(village)).json()
    assert (shown["state"], shown["reason"]) == ("refused", "cannot")


def test_a_robot_answers_for_its_own_commands_only(village: Village, client: TestClient) -> None:
    asked(village, client, COFFEE)
    [command] = handed_out(village, client)
    second = village.add_robot()
    tell(village, CommandDone(command_id=command.id), robot=second)
    assert state(village, client) == "sent"


def open_causes(village: Village) -> list[Cause]:
    with village.database.reading() as session:
        return [alert.cause for alert in alerts.open_alerts(session, [village.solbakken])]


def expire(village: Village) -> None:
    village.clock.pass_by(timedelta(minutes=15))
    with village.work() as work:
        expiry.alert_about_undelivered(work)


def test_what_was_not_delivered_in_time_is_an_alert(village: Village, client: TestClient) -> None:
    asked(village, client, COFFEE)
    expire(village)
    expire(village)
    assert open_causes(village) == [Cause.COMMAND_UNDELIVERED]
    assert state(village, client) == "undelivered"
    assert handed_out(village, client) == ()


def test_a_robot_that_tells_late_lets_the_alert_rest(village: Village, client: TestClient) -> None:
    asked(village, client, COFFEE)
    [command] = handed_out(village, client)
    expire(village)
    tell(village, CommandReceived(command_id=command.id))
    assert open_causes(village) == []
    assert state(village, client) == "received"


def test_a_manager_has_a_robot_start_again(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "mons")
    to = f"/api/v1/robots/{village.robot.id}/commands"
    assert client.post(to, json=RESTART, headers=headers).status_code == 201
    [command] = handed_out(village, client)
    assert (command.body.kind, command.resident_id) == ("restart", None)
    [shown] = client.get(to).json()
    assert shown["state"] == "sent"
    assert client.post(to, json={"body": COFFEE}, headers=headers).status_code == 422


def test_nobody_restarts_another_municipalitys_robot(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "hege")
    to = f"/api/v1/robots/{village.robot.id}/commands"
    assert client.post(to, json=RESTART, headers=headers).status_code == 404
    assert client.get(to).status_code == 404


def cried(village: Village) -> UUID:
    """Let Solveig call for help; return the id of the alert."""
    cry = HelpRequested(
        cause=HelpCause.FALLEN, utterance_id="u1", transcript="hjelp", grade=EvidenceGrade.SAID
    )
    tell(village, cry, resident_id=village.solveig)
    with village.database.reading() as session:
        [alert] = alerts.open_alerts(session, [village.solbakken])
    return alert.id


@pytest.mark.parametrize("step", ["own", "acknowledge"])
def test_the_robot_learns_that_a_person_has_seen_the_call(
    village: Village, client: TestClient, step: str
) -> None:
    alert_id = cried(village)
    assert handed_out(village, client) == ()
    headers = village.log_in(client, "kari")
    client.post(f"/api/v1/alerts/{alert_id}/{step}", headers=headers)
    [command] = handed_out(village, client)
    assert isinstance(command.body, AlertSeen)
    assert (command.body.alert_id, command.body.code) == (alert_id, "4.1")
    assert command.resident_id == village.solveig


def test_it_is_told_once_however_many_take_the_alert_on(
    village: Village, client: TestClient
) -> None:
    alert_id = cried(village)
    for who, step in (("kari", "own"), ("siri", "own"), ("siri", "acknowledge")):
        headers = village.log_in(client, who)
        assert client.post(f"/api/v1/alerts/{alert_id}/{step}", headers=headers).is_success
    assert len(handed_out(village, client)) == 1


def test_what_the_server_said_itself_is_no_alert_when_it_does_not_arrive(
    village: Village, client: TestClient
) -> None:
    alert_id = cried(village)
    headers = village.log_in(client, "kari")
    client.post(f"/api/v1/alerts/{alert_id}/own", headers=headers)
    expire(village)
    assert open_causes(village) == [Cause.FALLEN]
    with village.database.reading() as session:
        [alert] = alerts.open_alerts(session, [village.solbakken])
    assert alert.state is AlertState.IN_PROGRESS
    assert village.clock.now() > MORNING
