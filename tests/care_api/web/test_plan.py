"""A nurse plans: adds, changes, looks at the next days, undoes, and meets a colleague's change."""

import json
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.care_api.web.house import House
from tests.care_api.web.steps import open_board

pytestmark = pytest.mark.browser

OpenContext = Callable[..., BrowserContext]


def open_plan(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}/plan")
    expect(nurse.get_by_role("heading", name="Plan", exact=True, level=2)).to_be_visible()


def add_medicine(nurse: Page, name: str, times: str) -> None:
    nurse.get_by_role("link", name="+ Medisin").click()
    nurse.get_by_label("Medisin").fill(name)
    nurse.get_by_label("Dose", exact=True).fill("en tablett")
    nurse.get_by_label("Klokkeslett").fill(times)
    nurse.get_by_role("button", name="Lagre").click()


def test_a_medicine_is_planned_in_plain_words(nurse: Page, house: House) -> None:
    open_plan(nurse, house)
    nurse.get_by_role("link", name="+ Medisin").click()
    nurse.get_by_label("Medisin").fill("Marevan")
    nurse.get_by_label("Dose", exact=True).fill("en tablett")
    nurse.get_by_label("Klokkeslett").fill("8 og 20.30")
    nurse.get_by_label("I hvor mange dager").fill("10")

    preview = nurse.locator("#preview")
    expect(preview).to_contain_text(
        "hver dag kl. 08.00 og kl. 20.30, fra 2. mars, i 10 dager (til 11. mars)"
    )
    expect(preview.get_by_role("listitem")).to_have_count(10)
    nurse.get_by_role("button", name="Lagre").click()

    row = nurse.get_by_role("listitem").filter(has_text="Marevan, en tablett")
    expect(row).to_contain_text("i 10 dager")


def test_what_is_wrong_is_said_at_its_field_and_nothing_typed_is_lost(
    nurse: Page, house: House
) -> None:
    open_plan(nurse, house)
    add_medicine(nurse, "Marevan", "når hun våkner")

    times = nurse.get_by_label("Klokkeslett")
    expect(times).to_have_value("når hun våkner")
    expect(times).to_have_attribute("aria-invalid", "true")
    expect(
        nurse.get_by_text("Skriv klokkeslett, for eksempel 8, 13.30 og 20.").first
    ).to_be_visible()
    expect(nurse.get_by_label("Medisin")).to_have_value("Marevan")


def test_what_was_taken_out_can_be_put_back(nurse: Page, house: House) -> None:
    open_plan(nurse, house)
    nurse.get_by_role("button", name="Ta ut Paracet").click()
    expect(nurse.get_by_text("Det er tatt ut av planen.")).to_be_visible()
    expect(nurse.get_by_role("link", name="Paracet")).to_have_count(0)

    nurse.get_by_role("button", name="Angre").click()

    expect(nurse.get_by_role("link", name="Paracet, to tabletter")).to_be_visible()


def test_two_nurses_at_once_lose_nothing(
    nurse: Page, house: House, open_context: OpenContext
) -> None:
    open_plan(nurse, house)
    nurse.get_by_role("link", name="Paracet").click()
    colleague = open_context().new_page()
    open_board(colleague, "per")
    open_plan(colleague, house)
    add_medicine(colleague, "Marevan", "9")
    expect(colleague.get_by_role("link", name="Marevan")).to_be_visible()

    nurse.get_by_label("Klokkeslett").fill("8, 22")
    nurse.get_by_role("button", name="Lagre").click()

    expect(nurse.get_by_role("alert")).to_contain_text(
        "Nytt: Marevan, en tablett, hver dag kl. 09.00"
    )
    expect(nurse.get_by_label("Klokkeslett")).to_have_value("8, 22")
    nurse.get_by_role("button", name="Lagre").click()
    expect(nurse.get_by_role("link", name="Marevan")).to_be_visible()
    expect(nurse.get_by_role("listitem").filter(has_text="Paracet")).to_contain_text("kl. 22.00")


def test_versions_say_who_changed_what_and_why_and_an_old_one_can_hold_again(
    nurse: Page, house: House
) -> None:
    open_plan(nurse, house)
    nurse.get_by_role("link", name="Paracet").click()
    nurse.get_by_label("Klokkeslett").fill("10")
    nurse.get_by_label("Hvorfor denne endringen?").fill("Legen vil det")
    nurse.get_by_role("button", name="Lagre").click()
    nurse.get_by_role("link", name="Versjon 2").click()

    newest = nurse.get_by_role("listitem").filter(has_text="Versjon 2").first
    expect(newest).to_contain_text("Kari Nes")
    expect(newest).to_contain_text("Legen vil det")
    expect(newest).to_contain_text("Endret: Paracet, to tabletter, hver dag kl. 10.00 (før:")
    nurse.get_by_role("button", name="La denne versjonen gjelde igjen (1)").click()
    expect(nurse.get_by_text("hver dag kl. 08.00 og kl. 14.00", exact=True)).to_be_visible()
    expect(nurse.get_by_role("link", name="Versjon 3")).to_be_visible()


def test_quiet_hours_and_a_pause_are_set_beside_the_items(nurse: Page, house: House) -> None:
    open_plan(nurse, house)
    nurse.get_by_role("link", name="Endre stille timer").click()
    nurse.get_by_label("Fra").fill("22")
    nurse.get_by_label("Til", exact=True).fill("7.30")
    nurse.get_by_label("Første dag").fill("2026-03-10")
    nurse.get_by_role("button", name="Lagre").click()

    expect(nurse.get_by_text("kl. 22.00–kl. 07.30")).to_be_visible()
    expect(nurse.get_by_text("10. mars–inntil videre, på sykehus")).to_be_visible()


