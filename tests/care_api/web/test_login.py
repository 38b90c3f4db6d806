"""Logging in and out, and what happens when the session has ended."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.care_api.web.house import House
from tests.care_api.web.steps import call_for_help, log_in

pytestmark = pytest.mark.browser


def test_a_wrong_password_is_named_and_the_user_name_stays(page: Page) -> None:
    page.goto("/login")
    log_in(page, password="helt feil")
    expect(page.get_by_role("alert")).to_have_text("Brukernavn eller passord er feil.")
    expect(page.get_by_label("Brukernavn")).to_have_value("kari")
    expect(page.get_by_label("Passord")).to_have_value("")


def test_too_many_wrong_passwords_close_the_door_for_a_while(page: Page) -> None:
    page.goto("/login")
    for _ in range(6):
        log_in(page, password="helt feil")
    expect(page.get_by_role("alert")).to_contain_text("For mange forsøk.")


def test_the_login_leads_to_the_page_that_was_wanted(page: Page) -> None:
    page.goto("/alerts")
    expect(page.get_by_role("heading", name="Logg inn")).to_be_visible()
    log_in(page)
    expect(page.get_by_role("heading", name="Varsler", level=1)).to_be_visible()


def test_the_login_never_leads_to_another_site(page: Page, house: House) -> None:
    page.goto("/login?next=https://example.org/")
    log_in(page)
    expect(page).to_have_url(f"{house.address}/")


def test_after_logging_out_nothing_is_shown(nurse: Page) -> None:
    nurse.get_by_role("button", name="Logg ut").click()
    expect(nurse.get_by_role("heading", name="Logg inn")).to_be_visible()
    nurse.goto("/")
    expect(nurse.get_by_role("heading", name="Logg inn")).to_be_visible()


def test_an_open_page_whose_session_has_ended_leads_to_the_login_and_back(
    nurse: Page, house: House
) -> None:
    nurse.goto(f"/residents/{house.solveig}")
    house.clock.moment += timedelta(hours=10, minutes=1)
    house.pair()
    house.report(call_for_help())
    expect(nurse.get_by_role("status")).to_contain_text("Du er logget ut fordi")
    log_in(nurse)
    expect(nurse.get_by_role("heading", name="Solveig Haugen")).to_be_visible()
