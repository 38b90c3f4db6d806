"""A nurse lets somebody move, and the service end for somebody else, in a real browser."""

import re

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants.tables import UnitRow
from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help

pytestmark = pytest.mark.browser


@pytest.fixture
def nordli(house: House) -> House:
    """Let Kari work at Nordli too."""
    with house.database.writing() as session:
        kari = session.exec(select(StaffRow.id).where(StaffRow.user_name == "kari")).one()
        there = session.exec(select(UnitRow.id).where(UnitRow.name == "Nordli")).one()
        session.add(StaffUnitRow(staff_id=kari, unit_id=there, role="nurse"))
    return house


def about(page: Page, house: House) -> None:
    page.goto(f"/residents/{house.solveig}/about")


def test_somebody_gets_another_room_and_undoes_it(nurse: Page, house: House) -> None:
    about(nurse, house)
    nurse.get_by_role("link", name="Endre navn eller rom").click()
    nurse.get_by_label("Rom eller adresse").fill("204")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_text("Endringen er lagret.")).to_be_visible()
    expect(nurse.get_by_role("definition").filter(has_text=re.compile("^204$"))).to_be_visible()
    nurse.get_by_role("button", name="Angre").click()
    expect(nurse.get_by_role("definition").filter(has_text=re.compile("^101$"))).to_be_visible()


def test_somebody_moves_with_an_open_call_and_is_found_in_the_new_unit(
    nurse: Page, nordli: House
) -> None:
    nordli.report(call_for_help())
    about(nurse, nordli)
    nurse.get_by_role("link", name="Flytt til en annen enhet").click()
    nurse.get_by_label("Til hvilken enhet").select_option("Nordli")
    nurse.get_by_label("Rom eller adresse der").fill("7")
    nurse.get_by_role("button", name="Flytt beboeren").click()
    expect(nurse.get_by_role("heading", name="Solveig Haugen", level=1)).to_be_visible()
    expect(nurse.get_by_role("definition").filter(has_text=re.compile("^7$"))).to_be_visible()
    plans = nordli.orders().json()["plans"]["residents"]
    assert str(nordli.solveig) not in {each["resident_id"] for each in plans}
    nurse.goto("/alerts")
    expect(nurse.get_by_text("Solveig Haugen").first).to_be_visible()


def test_the_service_ends_once_the_call_is_handled_and_is_taken_up_again(
    nurse: Page, house: House
) -> None:
    house.report(call_for_help())
    about(nurse, house)
    nurse.get_by_role("link", name="Avslutt tjenesten").click()
    expect(nurse.get_by_role("heading", name="Må håndteres først")).to_be_visible()
    nurse.get_by_label("Beboeren ønsker det ikke lenger").check()
    nurse.get_by_role("button", name="Avslutt tjenesten").click()
    expect(nurse.get_by_role("alert")).to_contain_text("Håndter disse varslene først")
    nurse.get_by_role("button", name="Jeg tar det").click()
    nurse.get_by_role("link", name="Håndter").click()
    nurse.get_by_label("Hva ble gjort?").fill("Sett til henne.")
    nurse.get_by_label("Alt var bra").check()
    nurse.get_by_role("button", name="Marker som håndtert").click()
    expect(nurse.get_by_text("Sett til henne.")).to_be_visible()
    nurse.goto(f"/residents/{house.solveig}/end")
    nurse.get_by_label("Beboeren ønsker det ikke lenger").check()
    nurse.get_by_role("button", name="Avslutt tjenesten").click()
    expect(nurse.get_by_text("Tjenesten ble avsluttet 2. mars 2026")).to_be_visible()
    assert "Solveig" not in house.orders().text
    nurse.goto("/")
    expect(nurse.get_by_text("Solveig Haugen")).to_have_count(0)
    nurse.get_by_role("link", name="Tidligere beboere").click()
    nurse.get_by_role("link", name="Solveig Haugen").click()
    nurse.get_by_role("button", name="Ta opp igjen tjenesten").click()
    expect(nurse.get_by_role("link", name="Avslutt tjenesten")).to_be_visible()
    assert "Solveig" in house.orders().text
