"""When a browser first shows something of a page: Chromium, with its processor slowed down."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, StorageState, sync_playwright

from tools.setup.browser import REMEDY, find_browser

SLOWED = 4
"""How many times slower the page's own processor is."""
_FIRST_PAINT = """
() => new Promise(done => new PerformanceObserver(list => list.getEntries()
    .filter(entry => entry.name === 'first-contentful-paint')
    .forEach(entry => done(entry.startTime))
).observe({type: 'paint', buffered: true}))
"""


class Painter:
    """A browser of somebody who is logged in, new for every page: nothing is in its cache."""

    def __init__(self, browser: Browser, address: str, state: StorageState) -> None:
        """Show pages of a server with the cookies of `state`."""
        self._browser = browser
        self._address = address
        self._state = state

    def first_paint_s(self, path: str) -> float:
        """Return seconds from the request to the first contentful paint."""
        with self._browser.new_context(storage_state=self._state) as context:
            page = context.new_page()
            tools = context.new_cdp_session(page)
            tools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
            page.goto(self._address + path)
            return float(page.evaluate(_FIRST_PAINT)) / 1e3


@contextmanager
def painting(address: str, user_name: str, password: str) -> Iterator[Painter]:
    """Give a browser in which somebody has logged in.

    Raises:
        RuntimeError: There is no Chromium or Chrome.
    """
    program = find_browser(os.environ)
    if program is None:
        raise RuntimeError(REMEDY)
    with (
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=program) as browser,
    ):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(f"{address}/login")
            page.fill("input[name=user_name]", user_name)
            page.fill("input[name=password]", password)
            page.press("input[name=password]", "Enter")
            page.wait_for_url(f"{address}/")
            state = context.storage_state()
        yield Painter(browser, address, state)
