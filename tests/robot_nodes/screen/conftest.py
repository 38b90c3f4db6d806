"""A robot that speaks, understands and has a screen, and a real browser in front of it."""

import os
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from robot_nodes import wire
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue_node import DialogueNode
from robot_nodes.ros import CONVERSATION, LATCHED
from robot_nodes.screen_node import ScreenNode
from robot_nodes.signals import CareState
from robot_nodes.voice_node import VoiceNode
from schedules.locale import Locale
from tests.robot_nodes.adapters.stores import store_in
from tests.robot_nodes.graph import DEADLINE_S, Graph, graph
from tests.robot_nodes.speech.fakes import FakeSynthesiser
from tools.setup.browser import REMEDY, find_browser

NUMBER = "73 00 00 00"
SMALL = {"width": 800, "height": 480}
INTERPRETER = Interpreter.load([Locale.NB_NO])


def free_port() -> int:
    """Return a port of this machine that nobody has just now."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@dataclass
class Robot:
    """The robot's nodes that the screen works with."""

    ros: Graph
    store: SqliteStore
    screen: ScreenNode
    port: int
    asking: Thread | None = None

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def visit(self, locale: Locale) -> None:
        """Be with a resident who speaks `locale`."""
        state = CareState(locale=locale, resident_id=UUID(int=1))
        publish = self.ros.speaker(wire.CareStateMessage, "care_state", LATCHED)
        publish(wire.care_state_message(state))

    def say(self, text: str, locale: Locale = Locale.NB_NO) -> Any:  # noqa: ANN401 - a message
        """Speak a sentence to its end."""
        goal = wire.Say.Goal(text=text, locale=locale, priority=128, rate=1.0, volume=1.0)
        return self.ros.call(wire.Say, "skill/say", goal)

    def ask(self, text: str, *intents: str) -> list[Any]:
        """Ask in the background; the result comes into the list that is returned."""
        results: list[Any] = []
        goal = wire.Ask.Goal(
            text=text,
            locale="nb_NO",
            expected_intents=list(intents),
            is_closed=True,
            patience_s=30.0,
            priority=128,
            rate=1.0,
            volume=1.0,
        )

        def wait() -> None:
            results.append(self.ros.call(wire.Ask, "skill/ask", goal))

        self.asking = Thread(target=wait)
        self.asking.start()
        return results

    def end_asking(self) -> None:
        """Wait for the question's end; a question that nobody answered is answered now."""
        if self.asking is not None:
            self.asking.join(DEADLINE_S)

    def intents(self) -> list[Any]:
        """Return the list into which intents come."""
        return self.ros.listen(wire.Intent, "intents", CONVERSATION)


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    with store_in(tmp_path) as store, graph() as ros:
        port = free_port()
        with_port = ros.with_overrides(screen_port=port)
        screen = ScreenNode(with_port, store, lambda resident: NUMBER if resident else "")
        ros.bring_up(
            VoiceNode(ros.membership, ros.loop, store, FakeSynthesiser()),
            DialogueNode(ros.membership, ros.loop, store, INTERPRETER, lambda _: 0.0),
            screen,
        )
        running = Robot(ros, store, screen, port)
        yield running
        screen.close()
        running.end_asking()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium or Chrome; not of the whole run, as Playwright's loop counts as running here."""
    program = find_browser(os.environ)
    if program is None:
        pytest.fail(REMEDY)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=program)
        yield launched
        launched.close()


OpenPage = Callable[..., Page]


def settled(page: Page) -> None:
    """Wait as long as a press would count for the buttons before."""
    page.wait_for_timeout(750)


@pytest.fixture
def open_page(browser: Browser, robot: Robot) -> Iterator[OpenPage]:
    """Open the screen's page, and fail on anything that the browser complains about."""
    contexts = []
    complaints: list[str] = []

    def open_one(**options: Any) -> Page:  # noqa: ANN401 - Playwright's own
        context = browser.new_context(**{"viewport": SMALL, "locale": "nb-NO", **options})
        context.set_default_timeout(8000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda said: complaints.append(said.text) if "Content Security" in said.text else None,
        )
        page.goto(robot.address)
        return page

    yield open_one
    for context in contexts:
        context.close()
    assert complaints == []
