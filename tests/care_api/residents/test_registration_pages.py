"""A nurse registers a resident, who from then on is cared for like anybody else."""

import re

import pytest
from fastapi.testclient import TestClient
from sqlmodel import select

from care_api.audit import service as audit
from care_api.residents import manner
from care_api.residents.tables import ResidentRow
from care_api.robots import orders
from care_api.robots import service as robots
from codebook.manner import USUAL_PATIENCE_S, USUAL_VOLUME
from schedules.locale import Locale
from tests.care_api.staff.pages import Browser
from tests.care_api.village import Village

BERIT = {
    "name": "Berit Dahl",
    "spoken_name": "Berit",
    "room": "12",
    "locale": "nn_NO",
    "number_to_call": "tjue førti",
}


def berits(village: Village) -> list[ResidentRow]:
    with village.database.reading() as session:
        return list(session.exec(select(ResidentRow).where(ResidentRow.name == "Berit Dahl")))


def test_who_is_registered_stands_on_the_board_has_a_plan_and_a_robot(
    village: Village, client: TestClient
) -> None:
    nurse = Browser(client)
    nurse.log_in()
    assert 'href="/residents/new"' in nurse.open("/").text
    form = nurse.open("/residents/new").text
    assert f'name="unit_id" value="{village.solbakken}"' in form
    planned = nurse.send("/residents", **BERIT, unit_id=str(village.solbakken))
    assert planned.status_code == 200
    assert "Berit Dahl" in planned.text
    assert "Berit Dahl" in nurse.open("/").text
    [berit] = berits(village)
    with village.work() as work:
        robots.assign(work, village.robot.id, [berit.id], [village.solbakken])
        [known] = orders.plans(work.session, village.robot.id).residents
        spoken_with = manner.of_resident(work.session, berit.id)
        looks = [each.what for each in audit.accesses(work.session, berit.id)]
    assert (known.spoken_name, known.locale, known.number_to_call) == (
        "Berit",
        Locale.NN_NO,
        "tjue førti",
    )
    assert (spoken_with.loudness.rate, spoken_with.loudness.volume) == (1.0, USUAL_VOLUME)
    assert spoken_with.patience_s == USUAL_PATIENCE_S
    assert "register_resident" in looks


@pytest.mark.parametrize("field", ["name", "spoken_name", "room", "number_to_call"])
def test_what_is_missing_is_said_at_its_field_and_nobody_is_registered(
    village: Village, client: TestClient, field: str
) -> None:
    nurse = Browser(client)
    nurse.log_in()
    page = nurse.send("/residents", **{**BERIT, field: " "}, unit_id=str(village.solbakken))
    assert page.status_code == 422
    assert f'id="{field}-fault"' in page.text
    kept = {name: text for name, text in BERIT.items() if name not in {field, "locale"}}
    for name, text in kept.items():
        assert re.search(rf'name="{name}" [^>]*value="{text}"', page.text), name
    assert berits(village) == []


def test_nobody_is_registered_in_a_unit_that_is_not_the_nurses_own_or_by_a_carer(
    village: Village, client: TestClient
) -> None:
    nurse, carer = Browser(client), Browser(TestClient(client.app))
    nurse.log_in()
    for unit_id in (village.fjellheim, village.elvebakken):
        assert nurse.send("/residents", **BERIT, unit_id=str(unit_id)).status_code == 404
    carer.log_in("siri")
    assert "/residents/new" not in carer.open("/").text
    assert carer.open("/residents/new").status_code == 403
    refused = carer.send("/residents", **BERIT, unit_id=str(village.solbakken))
    assert refused.status_code == 403
    assert berits(village) == []
