"""Every page and state passes axe-core, in both colour schemes, on phone and desktop."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyotp
import pytest
from playwright.sync_api import BrowserContext, Page, expect

import care_api.web
from care_api.care_plans.item_form import KINDS
from tests.care_api.web.house import PARACET, PASSWORD, STARTED_AT, House
from tests.care_api.web.steps import (
    call_for_help,
    dose_taken,
    open_board,
    row_of,
    worrying_answer,
)
from tests.care_api.web.test_ladder import employ

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]

AXE = Path(care_api.web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})"""
SCREENS = [
    pytest.param({"width": 360, "height": 800}, "light", id="phone-light"),
    pytest.param({"width": 1280, "height": 900}, "dark", id="desktop-dark"),
]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, one line for each rule."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{page.url} {fault['id']}: {[node['html'][:120] for node in fault['nodes']]}"
        for fault in found["violations"]
    ]


def plan_pages(house: House) -> tuple[str, ...]:
    """Return the addresses of the plan, its forms, and what a nurse can ask for."""
    plan = f"/residents/{house.solveig}/plan"
    forms = tuple(f"{plan}/items/new?kind={kind}" for kind in KINDS)
    others = f"/residents/{house.solveig}/now", f"/residents/{house.solveig}/speech", "/robots"
    return *others, plan, *forms, f"{plan}/items/{PARACET.id}", f"{plan}/frame", f"{plan}/versions"


def on_call_pages(house: House) -> tuple[str, ...]:
    """Give the unit somebody on call, and return the pages that arrange it."""
    contact_id = employ(house, "Vakttelefon", 1)
    unit = f"/on-call/{house.unit_id}"
    return unit, f"{unit}/contacts/new", f"{unit}/contacts/{contact_id}", f"{unit}/rules"


def violations_of_account(page: Page) -> list[str]:
    """Look at the account while one-time codes are off, being switched on, and on."""
    page.goto("/me")
    found = violations(page)
    page.locator("#codes-password").fill(PASSWORD)
    page.get_by_role("button", name="Slå på engangskoder").click()
    key = page.locator("output").inner_text().replace(" ", "")
    found += violations(page)
    page.get_by_label("seks sifrene").fill(pyotp.TOTP(key).at(STARTED_AT))
    page.get_by_role("button", name="Slå på").click()
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()
    found += violations(page)
    page.goto("/me")
    found += violations(page)
    page.goto("/")
    return found


@pytest.mark.parametrize(("viewport", "scheme"), SCREENS)
def test_no_page_has_a_violation(
    open_context: OpenContext, house: House, viewport: dict[str, int], scheme: str
) -> None:
    page = open_context(viewport=viewport, color_scheme=scheme).new_page()
    page.goto("/login")
    found = violations(page)
    open_board(page)
    found += violations(page)
    found += violations_of_account(page)
    house.report(*dose_taken(), *worrying_answer(), call_for_help())
    house.report(call_for_help(), resident=house.arne)
    house.beat(
        battery=0.1,
        is_charging=False,
        plans=[],
        faults=[
            {"component": "microphone", "code": "no_audio", "since": STARTED_AT.isoformat()},
            {"component": "store", "code": "store_full", "since": STARTED_AT.isoformat()},
        ],
    )
    row_of(page, "Arne Bakken").get_by_role("button", name="Jeg tar det").click()
    address = row_of(page, "Arne Bakken").get_by_role("link", name="Håndter").get_attribute("href")
    for path in (
        "/",
        "/?show=mine",
        f"/residents/{house.solveig}",
        f"/residents/{house.solveig}?on=2026-03-01",
        "/handover",
        "/alerts/statistics",
        "/alerts",
        "/alerts?show=mine",
        "/alerts?show=overdue",
        "/alerts/frequent",
        "/alerts?show=closed",
        address or "",
        *plan_pages(house),
        *on_call_pages(house),
        "/nowhere",
    ):
        page.goto(path)
        found += violations(page)
    assert found == []


def test_no_page_scrolls_sideways_at_320_pixels_or_at_double_size(
    open_context: OpenContext, house: House
) -> None:
    page = open_context(viewport={"width": 320, "height": 640}).new_page()
    open_board(page)
    house.report(*dose_taken(), *worrying_answer(), call_for_help())
    for path in (
        "/",
        f"/residents/{house.solveig}",
        "/alerts",
        "/me",
        *plan_pages(house),
        *on_call_pages(house),
        "/nowhere",
    ):
        page.goto(path)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= 320, path
