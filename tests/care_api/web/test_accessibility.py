"""Every page and state passes axe-core, light and dark, and none scrolls sideways.

The pages are the server's own routes: a new one is looked at as soon as it is there, and fails
where `lived_in` has nothing of the kind that its address names.
"""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus
from uuid import UUID

import pyotp
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect
from sqlalchemy import Engine

from care_api.app import create_app
from care_api.care_plans.item_form import KINDS
from care_api.family import service as family
from care_api.family.service import Reader
from care_api.residents import transitions
from care_api.residents.transition import End, EndReason, Move
from care_api.settings import Settings
from care_api.staff import invitations
from care_api.staff.role import Role
from care_api.web.csrf import CSRF_FIELD
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Someone, pages
from tests.care_api.village import PASSWORD, Village
from tests.care_api.web.axe import (
    AXE,
    OPEN_ALL,
    TWICE,
    cut_off,
    look,
    moving,
    too_wide,
    violations,
)
from tests.care_api.web.server import serving
from tests.care_api.web.steps import log_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.timeout(900),  # sixty pages, one after the other in one browser
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
]

NARROW: ViewportSize = {"width": 320, "height": 640}
"""A desktop at 400 % (WCAG 1.4.10), narrower than any phone that is sold."""
LONG_WORD = "Legemiddelhåndteringsansvarlig"
"""Stands wherever people and robots write: Norwegian words do not break by themselves."""
NO_PAGES = ("/audit/export", ".csv", ".ics", "/login/again", "/sound", "/waiting")
"""How the addresses end of what is a file, a part of a page, or read by a program."""
FORMER = UUID(int=0xF0E)
"""Somebody for whom the service has ended."""
LAST = ("/end", "/remove", "/revoke", "/off", "/logout", "/close", "/restart")
"""How the addresses end of what takes away that which others are about."""
SUBMIT = """([address, fields]) => {
  const form = Object.assign(document.createElement("form"), {method: "post", action: address});
  for (const [name, value] of Object.entries(fields)) {
    form.append(Object.assign(document.createElement("input"), {name, value}));
  }
  document.body.append(form);
  form.submit();
}"""


@pytest.fixture
def page(village: Village, settings: Settings, engine: Engine, browser: Browser) -> Iterator[Page]:
    """A small phone in front of the village's server, in which nobody is logged in."""
    with serving(create_app(settings, village.clock, engine)) as address:
        context = browser.new_context(
            base_url=address, locale="nb-NO", viewport=NARROW, reduced_motion="reduce"
        )
        context.add_init_script(path=AXE)
        yield context.new_page()
        context.close()


def enter(page: Page, user_name: str) -> None:
    """Log in and wait for the board."""
    page.goto("/login")
    log_in(page, user_name, PASSWORD)
    expect(page.get_by_role("heading", name="I dag", level=1)).to_be_visible()


def visit(page: Page, *addresses: str) -> list[str]:
    """Open pages one after the other, and return what is wrong with them."""
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        found += look(page)
    return found


def routes_to_look_at(someone: Someone) -> list[str]:
    """Return an address for each route that shows a page.

    Raises:
        AssertionError: Nothing exists of which a page could be shown.
    """
    routes = [r for r in pages("GET") if not r.path.endswith(NO_PAGES)]
    missing = [str(route) for route in routes if someone.values(route) is None]
    assert missing == [], "let one exist in lived_in.py"
    return [route.address(someone.values(route) or {}) for route in routes]


def lived_in(village: Village, words: str = "hjelp jeg har falt") -> tuple[Someone, str]:
    """Let people live in the village; return whose ids are asked for, and a code of a family."""
    live_in(village, words)
    someone = Someone(village, village.solbakken, village.solveig)
    by = village.staff["kari"]
    with village.work() as work:
        someone.know("staff_id", village.staff["siri"])
        someone.know("token", invitations.make(work, village.staff["siri"]))
        reader = Reader(name="Liv Haugen", is_resident=False)
        _, code = family.make(work, village.solveig, reader, timedelta(days=7), by)
        village.move_in(work, FORMER, village.solbakken, "Berit Dahl")
        work.session.flush()
        transitions.plan(work, FORMER, End(reason=EndReason.DIED), by)
        next_week = village.clock.now().date() + timedelta(days=7)
        there = Move(to_unit_id=village.fjellheim, room=words[:80])
        transitions.plan(work, village.solveig, there, by, from_on=next_week)
    return someone, code


def test_no_page_of_the_server_has_a_violation(village: Village, page: Page) -> None:
    someone, code = lived_in(village)
    found = visit(page, "/login", "/family", "/welcome/nonsense")
    enter(page, "alle")
    page.goto("/family")
    page.get_by_label("Kode").fill(code)
    page.get_by_role("button", name="Åpne").click()
    expect(page.get_by_role("heading", name="Solveig Haugen")).to_be_visible()
    found += visit(page, *routes_to_look_at(someone), *states(village))
    assert not found, "\n".join(found)


