"""All that stands about one resident, in a real browser: no violation, no scrolling sideways."""

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.staff.tables import StaffRow
from tests.care_api.web.axe import SCREENS, violations
from tests.care_api.web.conftest import OpenContext
from tests.care_api.web.house import STARTED_AT, House
from tests.care_api.web.steps import dose_taken, open_board, worrying_answer

pytestmark = pytest.mark.browser

TABS = ("", "/adherence", "/answers", "/rooms", "/about", "/plan", "/now")
OTHERS = ("/plan/export", "/notes", "/consents", "/decision", "/contacts/new", "/links", "/readers")


def agree(house: House) -> None:
    with house.database.writing() as session:
        kari = session.exec(select(StaffRow.id).where(StaffRow.user_name == "kari")).one()
        for scope in Scope:
            decision = Decision(
                scope=scope,
                is_given=scope is not Scope.RESEARCH,
                decided_on=STARTED_AT.date(),
                decided_by="Solveig Haugen",
                note="",
            )
            consents.record(house.work(session), house.solveig, decision, kari)


def write_about(page: Page, house: House) -> None:
    """Write a note and correct it, add a contact, decide."""
    here = f"/residents/{house.solveig}"
    page.goto(f"{here}/about")
    page.get_by_label("Nytt notat").fill("Sover dårlig.")
    page.get_by_role("button", name="Lagre notatet").click()
    page.get_by_role("link", name="Rett Sover dårlig.").click()
    page.get_by_label("Notat", exact=True).fill("Sover godt.")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Rettet 1 gang")).to_be_visible()
    page.goto(f"{here}/contacts/new")
    page.get_by_label("Navn").fill("Liv Haugen")
    page.get_by_label("Telefon").fill("400 00 123")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_role("heading", name="Liv Haugen")).to_be_visible()
    page.goto(f"{here}/decision")
    page.get_by_label("Roboten passer for beboeren").check()
    page.get_by_label("Bestemt").fill("2026-02-01")
    page.get_by_label("Skal evalueres").fill("2026-03-01")
    page.get_by_role("button", name="Lagre").click()
    expect(page.get_by_text("Evalueringen skulle vært gjort 1. mars")).to_be_visible()


def make_link(page: Page, house: House) -> str:
    """Make a link for the daughter, and return its address."""
    page.goto(f"/residents/{house.solveig}/links")
    page.get_by_label("En pårørende, med navn her:").check()
    page.get_by_label("Navnet på den pårørende").fill("Liv Haugen")
    page.get_by_role("button", name="Lag lenken").click()
    return str(page.locator("a.address").get_attribute("href"))


@pytest.mark.parametrize(("viewport", "scheme"), SCREENS)
def test_every_page_about_a_resident_can_be_read_by_everybody(
    open_context: OpenContext, house: House, viewport: dict[str, int], scheme: str
) -> None:
    page = open_context(viewport=viewport, color_scheme=scheme).new_page()
    open_board(page)
    house.report(*dose_taken(), *worrying_answer())
    agree(house)
    write_about(page, house)
    address = make_link(page, house)
    found = violations(page)
    for tab in (*TABS, *OTHERS):
        page.goto(f"/residents/{house.solveig}{tab}")
        page.eval_on_selector_all("details", "all => all.forEach(each => each.open = true)")
        found += violations(page)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], tab

    daughter = open_context(viewport=viewport, color_scheme=scheme).new_page()
    daughter.goto(address)
    found += violations(daughter)
    expect(daughter.get_by_label("Koden din")).to_have_value(address.split("#")[1])
    assert "#" not in daughter.url
    daughter.get_by_role("button", name="Åpne siden").click()
    expect(daughter.get_by_role("heading", name="Solveig Haugen", level=1)).to_be_visible()
    expect(daughter.get_by_text("Sa at det er tatt; ikke sett")).to_be_visible()
    found += violations(daughter)
    assert daughter.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
    assert found == []


def test_the_pages_about_a_resident_lead_to_each_other(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}")
    for tab in ("Etterlevelse", "Svar", "Rom", "Om", "Plan", "Nå", "Dag"):
        menu = nurse.get_by_role("navigation", name="Sider om Solveig Haugen")
        menu.get_by_role("link", name=tab, exact=True).click()
        expect(menu.get_by_role("link", name=tab, exact=True)).to_have_attribute(
            "aria-current", "page"
        )
        expect(nurse.get_by_role("heading", name="Solveig Haugen", level=1)).to_be_visible()
