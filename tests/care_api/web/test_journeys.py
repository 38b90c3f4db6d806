"""A nurse's day in a real browser: beside a colleague, without a network, a mouse or scripts."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.care_api.web.conftest import OpenContext
from tests.care_api.web.house import House
from tests.care_api.web.server import server_on, serving
from tests.care_api.web.steps import call_for_help, dose_taken, log_in, open_board, row_of

pytestmark = pytest.mark.browser

SOLVEIG = "Solveig Haugen"
ARNE = "Arne Bakken"
MOST_STOPS = 60
"""Of the Tab key on one page."""
FOCUS_SHOWS = """() => {
  const style = getComputedStyle(document.activeElement);
  return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
}"""
KEEP_WHAT_IS_TOLD = """() => {
  window.told = [];
  document.addEventListener("htmx:sse:after:message", ({ detail: { message } }) => {
    window.told.push(`${message.event} ${message.id}`);
  });
}"""


def test_what_one_nurse_takes_stands_on_the_others_board_and_a_late_press_takes_nothing(
    nurse: Page, open_context: OpenContext, house: House
) -> None:
    house.report(call_for_help())
    colleague, late = (open_context().new_page() for _ in range(2))
    late.route("**/stream", lambda route: route.abort())  # her board stays as it was
    open_board(colleague, "per")
    open_board(late, "per")

    row_of(nurse, SOLVEIG).get_by_role("button", name="Jeg tar det").click()

    expect(row_of(colleague, SOLVEIG)).to_contain_text("Kari Nes har det")
    expect(row_of(colleague, SOLVEIG).get_by_role("button", name="Jeg tar det")).to_have_count(0)
    row_of(late, SOLVEIG).get_by_role("button", name="Jeg tar det").click()
    expect(late.get_by_role("heading", name="Noen kom deg i forkjøpet")).to_be_visible()
    late.get_by_role("link", name="Til den første siden din").click()
    expect(row_of(late, SOLVEIG)).to_contain_text("Kari Nes har det")
    expect(row_of(nurse, SOLVEIG)).to_contain_text("Du har det")


def test_what_happens_while_the_server_is_away_shows_once_when_it_is_back(
    open_context: OpenContext, house: House
) -> None:
    page = open_context().new_page()
    notice = page.get_by_text("Ingen forbindelse.")
    connections: list[str | None] = []
    with serving(server_on(house.database, house.clock)) as address:
        page.goto(f"{address}/login?next=/residents/{house.solveig}")
        with page.expect_response("**/stream"):
            log_in(page)
        page.evaluate(KEEP_WHAT_IS_TOLD)
        expect(notice).to_be_hidden()
        page.on(
            "request",
            lambda request: (
                connections.append(request.headers.get("last-event-id"))
                if request.url.endswith("/stream")
                else None
            ),
        )
    expect(notice).to_be_visible()
    house.report(*dose_taken(), call_for_help())
    house.report(call_for_help(), resident=house.arne)
    expect(page.get_by_text("Ingenting er registrert denne dagen.")).to_be_visible()

    with serving(server_on(house.database, house.clock), port=urlsplit(address).port or 0):
        expect(page.get_by_text("ja jeg har tatt den")).to_have_count(1)
        expect(page.get_by_text("Ropte om hjelp")).to_have_count(1)
        expect(page.locator("#waiting")).to_contain_text("2 varsler å ta")
        expect(notice).to_be_hidden()
        house.report(call_for_help())  # the page is live again
        expect(page.get_by_text("Ropte om hjelp")).to_have_count(2)
        told = page.evaluate("window.told")
    assert connections
    assert None not in connections  # each says what it has seen, so nothing is missed
    assert len(set(told)) == len(told)
    assert sum(each.startswith(f"changed-{house.arne}") for each in told) == 1


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until `target` has the focus, which is seen wherever it goes."""
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUS_SHOWS), page.evaluate("document.activeElement.outerHTML")
        if target.evaluate("element => element === document.activeElement"):
            return
    pytest.fail(f"{target} is not reached by the keyboard")


