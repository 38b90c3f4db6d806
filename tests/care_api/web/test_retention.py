"""In a real browser: how long things are kept is chosen, foretold and decided, without a mouse."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlmodel import select

from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from tests.care_api.web.house import House
from tests.care_api.web.steps import open_board

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]
TITLE = "Hvor lenge ting blir tatt vare på"


@pytest.fixture
def administered(house: House) -> House:
    """The house, whose nurse administers the municipality as well."""
    with house.database.writing() as session:
        kari = session.exec(select(StaffRow).where(StaffRow.user_name == "kari")).one()
        role = Role.ADMINISTRATOR.value
        session.add(StaffUnitRow(staff_id=kari.id, unit_id=house.unit_id, role=role))
    return house


def decide(page: Page) -> None:
    page.goto("/administration")
    page.get_by_role("link", name=TITLE).click()
    page.get_by_label("Ord som ble sagt og hørt").select_option(label="6 måneder")
    page.get_by_role("button", name="Se hva som ville blitt slettet").click()
    expect(page.get_by_role("heading", name="Hva som ville blitt slettet")).to_be_visible()


@pytest.mark.parametrize("has_script", [True, False])
def test_it_is_decided_after_a_look_at_what_would_go(
    open_context: OpenContext, administered: House, *, has_script: bool
) -> None:
    del administered
    page = open_context(java_script_enabled=has_script).new_page()
    open_board(page)
    decide(page)
    page.get_by_role("link", name="Velg noe annet").click()
    words = page.get_by_label("Ord som ble sagt og hørt")
    expect(words).to_have_value("6")
    expect(page.get_by_role("main")).to_contain_text("Ingen har bestemt noe ennå")
    page.get_by_role("button", name="Se hva som ville blitt slettet").click()
    page.get_by_role("button", name="Lagre, og slett om natten").click()
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("Bestemt 2. mars 2026 av Kari Nes.")
    expect(words).to_have_value("6")
