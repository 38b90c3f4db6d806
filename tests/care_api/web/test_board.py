"""The board in a nurse's hand: one tap to own an alert, and whose residents it shows."""

import pytest
from playwright.sync_api import Page, expect

from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help, row_of

pytestmark = pytest.mark.browser


def test_one_tap_owns_an_alert_and_the_page_stays_where_it_is(nurse: Page, house: House) -> None:
    nurse.set_viewport_size({"width": 360, "height": 500})
    house.report(call_for_help())
    house.report(call_for_help(), resident=house.arne)
    row = row_of(nurse, "Solveig Haugen")
    expect(row_of(nurse, "Arne Bakken")).to_contain_text("Trenger deg nå")
    button = row.get_by_role("button", name="Jeg tar det")
    button.scroll_into_view_if_needed()
    nurse.evaluate("window.stillTheSamePage = true")
    before = nurse.evaluate("window.scrollY")
    assert before > 0

    button.focus()
    nurse.keyboard.press("Enter")

    expect(row).to_contain_text("Du har det")
    expect(row.get_by_role("link", name="Håndter")).to_be_focused()
    assert nurse.evaluate("window.stillTheSamePage")
    assert abs(nurse.evaluate("window.scrollY") - before) < 200


def test_what_the_server_refuses_it_says_on_a_page(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    expect(
        row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det")
    ).to_be_visible()
    nurse.route("**/own", lambda route: route.continue_(post_data="csrf_token=old"))

    row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()

    expect(nurse.get_by_role("heading", name="Siden var for gammel")).to_be_visible()


def test_a_nurse_marks_hers_and_sees_only_them(nurse: Page, house: House) -> None:
    nurse.get_by_role("link", name="Mine (0)").click()
    expect(nurse.get_by_role("heading", name="Du har ikke merket noen som dine")).to_be_visible()
    nurse.get_by_role("link", name="Alle (2)").click()
    row_of(nurse, "Arne Bakken").get_by_role("button", name="Merk som min").click()
    expect(
        row_of(nurse, "Arne Bakken").get_by_role("button", name="Min – fjern merket")
    ).to_be_focused()
    nurse.get_by_role("link", name="Mine (1)").click()
    expect(nurse.get_by_role("heading", name="Arne Bakken")).to_be_visible()
    expect(nurse.get_by_role("heading", name="Solveig Haugen")).to_have_count(0)

    house.report(call_for_help())

    expect(nurse.get_by_text("1 varsel om andre beboere har ingen tatt ennå")).to_be_visible()
