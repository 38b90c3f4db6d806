from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.db import Work
from care_api.staff.tables import StaffRow
from codebook.presence import PresenceChanged, PresenceSource
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village
from tests.care_api.web.forms import staff_pages


def test_the_rooms_of_a_day_stand_with_how_long(village: Village, client: TestClient) -> None:
    for after, room in ((0, "bad"), (20, "stue"), (120, None)):
        body = PresenceChanged(room=room, source=PresenceSource.SENSOR)
        at = MORNING + timedelta(minutes=after)
        send(village, village.robot.event(body, village.solveig, at))
    village.clock.pass_by(timedelta(hours=3))
    staff_pages(village, client)
    page = client.get(f"/residents/{village.solveig}/rooms").text
    assert page.index("stue") < page.index("bad</")
    assert "1 t 40 min" in page
    assert "20 min" in page
    assert 'data-part="answer"' in page


def test_without_a_sensor_the_page_says_so(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    page = client.get(f"/residents/{village.solveig}/rooms?days=7").text
    assert "Ingen sensor og ingen robot har meldt om noe rom" in page
    assert client.get(f"/residents/{village.ingrid}/rooms").status_code == 404
    assert client.get(f"/residents/{village.olav}/rooms").status_code == 404


def test_without_consent_the_page_says_that_nothing_is_noted(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    address = f"/residents/{village.solveig}/rooms"
    assert "Ingenting blir notert." in client.get(address).text
    with village.work() as work:
        decide(work, village.solveig, is_given=True)
    assert "Ingenting blir notert." not in client.get(address).text


@pytest.mark.parametrize("who", ["solveig", "arne"])
def test_from_the_instant_at_which_consent_is_taken_back_nothing_is_shown(
    village: Village, client: TestClient, who: str
) -> None:
    """Arne lives with the same robot: its sensors do not tell the two apart."""
    address = f"/residents/{village.solveig}/rooms"
    for resident_id in (village.solveig, village.arne):
        with village.work() as work:
            decide(work, resident_id, is_given=True)
    room = PresenceChanged(room="stue", source=PresenceSource.SENSOR)
    send(village, village.robot.event(room, village.solveig, MORNING))
    village.clock.pass_by(timedelta(minutes=10))
    with village.work() as work:
        decide(work, getattr(village, who))
    village.clock.pass_by(timedelta(minutes=20))
    late = PresenceChanged(room="kjøkken", source=PresenceSource.SENSOR)
    send(village, village.robot.event(late, village.solveig, village.clock.now()))
    village.clock.pass_by(timedelta(minutes=90))
    staff_pages(village, client)
    page = client.get(address).text
    assert "10 min" in page
    assert "2 t" not in page
    assert "kjøkken" not in page
    with village.work() as work:
        decide(work, getattr(village, who), is_given=True)
    village.clock.pass_by(timedelta(minutes=30))
    assert "kjøkken" not in client.get(address).text


def decide(work: Work, resident_id: UUID, *, is_given: bool = False) -> None:
    decision = Decision(
        scope=Scope.ROOM_SENSORS,
        is_given=is_given,
        decided_on=work.now.date(),
        decided_by="Solveig Haugen",
        note="",
    )
    nurse = work.session.exec(select(StaffRow.id)).first()
    assert nurse
    consents.record(work, resident_id, decision, nurse)


def test_a_room_of_nobody_is_refused(village: Village) -> None:
    body = PresenceChanged(room="stue", source=PresenceSource.ROBOT)
    answer = send(village, village.robot.event(body, None, MORNING))
    assert [each.status for each in answer.results] == ["rejected"]
