from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from care_api.robots import orders, repository
from codebook.orders import Orders
from codebook.privacy import ListeningStopped
from codebook.speech import SpeechHeard
from schedules.locale import Locale
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village
from tests.care_api.web.forms import staff_pages, submit

GIVEN = {
    "scope": "transcripts",
    "decision": "given",
    "decided_by": "Solveig Haugen",
    "decided_on": "2026-03-01",
    "note": "muntlig",
}
TAKEN_BACK = GIVEN | {"decision": "withdrawn"}


def address(village: Village) -> str:
    return f"/residents/{village.solveig}/consents"


def speak(village: Village) -> None:
    heard = SpeechHeard(
        utterance_id="h1",
        locale=Locale.NB_NO,
        transcript="jeg sov godt på sofaen",
        intent="feel_good",
        confidence=0.9,
        was_robot_speaking=False,
    )
    send(village, village.robot.event(heard, village.solveig, MORNING))


def test_what_was_taken_back_is_shown_no_more_and_what_was_given_again_is(
    village: Village, client: TestClient
) -> None:
    speak(village)
    staff_pages(village, client)
    day = f"/residents/{village.solveig}"
    events = f"/api/v1/residents/{village.solveig}/events?on=2026-03-02"
    assert "jeg sov godt på sofaen" in client.get(day).text

    assert submit(client, address(village), **TAKEN_BACK).status_code == 303
    page = client.get(day).text
    assert "sofaen" not in page
    assert "har det bra" in page
    assert "Ordene som ble hørt, vises ikke lenger." in page
    assert "sofaen" not in client.get(events).text

    village.clock.pass_by(timedelta(minutes=1))
    submit(client, address(village), **GIVEN)
    assert "jeg sov godt på sofaen" in client.get(day).text
    assert "sofaen" in client.get(events).text


def test_all_that_was_decided_can_be_read_with_who_decided_and_who_wrote(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    submit(client, address(village), **GIVEN | {"decided_by": "Liv Haugen, verge"})
    village.clock.pass_by(timedelta(days=1))
    village.log_in(client, "kari")
    submit(client, address(village), **TAKEN_BACK | {"decided_on": "2026-03-03"})
    page = client.get(address(village)).text
    history = page[page.index("Alt som er bestemt") :]
    assert history.index("3. mars") < history.index("1. mars")
    assert "Liv Haugen, verge" in history
    assert "muntlig" in history
    assert "skrevet ned av Kari Lund" in history


def test_the_day_shows_whether_the_robot_has_stopped_listening_since_it_was_refused(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    day = f"/residents/{village.solveig}"
    assert "Beboeren vil ikke ha en robot som lytter." not in client.get(day).text
    send(village, village.robot.event(ListeningStopped(), village.solveig, MORNING))
    village.clock.pass_by(timedelta(minutes=1))
    submit(client, address(village), **TAKEN_BACK | {"scope": "listening"})
    page = client.get(day).text
    assert "Beboeren vil ikke ha en robot som lytter." in page
    assert "Roboten har ikke meldt ennå at den har sluttet." in page
    stopped = village.robot.event(ListeningStopped(), village.solveig, village.clock.now())
    send(village, stopped)
    village.clock.pass_by(timedelta(minutes=1))
    submit(client, address(village), **TAKEN_BACK | {"scope": "listening", "note": "om igjen"})
    assert "Roboten har meldt at den har sluttet." in client.get(day).text


def test_a_decision_changes_what_the_robot_has_to_do(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    before = robots_orders(village)
    assert before.plans.listening_refused_by == ()
    submit(client, address(village), **TAKEN_BACK | {"scope": "listening"})
    refused = robots_orders(village)
    assert refused.plans.listening_refused_by == (village.solveig,)
    assert refused.plans_etag != before.plans_etag
    village.clock.pass_by(timedelta(minutes=1))
    submit(client, address(village), **GIVEN | {"scope": "listening"})
    assert robots_orders(village) == before


def test_rooms_are_sensed_only_once_all_of_the_robots_residents_have_agreed(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    agreed = GIVEN | {"scope": "room_sensors"}
    with village.database.reading() as session:
        residents = [row.id for row in repository.residents_of(session, village.robot.id)]
    before = robots_orders(village)
    for resident_id in residents:
        assert not robots_orders(village).plans.may_sense_rooms
        assert submit(client, f"/residents/{resident_id}/consents", **agreed).status_code == 303
    after = robots_orders(village)
    assert after.plans.may_sense_rooms
    assert after.plans_etag != before.plans_etag
    village.clock.pass_by(timedelta(minutes=1))
    submit(client, address(village), **agreed | {"decision": "withdrawn"})
    assert not robots_orders(village).plans.may_sense_rooms


def robots_orders(village: Village) -> Orders:
    with village.database.reading() as session:
        return orders.orders(session, village.robot.id, village.clock.now())[1]


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"scope": "everything"}, "Velg hva det gjelder."),
        ({"decision": ""}, "Velg om det er gitt eller ikke."),
        ({"decided_by": " "}, "Skriv noe her"),
        ({"decided_on": "i dag"}, "Skriv en dato"),
        ({"decided_on": "2026-03-03"}, "Skriv en dag som ikke ligger fram i tid."),
    ],
)
def test_half_a_decision_is_shown_again_and_not_kept(
    village: Village, client: TestClient, wrong: dict[str, str], remedy: str
) -> None:
    staff_pages(village, client)
    answer = submit(client, address(village), **GIVEN | wrong)
    assert answer.status_code == 422
    assert remedy in answer.text
    assert "Alt som er bestemt" not in client.get(address(village)).text


def test_only_who_plans_the_residents_care_writes_one_down(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client, "siri")
    assert submit(client, address(village), **GIVEN).status_code == 404
    assert client.get(address(village)).status_code == 200
    for resident_id in (village.ingrid, village.olav):
        assert client.get(f"/residents/{resident_id}/consents").status_code == 404


def test_a_form_of_another_site_records_nothing(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    answer = client.post(address(village), data=GIVEN, follow_redirects=False)
    assert answer.status_code == 403
    assert "Alt som er bestemt" not in client.get(address(village)).text
