"""Everybody whom the demonstration names logs in, and finds what her role may use and no more."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from types import MappingProxyType

import pytest
from playwright.sync_api import Browser, Page, expect

from care_api.app import create_app
from care_api.db import make_engine
from care_api.demo import seed_demo
from care_api.demo.people import COLLEAGUES, NURSE
from care_api.settings import load_settings
from schedules.locale import Locale
from tests.care_api.village import SECRET_KEY, HandClock
from tests.care_api.web.server import serving
from tests.care_api.web.steps import log_in

pytestmark = pytest.mark.browser

CLOCK = HandClock(datetime(2026, 3, 2, 6, 58, tzinfo=UTC))
PLANNING = ("/on-call", "/administration")
CARE = ("/", "/alerts", "/handover", "/robots", *PLANNING)
MENUS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "kari.lund": CARE,
        "tor.eide": CARE,
        "marit.nes": ("/alerts/statistics", "/robots", *PLANNING),
        "anne.holm": ("/alerts/statistics", *PLANNING),
        "jonas.vik": ("/robots",),
        "ragnhild.foss": ("/administration",),
    }
)
"""User name -> the main menu."""


@pytest.fixture(scope="module")
def password_and_address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    """A demonstration that has begun, and how its people get in."""
    url = f"sqlite:///{tmp_path_factory.mktemp('demo') / 'demo.sqlite'}"
    settings = load_settings(database_url=url, secret_key=SECRET_KEY, demo=True, run_worker=False)
    seed = seed_demo(settings, CLOCK, Locale.NB_NO)
    assert {seed.user_name, *seed.colleagues} == set(MENUS)
    engine = make_engine(url)
    with serving(create_app(settings, CLOCK, engine)) as address:
        yield seed.password or "", address
    engine.dispose()


@pytest.mark.parametrize("user_name", [each.user_name for each in (NURSE, *COLLEAGUES)])
def test_her_menu_has_the_pages_of_her_role_and_each_opens(
    browser: Browser, password_and_address: tuple[str, str], user_name: str
) -> None:
    password, address = password_and_address
    context = browser.new_context(base_url=address, locale="nb-NO")
    page = context.new_page()
    page.goto("/login")
    log_in(page, user_name, password)
    expect(page.get_by_role("button", name="Logg ut")).to_be_visible()
    menu = addresses(page, "nav.tabs a")
    assert tuple(menu) == MENUS[user_name]
    if "/administration" in menu:
        page.goto("/administration")
        menu += addresses(page, "main .rows a")
        assert len(menu) > len(MENUS[user_name])
    page.goto("/me")
    page.locator("a.brand").click()
    expect(page.locator("h1")).to_be_visible()
    assert page.locator(".quiet", has_text="Kode:").count() == 0, "her first page is a refusal"
    for path in menu:
        answer = page.goto(path)
        assert answer is not None
        assert answer.ok, (user_name, path, answer.status)
    context.close()


def addresses(page: Page, links: str) -> list[str]:
    """Return where the links lead, in order."""
    found = page.locator(links)
    return [found.nth(at).get_attribute("href") or "" for at in range(found.count())]


def test_a_refusal_leads_to_the_first_page_of_her_role(
    browser: Browser, password_and_address: tuple[str, str]
) -> None:
    password, address = password_and_address
    context = browser.new_context(base_url=address, locale="nb-NO")
    page = context.new_page()
    page.goto("/login")
    log_in(page, "jonas.vik", password)
    expect(page).to_have_url(f"{address}/robots")
    page.goto("/administration")
    page.get_by_role("link", name="Til den første siden din").click()
    expect(page).to_have_url(f"{address}/robots")
    context.close()
