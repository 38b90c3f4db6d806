"""A resident's day: what was said, what was heard, and how well it is known."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from codebook.speech import StoppedBy
from tests.care_api.web.house import House
from tests.care_api.web.steps import (
    call_for_help,
    dose_taken,
    dose_unanswered,
    heard,
    open_board,
    said,
    worrying_answer,
)

pytestmark = pytest.mark.browser


def test_a_dose_is_shown_as_said_and_never_as_given(nurse: Page, house: House) -> None:
    house.report(*dose_taken())
    nurse.goto(f"/residents/{house.solveig}")

    talk = nurse.get_by_role("article").filter(has_text="Paracet, to tabletter")
    expect(talk).to_contain_text("Har du tatt dem?")
    expect(talk).to_contain_text("ja jeg har tatt den")
    expect(talk).to_contain_text("Forstått som: har tatt den")
    report = talk.get_by_role("listitem").filter(has_text="Notert: Meldt tatt")
    expect(report.get_by_title("Beboeren sa det selv. Ingen har sett det.")).to_have_text("sagt")
    assert "administrert" not in nurse.content().lower()


def test_words_are_marked_with_the_residents_language(nurse: Page, house: House) -> None:
    house.report(*dose_taken())
    nurse.goto(f"/residents/{house.solveig}")
    nurse.get_by_role("button", name="English").click()
    expect(nurse.get_by_text("ja jeg har tatt den")).to_have_attribute("lang", "nb-NO")


def test_silence_and_its_way_to_a_nurse_are_shown(nurse: Page, house: House) -> None:
    house.report(*dose_unanswered())
    nurse.goto(f"/residents/{house.solveig}")
    expect(nurse.get_by_text("Minnet på igjen")).to_be_visible()
    expect(nurse.get_by_text("Svarte ikke på påminnelsene: overlatt til ansatte")).to_be_visible()
    expect(nurse.get_by_role("link", name="Svarte ikke på påminnelsen – Paracet")).to_be_visible()


def test_a_worrying_answer_stands_out_with_its_question(nurse: Page, house: House) -> None:
    house.report(*worrying_answer())
    nurse.goto(f"/residents/{house.solveig}")
    answers = nurse.get_by_role("region", name="Svar på tilsyn")
    expect(answers).to_contain_text("Hvordan har du det i dag?")
    expect(answers).to_contain_text("føler seg dårlig")


def test_a_cry_for_help_shows_that_the_robot_fell_silent(nurse: Page, house: House) -> None:
    house.report(
        said("I dag er det sang i stua, og", StoppedBy.EMERGENCY),
        heard("hjelp jeg har falt", "fallen"),
        call_for_help(),
    )
    nurse.goto(f"/residents/{house.solveig}")
    expect(nurse.get_by_text("Ble stille: hørte rop om hjelp")).to_be_visible()
    expect(nurse.get_by_text("Ropte om hjelp: melder om fall")).to_be_visible()


def test_yesterday_is_one_step_back_and_today_one_step_forth(page: Page, house: House) -> None:
    nurse = page
    house.report(*dose_taken())
    house.clock.moment += timedelta(hours=9)
    open_board(nurse)
    nurse.goto(f"/residents/{house.solveig}")
    expect(nurse.get_by_role("heading", name="mandag 2. mars")).to_be_visible()
    expect(nurse.get_by_role("link", name="Dagen etter:")).to_have_count(0)

    nurse.get_by_role("link", name="Dagen før: 1. mars").click()
    expect(nurse.get_by_role("heading", name="søndag 1. mars")).to_be_visible()
    expect(nurse.get_by_text("Ingenting er registrert denne dagen.")).to_be_visible()

    nurse.get_by_role("link", name="Dagen etter: 2. mars").click()
    expect(nurse.get_by_text("ja jeg har tatt den")).to_be_visible()


def test_what_was_heard_is_shown_as_text_only(nurse: Page, house: House) -> None:
    house.report(heard("<img src=x onerror=alert(1)>", "unknown"))
    nurse.goto(f"/residents/{house.solveig}")
    expect(nurse.get_by_text("<img src=x onerror=alert(1)>")).to_be_visible()


def test_the_exact_time_stands_behind_the_spoken_one(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    nurse.goto("/")
    house.clock.moment += timedelta(minutes=5)
    nurse.reload()
    raised = nurse.get_by_text("for 5 minutter siden").first
    expect(raised).to_have_attribute("title", "mandag 2. mars 2026 kl. 08.00.00")
    expect(raised).to_have_attribute("datetime", "2026-03-02T07:00:00+00:00")