def test_long_words_wrap_on_every_page_and_nothing_moves_for_whoever_wants_it_still(
    village: Village, page: Page
) -> None:
    someone, _ = lived_in(village, LONG_WORD)
    enter(page, "alle")
    found: list[str] = []
    for address in (*routes_to_look_at(someone), *states(village)):
        page.goto(address)
        page.eval_on_selector_all("details", OPEN_ALL)
        found += too_wide(page) + moving(page)
    assert not found, "\n".join(found)


def test_letters_of_twice_the_size_are_neither_cut_off_nor_make_a_page_scroll_sideways(
    village: Village, page: Page
) -> None:
    someone, _ = lived_in(village)
    page.set_viewport_size({"width": 640, "height": 800})
    enter(page, "alle")
    found: list[str] = []
    for address in (*routes_to_look_at(someone), *states(village)):
        page.goto(address)
        page.evaluate(TWICE)
        page.eval_on_selector_all("details", OPEN_ALL)
        found += too_wide(page) + cut_off(page)
    assert not found, "\n".join(found)


def states(village: Village) -> Iterator[str]:
    """Yield the addresses of what a page shows only when asked for."""
    yield from ("/?show=mine", "/nowhere")
    for shown in ("mine", "overdue", "closed"):
        yield f"/alerts?show={shown}"
    for tab in ("", "/about", "/consents", "/links", "/now", "/plan"):
        yield f"/residents/{FORMER}{tab}"
    for kind in KINDS:
        yield f"/residents/{village.solveig}/plan/items/new?kind={kind}"


def test_no_page_of_which_there_is_nothing_yet_has_a_violation(
    village: Village, page: Page
) -> None:
    with village.work() as work:
        village.employ(work, "alle", village.fjellheim, *Role)
    someone = Someone(village, village.fjellheim, village.ingrid)
    enter(page, "alle")
    addresses = [
        route.address(values)
        for route in pages("GET")
        if not route.path.endswith(NO_PAGES) and (values := someone.values(route)) is not None
    ]
    found: list[str] = []
    for address in addresses:
        page.goto(address)
        found += violations(page)
    assert not found, "\n".join(found)


def test_no_form_that_is_sent_back_has_a_violation(village: Village, page: Page) -> None:
    someone, _ = lived_in(village)
    enter(page, "alle")
    empty: dict[str, str | float | bool] = {CSRF_FIELD: csrf_of(page)}
    found: list[str] = []
    sent_back: set[str] = set()
    for route in sorted(pages("POST"), key=lambda route: route.path.endswith(LAST)):
        values = someone.values(route)
        if values is None or route.path.endswith(NO_PAGES):
            continue
        if is_sent_back(page, route.address(values), empty):
            sent_back.add(route.path)
            found += look(page)
    assert not found, "\n".join(found)
    assert len(sent_back) > 20, sent_back


def csrf_of(page: Page) -> str:
    """Return the token of the forms of the page that is open."""
    return page.locator(f"[name={CSRF_FIELD}]").first.get_attribute("value") or ""


def is_sent_back(page: Page, address: str, form: dict[str, str | float | bool]) -> bool:
    """Send a form; if it comes back with its faults, let the browser send it and show them."""
    answer = page.request.post(address, form=form, max_redirects=0)
    if answer.status != HTTPStatus.UNPROCESSABLE_ENTITY:
        return False
    with page.expect_navigation():
        page.evaluate(SUBMIT, [address, form])
    return True


def test_the_account_has_no_violation_while_one_time_codes_are_switched_on(
    village: Village, page: Page
) -> None:
    enter(page, "kari")
    page.goto("/me")
    page.locator("#codes-password").fill(PASSWORD)
    page.get_by_role("button", name="Slå på engangskoder").click()
    key = page.locator("output").inner_text().replace(" ", "")
    found = look(page)
    page.get_by_label("seks sifrene").fill(pyotp.TOTP(key).at(village.clock.now()))
    page.get_by_role("button", name="Slå på").click()
    expect(page.get_by_role("heading", name="Reservekoder")).to_be_visible()
    found += look(page)
    assert found + visit(page, "/me") == []


def test_a_page_that_has_lost_its_server_has_no_violation(village: Village, page: Page) -> None:
    live_in(village)
    enter(page, "alle")
    page.context.set_offline(True)
    expect(page.locator("#offline")).to_be_visible()
    assert look(page) == []


def test_a_refusal_has_no_violation(page: Page) -> None:
    enter(page, "siri")
    answer = page.goto("/administration")
    assert answer is not None
    assert answer.status in {HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND}
    assert look(page) == []
