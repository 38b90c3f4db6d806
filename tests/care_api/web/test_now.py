"""What a nurse has the robot do now, and what she sees of it."""

import pytest
from playwright.sync_api import Page, expect

from codebook.command import CommandDone, CommandReceived
from tests.care_api.web.house import House

pytestmark = pytest.mark.browser


def test_a_sentence_is_sent_and_followed_to_its_end(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}")
    nurse.get_by_role("link", name="Nå", exact=True).click()
    nurse.get_by_label("La roboten si").fill("Maten kommer klokka fire.")
    nurse.get_by_role("button", name="Si det nå").click()

    asked = nurse.get_by_role("listitem").filter(has_text="Maten kommer klokka fire.")
    expect(asked).to_contain_text("Venter på roboten")
    expect(asked).to_contain_text("Kari Nes")
    command_id = house.commands()[0]["id"]
    house.report(
        CommandReceived(command_id=command_id),
        CommandDone(command_id=command_id),
    )
    expect(asked).to_contain_text("Ferdig")


def test_a_promise_to_ring_needs_the_word_of_whoever_gives_it(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}/now")
    nurse.get_by_role("button", name="Si at jeg ringer").click()
    assert house.commands() == []

    nurse.get_by_label("Jeg ringer snart").check()
    nurse.get_by_role("button", name="Si at jeg ringer").click()

    expect(nurse.get_by_role("listitem").filter(has_text="Si at en pleier ringer")).to_be_visible()
    assert [command["body"]["kind"] for command in house.commands()] == ["call_back"]


def test_one_of_the_plans_check_ins_is_held_now(nurse: Page, house: House) -> None:
    nurse.goto(f"/residents/{house.solveig}/now")
    nurse.get_by_role("button", name="Se til nå: Morgentilsyn").click()

    expect(nurse.get_by_role("listitem").filter(has_text="Se til")).to_contain_text("Venter")
