"""The screen as a resident sees it: a real browser, real ROS, no care server."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

import care_api.web
from codebook.robot import Component, RobotFault
from codebook.speech import Modality, SpeechHeard
from robot_nodes import wire
from robot_nodes.dialogue.scale import SCORES
from robot_nodes.ros import LATCHED
from schedules.locale import Locale
from tests.robot_nodes.screen.conftest import SMALL, OpenPage, Robot, settled

pytestmark = pytest.mark.browser

AXE = Path(care_api.web.__file__).parent / "node_modules" / "axe-core" / "axe.min.js"
RUN = """() => axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})"""
QUESTION = "Har du tatt Paracet, to tabletter på 500 mg?"
LARGE = {"width": 1280, "height": 800}


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def test_a_sentence_is_shown_as_it_sounds_with_its_digits(
    robot: Robot, open_page: OpenPage
) -> None:
    page = open_page()
    expect(page.get_by_text("Jeg er her.")).to_be_visible()
    robot.say("Klokka er 08:30.")
    expect(page.get_by_text("Klokka er 08:30.")).to_be_visible()


def test_yes_by_button_answers_the_question(robot: Robot, open_page: OpenPage) -> None:
    page = open_page()
    results = robot.ask(QUESTION, "taken", "affirm", "deny")
    expect(button(page, "Nei")).to_be_visible()
    settled(page)

    button(page, "Ja").click()

    robot.ros.until(lambda: results)
    assert (results[0].intent, results[0].modality) == ("affirm", "touch")
    expect(page.get_by_text("Du trykket Ja.")).to_be_visible()
    expect(button(page, "Ja")).to_be_hidden()
    heard = [e.body for e in robot.store.pending(100) if isinstance(e.body, SpeechHeard)]
    assert [(body.transcript, body.modality) for body in heard] == [("Ja", Modality.TOUCH)]


def test_help_is_always_there_and_a_cry(robot: Robot, open_page: OpenPage) -> None:
    intents = robot.intents()
    page = open_page()
    button(page, "Hjelp").click()

    robot.ros.until(lambda: intents)
    assert (intents[0].name, intents[0].is_emergency, intents[0].modality) == (
        "help",
        True,
        "touch",
    )


def test_a_scale_is_answered_by_the_button_of_a_number(robot: Robot, open_page: OpenPage) -> None:
    page = open_page()
    results = robot.ask("Hvor vondt gjør det, fra 1 til 5?", *SCORES)
    expect(button(page, "5")).to_be_visible()
    assert_large_and_whole(page, SMALL)
    settled(page)
    button(page, "4").click()

    robot.ros.until(lambda: results)
    answer = results[0]
    assert (answer.intent, answer.transcript, answer.modality) == ("score_4", "4", "touch")


def test_the_keyboard_reaches_every_button(robot: Robot, open_page: OpenPage) -> None:
    page = open_page()
    results = robot.ask(QUESTION, "affirm", "deny")
    expect(button(page, "Ja")).to_be_visible()
    settled(page)
    for name in ("Ja", "Nei", "Hjelp"):
        for _ in range(5):
            if name == page.evaluate("document.activeElement.textContent"):
                break
            page.keyboard.press("Tab")
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")

    robot.ros.until(lambda: results)
    assert results[0].intent == "deny"


@pytest.mark.parametrize(
    ("locale", "words"),
    [(Locale.NB_NO, "Jeg lytter"), (Locale.NN_NO, "Eg lyttar"), (Locale.EN_GB, "I am listening")],
)
def test_the_page_speaks_the_residents_language(
    robot: Robot, open_page: OpenPage, locale: Locale, words: str
) -> None:
    page = open_page()
    robot.visit(locale)
    expect(page.get_by_role("status")).to_have_text(words)
    assert page.evaluate("document.documentElement.lang") == locale[:2]


def test_a_robot_that_ends_is_told_honestly_and_one_that_comes_back_is_shown(
    robot: Robot, open_page: OpenPage
) -> None:
    page = open_page()
    robot.visit(Locale.NB_NO)
    robot.say("God morgen, Solveig.")
    expect(page.get_by_text("God morgen, Solveig.")).to_be_visible()

    robot.screen.close()
    expect(page.get_by_role("status")).to_have_text("Roboten er ikke i gang. Ring 73 00 00 00.")
    expect(button(page, "Hjelp")).to_be_disabled()
    expect(page.get_by_text("God morgen, Solveig.")).to_be_hidden()

    robot.say("Er du der?")
    robot.screen.start()
    expect(page.get_by_text("Er du der?")).to_be_visible(timeout=15_000)
    expect(page.get_by_role("status")).to_have_text("Jeg lytter")
    expect(button(page, "Hjelp")).to_be_enabled()


def test_troubles_are_shown_until_they_are_over(robot: Robot, open_page: OpenPage) -> None:
    page = open_page()
    robot.visit(Locale.NB_NO)
    tell = robot.ros.speaker(wire.SyncState, "sync_state", LATCHED)
    tell(wire.SyncState(is_online=False))
    unreached = page.get_by_text("Ingen kontakt med hjemmetjenesten. Ring 73 00 00 00.")
    expect(unreached).to_be_visible()
    fault = RobotFault(component=Component.LOUDSPEAKER, code="loudspeaker_lost", detail="gone")
    robot.store.record(fault, resident_id=None, at=robot.screen.now())
    expect(page.get_by_text("Jeg kan ikke snakke nå")).to_be_visible()

    tell(wire.SyncState(is_online=True))
    healed = fault.model_copy(update={"is_resolved": True})
    robot.store.record(healed, resident_id=None, at=robot.screen.now())
    expect(page.get_by_role("status")).to_have_text("Jeg lytter")


@pytest.mark.parametrize("viewport", [SMALL, LARGE], ids=["800x480", "1280x800"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_is_large_whole_and_without_a_violation(
    robot: Robot, open_page: OpenPage, viewport: dict[str, int], scheme: str
) -> None:
    page = open_page(viewport=viewport, color_scheme=scheme)
    robot.visit(Locale.NB_NO)
    found = violations(page)
    robot.say("God morgen, Solveig.")
    results = robot.ask(
        f"Nå er det tid for Paracet, to tabletter på 500 mg. {QUESTION}", "affirm", "deny"
    )
    expect(button(page, "Ja")).to_be_visible()
    expect(page.get_by_text("Nå er det tid")).to_be_visible()
    found += violations(page)
    assert_large_and_whole(page, viewport)
    settled(page)
    button(page, "Nei").click()
    robot.ros.until(lambda: results)
    robot.screen.close()
    expect(button(page, "Hjelp")).to_be_disabled()
    found += violations(page)
    assert found == []


def assert_large_and_whole(page: Page, viewport: dict[str, int]) -> None:
    sizes: list[float] = page.evaluate(
        "[...document.querySelectorAll('#captions p')].filter(p => p.offsetParent)"
        ".map(p => parseFloat(getComputedStyle(p).fontSize))"
    )
    assert min(sizes) >= 32
    for box in (each.bounding_box() for each in page.get_by_role("button").all()):
        assert box is not None
        assert min(box["width"], box["height"]) >= 88
        assert box["y"] + box["height"] <= viewport["height"]
    hidden: int = page.evaluate(
        "document.documentElement.scrollHeight - innerHeight"
        " + captions.scrollHeight - captions.clientHeight"
    )
    assert hidden <= 0, "nothing has to be scrolled to"


def violations(page: Page) -> list[str]:
    """Return what axe-core finds wrong, one line for each rule."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate(RUN)
    return [
        f"{fault['id']}: {[node['html'][:120] for node in fault['nodes']]}"
        for fault in found["violations"]
    ]
