"""A nurse takes an alert, writes what was done, and closes it."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help, dose_unanswered, open_board, row_of

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]


def test_an_alert_is_taken_handled_and_closed(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    take_handle_and_close(nurse)


def test_an_alert_is_taken_handled_and_closed_without_javascript(
    open_context: OpenContext, house: House
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    house.report(call_for_help())
    open_board(page)
    take_handle_and_close(page)


def take_handle_and_close(page: Page) -> None:
    solveig = row_of(page, "Solveig Haugen")
    solveig.get_by_role("button", name="Jeg tar det").click()
    expect(solveig).to_contain_text("Følges opp")
    expect(solveig).to_contain_text("Du har det")

    solveig.get_by_role("link", name="Håndter").click()
    expect(page.get_by_role("heading", name="Melder om fall")).to_be_visible()
    page.get_by_label("Hva ble gjort?").fill("Hjalp henne opp. Ingen skade.")
    page.get_by_label("Det var behov for hjelp").check()
    page.get_by_role("button", name="Marker som håndtert").click()
    expect(page.get_by_text("Hjalp henne opp. Ingen skade.")).to_be_visible()

    page.get_by_role("button", name="Lukk varselet").click()
    expect(page.get_by_role("heading", name="Ingen åpne varsler")).to_be_visible()
    page.get_by_role("link", name="Lukkede").click()
    expect(page.get_by_role("link", name="Melder om fall")).to_be_visible()
    page.get_by_role("link", name="I dag", exact=True).click()
    expect(row_of(page, "Solveig Haugen")).to_contain_text("Ingenting å følge opp")


def test_an_alert_is_taken_with_the_keyboard_alone(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    button = row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det")
    expect(button).to_be_visible()
    for _ in range(30):
        nurse.keyboard.press("Tab")
        if button.evaluate("element => element === document.activeElement"):
            break
    expect(button).to_be_focused()

    nurse.keyboard.press("Enter")

    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Du har det")


def test_the_first_tab_leads_past_the_menu(nurse: Page) -> None:
    nurse.keyboard.press("Tab")
    expect(nurse.get_by_role("link", name="Hopp til innholdet")).to_be_focused()
    nurse.keyboard.press("Enter")
    expect(nurse.get_by_role("main")).to_be_focused()


def test_an_alert_is_not_handled_without_a_note(nurse: Page, house: House) -> None:
    house.report(*dose_unanswered())
    row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()
    row_of(nurse, "Solveig Haugen").get_by_role("link", name="Håndter").click()
    nurse.get_by_label("Hva ble gjort?").fill("   ")
    nurse.get_by_label("Alt var bra").check()
    nurse.get_by_role("button", name="Marker som håndtert").click()
    expect(nurse.get_by_label("Alt var bra")).to_be_checked()
    expect(nurse.get_by_label("Hva ble gjort?")).to_have_accessible_description(
        "En eller to setninger til kollegene dine. Det blir stående i loggen. "
        "Skriv hva som ble gjort."
    )


def test_a_colleague_sees_who_has_it_and_can_take_over(
    nurse: Page, open_context: OpenContext, house: House
) -> None:
    colleague = open_context().new_page()
    open_board(colleague, "per")
    house.report(call_for_help())
    row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()
    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Du har det")

    expect(row_of(colleague, "Solveig Haugen")).to_contain_text("Kari Nes har det")
    colleague.get_by_role("link", name="Melder om fall").click()
    colleague.get_by_role("button", name="Jeg tar over").click()

    expect(colleague.get_by_text("Du har det")).to_be_visible()
    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Per Vik har det")


def test_whoever_comes_second_is_told_so(
    nurse: Page, open_context: OpenContext, house: House
) -> None:
    house.report(call_for_help())
    nurse.get_by_role("link", name="Melder om fall").click()
    nurse.get_by_role("button", name="Jeg tar det").click()
    nurse.get_by_label("Hva ble gjort?").fill("Så til henne.")
    nurse.get_by_label("Alt var bra").check()
    late = open_context(java_script_enabled=False).new_page()
    open_board(late)
    late.goto(nurse.url)
    nurse.get_by_role("button", name="Marker som håndtert").click()
    expect(nurse.get_by_role("button", name="Lukk varselet")).to_be_visible()

    late.get_by_label("Hva ble gjort?").fill("Så også til henne.")
    late.get_by_label("Alt var bra").check()
    late.get_by_role("button", name="Marker som håndtert").click()

    expect(late.get_by_role("heading", name="Noen kom deg i forkjøpet")).to_be_visible()


def test_my_alerts_are_those_i_have_taken(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    house.report(call_for_help(), resident=house.arne)
    row_of(nurse, "Arne Bakken").get_by_role("button", name="Jeg tar det").click()
    expect(row_of(nurse, "Arne Bakken")).to_contain_text("Du har det")
    nurse.get_by_role("link", name="Varsler").first.click()
    expect(nurse.get_by_role("main").get_by_role("listitem")).to_have_count(2)

    nurse.get_by_role("link", name="Mine").click()

    expect(nurse.get_by_role("main").get_by_role("listitem")).to_have_count(1)
    expect(nurse.get_by_role("main")).to_contain_text("Arne Bakken")
