from datetime import timedelta
from uuid import uuid4

from fastapi.testclient import TestClient
from sqlmodel import Session, select

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
    with village.database.writing() as session:
        agree(village, session)
    assert "Ingenting blir notert." not in client.get(address).text


def agree(village: Village, session: Session) -> None:
    work = Work(session=session, now=MORNING, boot_id=uuid4())
    decision = Decision(
        scope=Scope.ROOM_SENSORS,
        is_given=True,
        decided_on=MORNING.date(),
        decided_by="Solveig Haugen",
        note="",
    )
    nurse = work.session.exec(select(StaffRow.id)).first()
    assert nurse
    consents.record(work, village.solveig, decision, nurse)


def test_a_room_of_nobody_is_refused(village: Village) -> None:
    body = PresenceChanged(room="stue", source=PresenceSource.ROBOT)
    answer = send(village, village.robot.event(body, None, MORNING))
    assert [each.status for each in answer.results] == ["rejected"]
