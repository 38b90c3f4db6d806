"""The robots' page over HTTP: how each stands, in words."""

import re
from datetime import timedelta
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import update
from sqlmodel import col

from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.robots import service
from care_api.robots.tables import RobotRow
from care_api.staff.role import Role
from care_api.staff.tables import StaffUnitRow
from care_api.web import fault_words
from codebook.heartbeat import PresentFault
from codebook.robot import Component
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, MORNING, Village


def beat(village: Village, client: TestClient, **changes: object) -> None:
    """Send a sign of life from the village's robot."""
    document: dict[str, Any] = {
        "sent_at": village.clock.now().isoformat(),
        "software_version": "0.2.0",
        "plans_etag": '"1"',
        "waiting_events": 3,
        "refused_events": 0,
        **changes,
    }
    headers = village.robot_headers(client)
    answer = client.post("/api/v1/robots/me/heartbeat", json=document, headers=headers)
    assert answer.status_code == 200, answer.text


def shown(village: Village, client: TestClient) -> str:
    """Return the robots' page as text, one space between words."""
    village.log_in(client, "kari")
    answer = client.get("/robots", headers={"accept-language": "nb"})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def test_battery_release_and_what_waits_come_from_the_heartbeat(
    village: Village, client: TestClient
) -> None:
    beat(village, client, battery=0.824, is_charging=True)
    page = shown(village, client)
    assert "82 %, lader" in page
    assert "0.2.0" in page
    assert "3 meldinger" in page
    beat(village, client, battery=0.1, is_charging=False)
    assert "lavt: sett den i laderen" in shown(village, client)


def test_a_plan_that_has_not_arrived_is_told_with_how_long_it_has_waited(
    village: Village, client: TestClient
) -> None:
    on_board = [{"resident_id": str(village.solveig), "plan_version": 1}]
    beat(village, client, plans=on_board)
    assert "versjon 1, den nyeste" in shown(village, client)
    with village.work() as work:
        draft = PlanDraft(items=(DOSE,), effective_at=village.clock.now())
        before = care_plans.latest(work.session, village.solveig)
        assert before is not None
        care_plans.save(
            work,
            village.solveig,
            draft,
            precondition=Precondition(if_match=before.etag),
            staff_id=None,
        )
    village.clock.pass_by(timedelta(minutes=12))
    beat(village, client, plans=on_board)
    page = shown(village, client)
    assert "versjon 1 ; versjon 2 har ventet på den i 12 minutter" in page
    assert "Solveig Haugen" in page


def test_a_robot_of_an_earlier_release_says_nothing_of_plans_and_faults(
    village: Village, client: TestClient
) -> None:
    beat(village, client)
    page = shown(village, client)
    assert "Den sier det ikke" in page
    assert "har ventet på den" not in page


def test_faults_stand_in_plain_words_with_what_to_do(village: Village, client: TestClient) -> None:
    fault = {"component": "microphone", "code": "no_audio", "since": MORNING.isoformat()}
    beat(village, client, faults=[fault])
    page = shown(village, client)
    assert "Det kommer ingen lyd fra mikrofonen" in page
    assert "heller ikke rop om hjelp" in page
    beat(village, client, faults=[])
    assert "ingen lyd" not in shown(village, client)


@pytest.mark.parametrize("component", list(Component))
def test_every_part_has_words_for_a_fault_nobody_has_foreseen(component: Component) -> None:
    fault = PresentFault(component=component, code="never_seen", since=MORNING)
    assert fault_words.in_words(fault).remedy


def test_a_clock_that_is_off_is_told_with_its_direction(
    village: Village, client: TestClient
) -> None:
    beat(village, client)
    assert "går riktig" in shown(village, client)
    late = village.clock.now() - timedelta(minutes=40)
    beat(village, client, sent_at=late.isoformat())
    assert "40 minutter for sent" in shown(village, client)


def test_what_was_refused_is_told_by_its_reason_and_never_by_its_words(
    village: Village, client: TestClient
) -> None:
    send(village, {"id": "no id", "body": {"kind": "speech.heard", "transcript": "hemmelig"}})
    page = shown(village, client)
    assert "1 melding ble ikke tatt imot" in page
    assert "hemmelig" not in page


def test_where_it_stands_is_noted_and_only_by_those_who_look_after_it(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "kari")
    token = client.cookies["nabo_csrf"]
    form = {"place": "Rom 12, ved vinduet", "csrf_token": token}
    answer = client.post(f"/robots/{village.robot.id}/place", data=form, follow_redirects=False)
    assert answer.status_code == 303
    assert "Rom 12, ved vinduet" in shown(village, client)
    without = client.post(f"/robots/{village.robot.id}/place", data={"place": "x"})
    assert without.status_code == 403
    with village.work() as work:
        work.session.get_one(RobotRow, village.robot.id).unit_id = village.elvebakken
    form["csrf_token"] = client.cookies["nabo_csrf"]
    assert client.post(f"/robots/{village.robot.id}/place", data=form).status_code == 404


def test_a_technician_sees_the_robot_and_no_resident(village: Village, client: TestClient) -> None:
    with village.work() as work:
        work.session.exec(
            update(StaffUnitRow)
            .where(col(StaffUnitRow.staff_id) == village.staff["kari"])
            .values(role=Role.TECHNICIAN.value)
        )
    beat(village, client, plans=[{"resident_id": str(village.solveig), "plan_version": 1}])
    page = shown(village, client)
    assert "versjon 1, den nyeste" in page
    assert "Solveig" not in page


def test_whom_a_robot_has_of_another_unit_it_keeps_when_this_one_chooses_anew(
    village: Village, client: TestClient
) -> None:
    everywhere = [village.solbakken, village.fjellheim]
    with village.work() as work:
        service.assign(work, village.robot.id, [village.solveig, village.ingrid], everywhere)
    headers = village.log_in(client, "kari")
    address = f"/robots/{village.robot.id}/residents"
    assert "Ingrid" not in client.get(address).text
    form = {"resident_ids": str(village.arne), "csrf_token": headers["X-CSRF-Token"]}
    assert client.post(address, data=form, follow_redirects=False).status_code == 303
    with village.work() as work:
        chosen = service.residents_now(work.session, [village.robot.id])[village.robot.id]
    assert chosen == {village.arne, village.ingrid}
