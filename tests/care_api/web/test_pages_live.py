"""The board shows what happens while it happens."""

import pytest
from playwright.sync_api import Page, expect

from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.web.house import House

pytestmark = pytest.mark.browser

FALLEN = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u1", transcript="hjelp", grade=EvidenceGrade.SAID
)


def test_a_call_for_help_shows_on_the_open_board_within_two_seconds(
    nurse: Page, house: House
) -> None:
    row = nurse.get_by_role("listitem").filter(has=nurse.get_by_role("link", name="Solveig Haugen"))
    expect(row.first).to_contain_text("Ingenting å følge opp")

    house.report(FALLEN)

    expect(row.first).to_contain_text("Trenger deg nå", timeout=2_000)
    expect(row.first).to_contain_text("Melder om fall")
