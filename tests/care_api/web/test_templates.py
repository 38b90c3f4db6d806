"""A unit's templates in a real browser: found by clicking, filled, and begun with in a plan."""

import pytest
from playwright.sync_api import Page, expect

from tests.care_api.web.house import House

pytestmark = pytest.mark.browser


def test_a_template_is_found_filled_and_begun_with_at_a_resident(nurse: Page, house: House) -> None:
    nurse.get_by_role("link", name="Administrasjon").click()
    nurse.get_by_role("link", name="Planmaler").click()
    nurse.get_by_label("Hva malen heter").fill("Vanlig dag")
    nurse.get_by_role("button", name="Lag den").click()
    expect(nurse.get_by_role("heading", name="Vanlig dag", level=1)).to_be_visible()
    nurse.get_by_role("link", name="+ Aktivitet").click()
    nurse.get_by_label("Navn").fill("Sang")
    nurse.get_by_label("Klokkeslett").fill("elleve")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_role("alert")).to_be_visible()
    expect(nurse.get_by_label("Navn")).to_have_value("Sang")
    nurse.get_by_label("Det roboten sier").fill("Det er sang i stua.")
    nurse.get_by_label("Klokkeslett").fill("11")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_role("listitem").filter(has_text="Sang")).to_contain_text("kl. 11.00")

    nurse.goto(f"/residents/{house.arne}/plan")
    nurse.get_by_role("link", name="+ Aktivitet").click()
    nurse.get_by_text("Begynn med en av malene").click()
    nurse.get_by_role("link", name="Sang").click()
    expect(nurse.get_by_label("Det roboten sier")).to_have_value("Det er sang i stua.")
    nurse.get_by_label("Klokkeslett").fill("14")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_role("listitem").filter(has_text="Sang")).to_contain_text("kl. 14.00")


def test_a_template_that_is_removed_is_offered_no_more(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}/plan")
    nurse.get_by_label("Ta vare på planen som en mal").fill("Solveigs dag")
    nurse.get_by_role("button", name="Ta vare på").click()
    nurse.get_by_role("link", name="Endre malene til enheten").click()
    nurse.get_by_role("link", name="Solveigs dag").click()
    nurse.get_by_text("Fjern malen").click()
    nurse.get_by_role("button", name="Fjern Solveigs dag").click()
    expect(nurse.get_by_text("Enheten har ingen mal ennå.")).to_be_visible()
    nurse.goto(f"/residents/{house.solveig}/plan")
    expect(nurse.get_by_role("link", name="Solveigs dag")).to_have_count(0)
