"""A unit's contacts and rules over HTTP, on both databases."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from care_api.audit.tables import AccessRow
from care_api.staff.role import Role
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import Village

CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)
CONTACT = {
    "name": "Vakttelefon",
    "position": 1,
    "phone": "+47 900 00 001",
    "shifts": [{"weekdays": [1, 2, 3], "starts_time": "07:00", "ends_time": "15:00"}],
}


def of_unit(village: Village, what: str) -> str:
    return f"/api/v1/units/{village.solbakken}/{what}"


def test_a_contact_comes_back_as_it_was_saved_and_is_gone_when_ended(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    address = of_unit(village, f"contacts/{uuid4()}")
    assert client.put(address, json=CONTACT, headers=headers).status_code == 204
    changed = {**CONTACT, "name": "Vakt", "staff_id": str(village.staff["siri"])}
    assert client.put(address, json=changed, headers=headers).status_code == 204
    [found] = client.get(of_unit(village, "contacts")).json()
    assert (found["name"], found["shifts"][0]["starts_time"]) == ("Vakt", "07:00:00")
    assert sorted(found["shifts"][0]["weekdays"]) == [1, 2, 3]
    assert client.delete(address, headers=headers).status_code == 204
    assert client.get(of_unit(village, "contacts")).json() == []
    assert client.put(address, json=CONTACT, headers=headers).status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"email": "a@b.no>\r\nRCPT TO:<x@y.no"},
        {"phone": "ring meg"},
        {"position": 0},
        {"shifts": [{"weekdays": [8], "starts_time": "07:00", "ends_time": "15:00"}]},
        {"shifts": [{"weekdays": [1], "starts_time": "7", "ends_time": "15", "zone": "Oslo"}]},
        {"secret": "x"},
    ],
)
def test_a_contact_that_could_not_be_told_is_refused(
    village: Village, client: TestClient, change: dict[str, object]
) -> None:
    headers = village.log_in(client, "kari")
    address = of_unit(village, f"contacts/{uuid4()}")
    answer = client.put(address, json={**CONTACT, **change}, headers=headers)
    assert answer.status_code == 422


def test_a_contact_speaks_of_the_units_own_people_only(
    village: Village, client: TestClient
) -> None:
    headers = village.log_in(client, "kari")
    for wrong in (
        {"resident_id": str(village.ingrid)},
        {"resident_id": str(village.olav)},
        {"staff_id": str(village.staff["hege"])},
    ):
        address = of_unit(village, f"contacts/{uuid4()}")
        answer = client.put(address, json={**CONTACT, **wrong}, headers=headers)
        assert answer.status_code == 404
    elsewhere = f"/api/v1/units/{village.elvebakken}/contacts"
    assert client.get(elsewhere).status_code == 404
    village.log_in(client, "siri")  # a carer reads, and arranges nothing
    assert client.get(of_unit(village, "contacts")).status_code == 404


def test_a_residents_own_contact_does_not_exist_for_a_leader_who_guesses_its_id(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        village.employ(work, "lise", village.solbakken, Role.LEADER)
    address = of_unit(village, f"contacts/{uuid4()}")
    daughter = {**CONTACT, "name": "Datter", "resident_id": str(village.solveig)}
    headers = village.log_in(client, "kari")
    assert client.put(address, json=daughter, headers=headers).status_code == 204
    headers = village.log_in(client, "lise")
    assert client.delete(address, headers=headers).status_code == 404
    for taken_over in (CONTACT, daughter):
        assert client.put(address, json=taken_over, headers=headers).status_code == 404
    own = of_unit(village, f"contacts/{uuid4()}")
    assert client.put(own, json=CONTACT, headers=headers).status_code == 204
    assert client.delete(own, headers=headers).status_code == 204
    village.log_in(client, "kari")
    [kept] = client.get(of_unit(village, "contacts")).json()
    assert (kept["name"], kept["resident_id"]) == ("Datter", str(village.solveig))


def test_a_units_rules_hold_for_its_next_alert(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    contact = uuid4()
    client.put(of_unit(village, f"contacts/{contact}"), json=CONTACT, headers=headers)
    rules = {
        "severities": [
            {
                "severity": 40,
                "acknowledge_within_s": 60,
                "handle_within_s": 600,
                "ladder": [{"target": "pages", "wait_s": 60}, {"target": "on_call", "wait_s": 90}],
            }
        ],
        "quiet_hours": None,
        "action_plans": [{"cause": "fallen", "text": "Gå inn med nøkkel 4."}],
    }
    assert client.put(of_unit(village, "alert-rules"), json=rules, headers=headers).is_success
    with village.database.reading() as session:
        [noted] = session.exec(select(AccessRow).where(AccessRow.what == "deadlines_changed"))
    assert (noted.staff_id, noted.unit_id) == (village.staff["kari"], village.solbakken)
    saved = client.get(of_unit(village, "alert-rules")).json()
    assert saved["severities"][0]["acknowledge_within_s"] == 60
    send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    [alert] = client.get("/api/v1/alerts").json()
    ladder = client.get(f"/api/v1/alerts/{alert['id']}/ladder").json()
    assert (ladder["rung"], ladder["rungs"], ladder["notifications"]) == (1, 2, [])
    assert ladder["action_plan"] == "Gå inn med nøkkel 4."
    due = village.clock.now() + timedelta(seconds=60)
    assert alert["acknowledge_by"] == due.isoformat().replace("+00:00", "Z")


@pytest.mark.parametrize(
    "rules",
    [
        {"quiet_hours": {"starts_time": "22:00", "ends_time": "07:00", "up_to": 30}},
        {"quiet_hours": {"starts_time": "22:00", "ends_time": "22:00"}},
        {
            "severities": [
                {"severity": 40, "acknowledge_within_s": 60, "handle_within_s": 600, "ladder": []}
            ]
        },
        {"action_plans": [{"cause": "fallen", "text": "a"}, {"cause": "fallen", "text": "b"}]},
    ],
)
def test_rules_that_would_be_silent_are_refused(
    village: Village, client: TestClient, rules: dict[str, object]
) -> None:
    headers = village.log_in(client, "kari")
    answer = client.put(of_unit(village, "alert-rules"), json=rules, headers=headers)
    assert answer.status_code == 422


def test_who_has_alerts_often_is_counted_by_cause(village: Village, client: TestClient) -> None:
    for count, resident in ((31, village.solveig), (30, village.arne)):
        for _ in range(count):
            send(village, village.robot.event(CRY, resident, village.clock.now()))
    village.log_in(client, "kari")
    first, second = client.get("/api/v1/alerts/frequent").json()
    assert (UUID(first["resident_id"]), first["count"], first["is_often"]) == (
        village.solveig,
        31,
        True,
    )
    assert (second["count"], second["is_often"]) == (30, False)
    assert first["causes"] == [["fallen", 31]]
    village.clock.pass_by(timedelta(days=31))
    village.log_in(client, "kari")
    assert client.get("/api/v1/alerts/frequent").json() == []
