"""Who a resident is and where they live: changed, undone, and never lost in a conflict."""

from http import HTTPStatus

import pytest
from fastapi.testclient import TestClient

from care_api.audit.act import Act
from care_api.audit.search import Wanted, look_up
from care_api.residents import details, manner
from care_api.residents.details import Details, Known
from care_api.residents.schemas import SpeechSettings
from care_api.robots import orders
from care_api.tenants.tables import UnitRow
from schedules.locale import Locale
from tests.care_api.staff.pages import Browser, hidden
from tests.care_api.village import Village

NEW = {
    "name": "Solveig Lien",
    "spoken_name": "Solveig",
    "room": "204",
    "locale": "nn_NO",
    "number_to_call": "tjue førti",
}


@pytest.fixture
def nurse(client: TestClient) -> Browser:
    browser = Browser(client)
    browser.log_in()
    return browser


def known(village: Village) -> Known:
    with village.database.reading() as session:
        return details.of_resident(session, village.solveig)


def address(village: Village, page: str = "details") -> str:
    return f"/residents/{village.solveig}/{page}"


def change(nurse: Browser, village: Village, **changes: str) -> None:
    builds_on = str(known(village).revision)
    answer = nurse.send(address(village), **{**NEW, **changes}, revision=builds_on)
    assert answer.status_code == HTTPStatus.OK


def test_a_new_name_and_room_hold_at_once_and_the_robot_learns_of_them(
    village: Village, nurse: Browser
) -> None:
    with village.database.reading() as session:
        before = orders.plans_tags(session, [village.robot.id])
    change(nurse, village)
    assert known(village).details == Details(
        name="Solveig Lien",
        spoken_name="Solveig",
        room="204",
        locale=Locale.NN_NO,
        number_to_call="tjue førti",
    )
    assert "Solveig Lien" in nurse.open("/").text
    with village.database.reading() as session:
        assert orders.plans_tags(session, [village.robot.id]) != before


def test_what_stood_there_before_is_kept_with_who_changed_it_and_the_audit_names_the_fields(
    village: Village, nurse: Browser
) -> None:
    change(nurse, village)
    with village.database.reading() as session:
        [before] = details.former(session, village.solveig)
        assert (before.details.name, before.details.room) == ("Solveig Haugen", "1")
        assert before.changed_by == village.staff["kari"]
        tenant_id = session.get_one(UnitRow, village.solbakken).tenant_id
        wanted = Wanted(tenant_id=tenant_id, unit_ids=frozenset({village.solbakken}))
        found = look_up(session, wanted, limit=50)
    told = [line.detail for line in found if line.what == Act.RESIDENT_CHANGED]
    assert told == ["name, room, locale"]
    page = nurse.open(address(village)).text
    assert "Solveig Haugen" in page
    assert "Kari Lund" in page


def test_undo_puts_back_what_was_there_by_the_same_form(village: Village, nurse: Browser) -> None:
    builds_on = str(known(village).revision)
    saved = nurse.send(address(village), **NEW, revision=builds_on)
    names = ("revision", "name", "spoken_name", "room", "locale", "number_to_call")
    nurse.send(address(village), **{name: hidden(saved, name) for name in names})
    assert known(village).details.name == "Solveig Haugen"
    assert known(village).details.room == "1"
    with village.database.reading() as session:
        assert len(details.former(session, village.solveig)) == 2


def test_of_two_who_change_at_once_the_second_sees_both_and_loses_nothing(
    village: Village, nurse: Browser
) -> None:
    opened = hidden(nurse.open(address(village)), "revision")
    change(nurse, village, room="7")
    late = nurse.send(address(village), **{**NEW, "room": "8"}, revision=opened)
    assert late.status_code == HTTPStatus.CONFLICT
    assert known(village).details.room == "7"
    assert 'id="conflict"' in late.text
    assert 'value="8"' in late.text
    again = nurse.send(address(village), **{**NEW, "room": "8"}, revision=hidden(late, "revision"))
    assert again.status_code == HTTPStatus.OK
    assert known(village).details.room == "8"


def test_a_form_that_was_open_while_the_way_of_speaking_changed_is_told_so(
    village: Village, nurse: Browser
) -> None:
    opened = hidden(nurse.open(address(village)), "revision")
    with village.work() as work:
        spoken_with = SpeechSettings.of(manner.of_resident(work.session, village.solveig))
        renamed = spoken_with.model_copy(update={"spoken_name": "Sol"})
        manner.change(work, village.solveig, renamed.manner)
    late = nurse.send(address(village), **NEW, revision=opened)
    assert late.status_code == HTTPStatus.CONFLICT
    assert "Sol" in late.text


def test_saving_what_is_there_changes_nothing(village: Village, nurse: Browser) -> None:
    change(nurse, village)
    before = known(village)
    change(nurse, village)
    assert known(village) == before


@pytest.mark.parametrize("field", ["name", "spoken_name", "room", "number_to_call", "locale"])
def test_what_is_missing_is_said_at_its_field_and_nothing_changes(
    village: Village, nurse: Browser, field: str
) -> None:
    before = known(village)
    page = nurse.send(address(village), **{**NEW, field: " "}, revision=str(before.revision))
    assert page.status_code == HTTPStatus.UNPROCESSABLE_ENTITY
    assert f'id="{field}-fault"' in page.text
    assert known(village) == before


@pytest.mark.parametrize("user_name", ["siri", "mons", "hege"])
def test_nobody_else_changes_who_a_resident_is(
    village: Village, client: TestClient, user_name: str
) -> None:
    other = Browser(client)
    other.log_in(user_name)
    before = known(village)
    assert other.open(address(village)).status_code == HTTPStatus.NOT_FOUND
    sent = other.send(address(village), **NEW, revision=str(before.revision))
    assert sent.status_code == HTTPStatus.NOT_FOUND
    assert known(village) == before
