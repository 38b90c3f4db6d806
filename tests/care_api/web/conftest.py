"""A house behind a real server, and a nurse's real browser in front of it."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from care_api.db import Database, make_engine
from tests.care_api.web.house import HandClock, House
from tests.care_api.web.server import server_on, serving
from tests.care_api.web.steps import open_board
from tools.setup.browser import REMEDY, find_browser

PHONE = {"width": 390, "height": 844}
PATIENCE_MS = 15_000
"""How long a page may take on a busy machine; what must come sooner says so in its test."""


@pytest.fixture
def house(tmp_path: Path, sqlite_template: Path) -> Iterator[House]:
    """A unit with a paired robot, served on a free port."""
    path = tmp_path / "nabo.sqlite"
    shutil.copy(sqlite_template, path)
    engine = make_engine(f"sqlite:///{path}")
    built = House(database=Database(engine), clock=HandClock())
    built.furnish()
    with serving(server_on(built.database, built.clock)) as address:
        built.address = address
        built.pair()
        yield built
    engine.dispose()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium or Chrome for the tests of one file.

    Not of the whole run: while Playwright is up, its event loop counts as running in this thread,
    and no other test could use asyncio.
    """
    program = find_browser(os.environ)
    if program is None:
        pytest.fail(REMEDY)
    with sync_playwright() as playwright:
        expect.set_options(timeout=PATIENCE_MS)
        launched = playwright.chromium.launch(executable_path=program)
        yield launched
        launched.close()


OpenContext = Callable[..., BrowserContext]


@pytest.fixture
def open_context(browser: Browser, house: House) -> Iterator[OpenContext]:
    """Open browsers of their own, each with its own cookies."""
    opened: list[BrowserContext] = []

    def open_one(**options: object) -> BrowserContext:
        settings = {"base_url": house.address, "locale": "nb-NO", "viewport": PHONE, **options}
        context = browser.new_context(**settings)  # type: ignore[arg-type]  # Playwright's options
        context.set_default_timeout(PATIENCE_MS)
        opened.append(context)
        return context

    yield open_one
    for context in opened:
        context.close()


@pytest.fixture
def page(open_context: OpenContext) -> Page:
    """A phone in which nobody is logged in."""
    return open_context().new_page()


@pytest.fixture
def nurse(page: Page) -> Page:
    """The phone of Kari, who is logged in and looks at the board."""
    open_board(page)
    return page