def test_an_alert_is_taken_handled_and_closed_by_keyboard_with_the_focus_always_seen(
    nurse: Page, house: House
) -> None:
    house.report(call_for_help())
    row = row_of(nurse, SOLVEIG)
    tab_to(nurse, row.get_by_role("button", name="Jeg tar det"))
    nurse.keyboard.press("Enter")
    expect(row.get_by_role("link", name="Håndter")).to_be_focused()
    nurse.keyboard.press("Enter")
    expect(nurse.get_by_role("heading", name="Melder om fall")).to_be_visible()

    tab_to(nurse, nurse.get_by_label("Hva ble gjort?"))
    nurse.keyboard.type("Hjalp henne opp.")
    tab_to(nurse, nurse.get_by_role("radio").first)
    nurse.keyboard.press("ArrowDown")
    expect(nurse.get_by_role("radio").nth(1)).to_be_checked()
    tab_to(nurse, nurse.get_by_role("button", name="Marker som håndtert"))
    nurse.keyboard.press("Enter")
    expect(nurse.get_by_text("Hjalp henne opp.")).to_be_visible()

    tab_to(nurse, nurse.get_by_role("button", name="Lukk varselet"))
    nurse.keyboard.press("Enter")
    expect(nurse.get_by_role("heading", name="Ingen åpne varsler")).to_be_visible()


def test_without_scripts_a_nurse_reads_board_and_resident_and_answers_for_an_alert(
    open_context: OpenContext, house: House
) -> None:
    page = open_context(java_script_enabled=False).new_page()
    house.report(*dose_taken(), call_for_help())
    open_board(page)
    expect(row_of(page, SOLVEIG)).to_contain_text("Trenger deg nå")
    expect(row_of(page, SOLVEIG)).to_contain_text("Meldt tatt")

    page.get_by_role("link", name=SOLVEIG).first.click()
    expect(page.get_by_text("ja jeg har tatt den")).to_be_visible()
    expect(page.get_by_text("Ropte om hjelp")).to_be_visible()
    page.get_by_role("button", name="Jeg tar det").click()
    page.get_by_role("link", name="Håndter").click()
    page.get_by_role("button", name="Jeg har sett det og følger opp").click()

    done = page.get_by_role("region", name="Hva som er gjort").get_by_role("listitem")
    expect(done).to_have_count(3)
    expect(done.last).to_contain_text("Kari Nes")
    expect(page.get_by_role("button", name="Jeg har sett det og følger opp")).to_have_count(0)


def test_a_medicine_is_planned_where_nothing_was_and_stands_in_the_day_and_with_the_robot(
    nurse: Page, house: House
) -> None:
    nurse.get_by_role("link", name=ARNE).first.click()
    nurse.get_by_role("link", name="Plan", exact=True).click()
    expect(nurse.get_by_role("heading", name="Ingenting er planlagt ennå")).to_be_visible()
    nurse.get_by_role("link", name="+ Medisin").click()
    nurse.get_by_label("Medisin").fill("Marevan")
    nurse.get_by_label("Dose", exact=True).fill("en tablett")
    nurse.get_by_label("Klokkeslett").fill("13.30")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_role("link", name="Marevan, en tablett")).to_be_visible()

    nurse.get_by_role("link", name="Dag", exact=True).click()

    planned = nurse.get_by_role("region", name="Planen for dagen").get_by_role("listitem")
    expect(planned).to_have_count(1)
    expect(planned).to_contain_text("13.30")
    expect(planned).to_contain_text("Marevan")
    expect(planned).to_contain_text("Planlagt")
    nurse.get_by_role("link", name="I dag", exact=True).first.click()
    expect(row_of(nurse, ARNE)).to_contain_text("13.30 Marevan")
    assert "Marevan" in house.orders().text
