"""The session ends while somebody is typing: nothing typed is lost, with scripts and without."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.care_api.web.axe import violations
from tests.care_api.web.house import PASSWORD, House
from tests.care_api.web.steps import call_for_help, log_in, open_board, row_of

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]
NOTE = "Hjalp henne opp. Ingen skade & godt mot."


def let_time_pass(house: House) -> None:
    """Let every session end, and the robot stay."""
    house.clock.moment += timedelta(hours=10, minutes=1)


def log_in_again(page: Page, password: str = PASSWORD) -> None:
    dialog = page.get_by_role("dialog", name="Logg inn igjen")
    expect(dialog).to_be_visible(timeout=10_000)
    dialog.get_by_label("Passord for Kari Nes").fill(password)
    dialog.get_by_role("button", name="Logg inn").click()


def open_alert(page: Page, house: House) -> None:
    """Take an alert, and open the page on which it is handled."""
    house.report(call_for_help())
    row_of(page, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()
    row_of(page, "Solveig Haugen").get_by_role("link", name="Håndter").click()


def test_a_plan_item_is_saved_after_logging_in_again_in_place(nurse: Page, house: House) -> None:
    for told in ("**/stream", "**/preview"):  # so that nothing but the button finds it out
        nurse.route(told, lambda route: route.abort())
    nurse.goto(f"/residents/{house.solveig}/plan/items/new?kind=medication")
    nurse.get_by_label("Medisin").fill("Metoprolol")
    nurse.get_by_label("Dose", exact=True).fill("én tablett")
    nurse.get_by_label("Klokkeslett").fill("8")
    let_time_pass(house)
    nurse.get_by_role("button", name="Lagre").click()

    log_in_again(nurse, "helt feil")
    expect(nurse.get_by_role("dialog").get_by_role("alert")).to_have_text("Passordet er feil.")
    assert violations(nurse) == []
    log_in_again(nurse)

    expect(nurse).to_have_url(f"{house.address}/residents/{house.solveig}/plan")
    expect(nurse.get_by_text("Metoprolol").first).to_be_visible()


def test_a_note_on_an_alert_is_kept_when_the_stream_tells_that_the_session_has_ended(
    nurse: Page, house: House
) -> None:
    open_alert(nurse, house)
    note = nurse.get_by_label("Hva ble gjort?")
    note.fill(NOTE)
    nurse.get_by_label("Alt var bra").check()
    let_time_pass(house)

    log_in_again(nurse)  # asked for before anything is sent

    expect(nurse.get_by_role("dialog")).to_be_hidden()
    expect(note).to_have_value(NOTE)
    nurse.get_by_role("button", name="Marker som håndtert").click()
    expect(nurse.get_by_text(NOTE)).to_be_visible()


def test_without_scripts_the_login_carries_a_note_on(
    open_context: OpenContext, house: House
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    house.report(call_for_help())
    open_board(page)
    row_of(page, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()
    page.goto("/alerts?show=mine")
    page.get_by_role("link", name="Håndter").first.click()
    page.get_by_label("Hva ble gjort?").fill(NOTE)
    page.get_by_label("Alt var bra").check()
    let_time_pass(house)
    page.get_by_role("button", name="Marker som håndtert").click()

    expect(page.get_by_role("status")).to_contain_text("det du skrev, er fremdeles her")
    log_in(page)
    page.get_by_role("button", name="Send det du skrev").click()

    expect(page.get_by_text(NOTE)).to_be_visible()


def test_what_is_typed_stays_when_the_server_is_out_of_reach(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}/plan/items/new?kind=hydration")
    nurse.get_by_label("Drikke").fill("et glass saft")
    nurse.context.set_offline(offline=True)
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_text("Ingenting er sendt")).to_be_visible()
    expect(nurse.get_by_label("Drikke")).to_have_value("et glass saft")
