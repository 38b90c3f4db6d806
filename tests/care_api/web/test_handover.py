"""From a cry to the next shift: taken on the board, handled, handed over, signed by two nurses."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.care_api.web.axe import SCREENS, violations
from tests.care_api.web.house import House
from tests.care_api.web.steps import (
    call_for_help,
    dose_taken,
    open_board,
    row_of,
    worrying_answer,
)

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]


def take(page: Page, name: str) -> None:
    button = row_of(page, name).get_by_role("button", name="Jeg tar det").first
    button.click()
    expect(row_of(page, name).get_by_role("link", name="Håndter").first).to_be_visible()


def test_an_alert_is_taken_handled_and_the_shift_handed_over_by_two_nurses(
    nurse: Page, open_context: OpenContext, house: House
) -> None:
    house.report(call_for_help())
    take(nurse, "Solveig Haugen")
    row_of(nurse, "Solveig Haugen").get_by_role("link", name="Håndter").click()
    nurse.get_by_label("Hva ble gjort?").fill("Hjalp henne opp.")
    nurse.get_by_label("Det var behov for hjelp").check()
    nurse.get_by_role("button", name="Marker som håndtert").click()
    expect(nurse.get_by_role("main")).to_contain_text("Det var behov for hjelp")
    house.report(call_for_help(), resident=house.arne)
    nurse.goto("/")
    take(nurse, "Arne Bakken")

    nurse.get_by_role("link", name="Vaktskifte").click()
    nurse.get_by_role("button", name="Start vaktskiftet").click()
    expect(nurse.get_by_role("main")).to_contain_text("Hjalp henne opp.")
    nurse.get_by_text("Signer som den som overleverer").click()
    nurse.get_by_role("textbox", name="Noe å legge til?").fill("Arne trenger et tilsyn til.")
    nurse.get_by_role("button", name="Signer som Kari Nes").click()
    expect(nurse.get_by_role("main")).to_contain_text("Overleverer: Kari Nes")
    expect(nurse.get_by_text("En kollega signerer denne delen")).to_be_visible()

    colleague = open_context(java_script_enabled=False).new_page()
    open_board(colleague, "per")
    colleague.get_by_role("link", name="venter på underskrift").click()
    expect(colleague.get_by_role("main")).to_contain_text("Arne trenger et tilsyn til.")
    colleague.get_by_text("Signer som den som overtar").click()
    colleague.get_by_role("button", name="Signer som Per Vik").click()
    expect(colleague.get_by_role("main")).to_contain_text("Overtar: Per Vik")
    colleague.goto("/")
    expect(row_of(colleague, "Arne Bakken")).to_contain_text("Du har det")
    expect(colleague.get_by_text("venter på underskrift")).to_have_count(0)


def test_an_alert_is_given_to_a_named_colleague(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    take(nurse, "Solveig Haugen")
    row_of(nurse, "Solveig Haugen").get_by_role("link", name="Håndter").click()
    nurse.get_by_text("Gi videre til en kollega").click()
    nurse.get_by_label("Hvem tar over?").select_option("Per Vik")
    nurse.get_by_role("button", name="Gi videre", exact=True).click()
    expect(nurse.get_by_role("main")).to_contain_text("Per Vik har det")
    expect(nurse.get_by_role("region", name="Hva som er gjort")).to_contain_text(
        "Kari Nes → Per Vik"
    )


@pytest.mark.parametrize(("viewport", "scheme"), SCREENS)
def test_no_state_of_a_handover_has_a_violation(
    open_context: OpenContext, house: House, viewport: dict[str, int], scheme: str
) -> None:
    page = open_context(viewport=viewport, color_scheme=scheme).new_page()
    open_board(page)
    house.report(*dose_taken(), *worrying_answer(), call_for_help())
    house.report(call_for_help(), resident=house.arne)
    page.goto("/")
    take(page, "Arne Bakken")
    row_of(page, "Arne Bakken").get_by_role("link", name="Håndter").click()
    page.get_by_text("Gi videre til en kollega").click()
    found = violations(page)
    page.goto("/handover")
    found += violations(page)
    page.get_by_role("button", name="Start vaktskiftet").click()
    page.get_by_text("Signer som den som overleverer").click()
    found += violations(page)
    page.get_by_role("button", name="Signer som Kari Nes").click()
    expect(page.get_by_role("heading", name="Lagt til senere")).to_be_visible()
    found += violations(page)
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= viewport["width"]
    page.goto("/handover")
    found += violations(page)
    assert found == []
