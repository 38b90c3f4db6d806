"""Open pages show what happens while it happens."""

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help, dose_taken, open_board, row_of

pytestmark = pytest.mark.browser


def test_a_call_for_help_shows_on_the_open_board_within_two_seconds(
    nurse: Page, house: House
) -> None:
    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Ingenting å følge opp")

    house.report(call_for_help())

    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Trenger deg nå", timeout=2_000)
    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Melder om fall")
    expect(nurse.get_by_role("status")).to_contain_text("1 varsel å ta")
    expect(nurse).to_have_title("(1) I dag – Nabo")


def test_an_update_leaves_focus_and_scroll_where_they_were(nurse: Page, house: House) -> None:
    nurse.set_viewport_size({"width": 390, "height": 400})
    link = nurse.get_by_role("region", name="Dagen i enheten").get_by_role("link").last
    link.focus()
    link.scroll_into_view_if_needed()
    before = link.bounding_box()

    house.report(*dose_taken())

    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Meldt tatt", timeout=2_000)
    expect(link).to_be_focused()
    after = link.bounding_box()
    assert before
    assert after
    assert after["x"] == before["x"]
    assert abs(after["y"] - before["y"]) < 1  # browsers scroll by whole pixels


def test_a_conversation_appears_in_an_open_day(nurse: Page, house: House) -> None:
    nurse.get_by_role("link", name="Solveig Haugen").first.click()
    expect(nurse.get_by_text("Ingenting er registrert denne dagen.")).to_be_visible()

    house.report(*dose_taken())

    expect(nurse.get_by_text("ja jeg har tatt den")).to_be_visible(timeout=2_000)


def test_an_open_day_is_read_again_only_when_its_own_resident_changes(
    nurse: Page, house: House
) -> None:
    nurse.goto(f"/residents/{house.solveig}")
    asked: list[str] = []
    nurse.on("request", lambda request: asked.append(request.url))

    house.report(call_for_help(), resident=house.arne)

    expect(nurse.get_by_role("status")).to_contain_text("1 varsel å ta", timeout=2_000)
    assert [url for url in asked if "/residents/" in url] == []


def test_a_page_that_was_offline_says_so_and_catches_up(nurse: Page, house: House) -> None:
    context: BrowserContext = nurse.context
    context.set_offline(offline=True)
    expect(nurse.get_by_text("Ingen forbindelse.")).to_be_visible()
    house.report(call_for_help())

    context.set_offline(offline=False)

    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Trenger deg nå", timeout=10_000)
    expect(nurse.get_by_text("Ingen forbindelse.")).to_be_hidden()


def test_what_happens_between_the_answer_and_the_stream_is_not_missed(
    nurse: Page, house: House
) -> None:
    def something_happens_first(route: Route) -> None:
        house.report(call_for_help())
        route.continue_()

    nurse.route("**/stream", something_happens_first, times=1)
    nurse.reload()

    expect(row_of(nurse, "Solveig Haugen")).to_contain_text("Trenger deg nå", timeout=5_000)


def test_a_stream_whose_first_request_fails_is_tried_again(page: Page, house: House) -> None:
    page.route("**/stream", lambda route: route.abort(), times=1)
    with page.expect_event("requestfailed", lambda request: request.url.endswith("/stream")):
        open_board(page)
    house.report(call_for_help())

    expect(row_of(page, "Solveig Haugen")).to_contain_text("Trenger deg nå", timeout=10_000)


def test_a_note_half_written_survives_an_update(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    row_of(nurse, "Solveig Haugen").get_by_role("button", name="Jeg tar det").click()
    row_of(nurse, "Solveig Haugen").get_by_role("link", name="Håndter").click()
    note = nurse.get_by_label("Hva ble gjort?")
    note.fill("Så til henne, hun")
    note.focus()

    with nurse.expect_response("**/alerts/*"):
        house.report(*dose_taken())

    expect(note).to_have_value("Så til henne, hun")
    expect(note).to_be_focused()