def test_a_units_template_is_taken_over_at_another_resident(nurse: Page, house: House) -> None:
    open_plan(nurse, house)
    nurse.get_by_label("Ta vare på planen som en mal").fill("Vanlig dag")
    nurse.get_by_role("button", name="Ta vare på").click()
    expect(nurse.get_by_label("Ta vare på planen som en mal")).to_have_value("")
    nurse.goto(f"/residents/{house.arne}/plan")
    nurse.get_by_role("link", name="Vanlig dag").click()
    nurse.get_by_label("Tilsyn: Morgentilsyn").uncheck()
    nurse.get_by_role("button", name="Legg til i planen").click()

    expect(nurse.get_by_role("link", name="Paracet, to tabletter")).to_be_visible()
    expect(nurse.get_by_role("link", name="Morgentilsyn")).to_have_count(0)


def test_a_medication_list_is_a_draft_until_it_is_confirmed(nurse: Page, house: House) -> None:
    bundle = {
        "resourceType": "Bundle",
        "entry": [
            {"resource": request("Marevan", {"repeat": {"timeOfDay": ["08:00:00"]}})},
            {"resource": request("Diural", {"repeat": {"frequency": 3, "period": 1}})},
            {"resource": {**request("Selo-Zok", {}), "status": "stopped"}},
        ],
    }
    open_plan(nurse, house)
    nurse.get_by_label("medisinliste i FHIR").set_input_files(
        {
            "name": "liste.json",
            "mimeType": "application/json",
            "buffer": json.dumps(bundle).encode(),
        }
    )
    nurse.get_by_role("button", name="Les filen").click()

    expect(nurse.get_by_label("Medisin: Marevan, 1 tablett, hver dag kl. 08.00")).to_be_checked()
    expect(nurse.get_by_text("Dette kan ikke gjennomføres akkurat slik det står")).to_be_visible()
    expect(nurse.get_by_text("den lar klokkeslettene stå åpne; oppgi timeOfDay")).to_be_visible()
    expect(nurse.get_by_text("den skal ikke tas nå (status: stopped)")).to_be_visible()
    expect(nurse.get_by_text("Ikke tatt med: veiledning.")).to_be_visible()
    nurse.get_by_role("button", name="Legg til i planen").click()
    expect(nurse.get_by_role("link", name="Marevan, 1 tablett")).to_be_visible()


def test_the_plan_is_fetched_as_a_calendar(nurse: Page, house: House) -> None:
    open_plan(nurse, house)
    expect(nurse.get_by_text("Den nevner medisiner: pass på hvem som får den.")).to_be_visible()
    nurse.get_by_role("link", name="Planen som kalender").click()
    expect(nurse.get_by_text("men ikke hvem beboeren er")).to_be_visible()

    with nurse.expect_download() as download:
        nurse.get_by_role("link", name="Hent kalenderen (.ics)").click()

    assert download.value.suggested_filename == "plan-2026-03-02.ics"
    text = download.value.path().read_text(encoding="utf-8")
    assert "SUMMARY:Paracet\\, to tabletter" in text


def request(name: str, timing: dict[str, object]) -> dict[str, object]:
    """Return a FHIR R4 MedicationRequest."""
    quantity = {"doseQuantity": {"value": 1, "unit": "tablett"}}
    return {
        "resourceType": "MedicationRequest",
        "status": "active",
        "intent": "order",
        "medicationCodeableConcept": {"text": name},
        "dosageInstruction": [
            {"timing": timing, "doseAndRate": [quantity], "patientInstruction": "Ta den med vann."}
        ],
    }


@pytest.mark.parametrize("has_scripts", [True, False])
def test_one_more_question_keeps_all_that_is_typed(
    house: House, open_context: OpenContext, *, has_scripts: bool
) -> None:
    nurse = open_context(java_script_enabled=has_scripts).new_page()
    open_board(nurse)
    nurse.goto(f"/residents/{house.solveig}/plan/items/new?kind=check_in")
    nurse.get_by_label("Navn").fill("Kveldstilsyn")
    questions = nurse.get_by_role("textbox", name="Spørsmål")
    expect(questions).to_have_count(2)
    questions.nth(0).fill("Har du spist?")
    nurse.get_by_role("button", name="Ett spørsmål til").click()
    expect(questions).to_have_count(3)
    expect(questions.nth(2)).to_be_focused()
    questions.nth(2).fill("Er du trøtt?")
    expect(nurse.get_by_label("Navn")).to_have_value("Kveldstilsyn")
    expect(nurse.get_by_text("Skriv minst ett spørsmål.")).to_have_count(0)
    nurse.get_by_label("Klokkeslett").fill("19")
    nurse.get_by_label("Klokkeslett").press("Enter")
    nurse.get_by_role("link", name="Kveldstilsyn").click()
    expect(questions.nth(0)).to_have_value("Har du spist?")
    expect(questions.nth(1)).to_have_value("Er du trøtt?")
    expect(questions).to_have_count(3)


def test_without_scripts_one_can_look_first_and_then_save(
    house: House, open_context: OpenContext
) -> None:
    plain = open_context(java_script_enabled=False).new_page()
    open_board(plain)
    plain.goto(f"/residents/{house.solveig}/plan/items/new?kind=hydration")
    plain.get_by_label("Drikke").fill("et glass vann")
    plain.get_by_label("Klokkeslett").fill("10, 15")
    plain.get_by_role("button", name="Se først").click()

    expect(plain.locator("#preview").get_by_role("listitem")).to_have_count(14)
    plain.get_by_role("button", name="Lagre").click()
    expect(plain.get_by_role("link", name="et glass vann")).to_be_visible()
