"""The door of the screen: who gets in, and what is turned away."""

from collections.abc import Iterator

import httpx
import pytest

from robot_nodes.screen.feed import Feed
from robot_nodes.screen.server import HOST, PortTaken, ScreenServer
from robot_nodes.screen.site import Addresses, site

DEADLINE_S = 10


class Served:
    """A screen on a free port, and what was pressed on it."""

    def __init__(self) -> None:
        self.presses: list[tuple[str, int]] = []
        self.is_counted = True
        self.feed = Feed('{"n": 1}')
        self.server = ScreenServer(0, lambda port: site(Addresses(port), self.feed, self.press))
        self.address = f"http://{HOST}:{self.server.port}"

    def press(self, intent: str, question: int) -> bool:
        self.presses.append((intent, question))
        return self.is_counted

    def post(self, json: object = None, **headers: str) -> httpx.Response:
        wanted = {"intent": "help", "question": 0} if json is None else json
        ours = {"origin": self.address, **headers}
        sent = {name.replace("_", "-"): value for name, value in ours.items() if value}
        return httpx.post(f"{self.address}/touch", json=wanted, headers=sent, timeout=DEADLINE_S)


@pytest.fixture
def served() -> Iterator[Served]:
    screen = Served()
    yield screen
    screen.server.close()


def test_a_press_on_our_own_page_counts(served: Served) -> None:
    assert served.post().status_code == 204
    served.is_counted = False
    assert served.post().status_code == 409
    assert served.presses == [("help", 0)] * 2


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"origin": ""},
        {"origin": "http://rebound.example:80", "host": "rebound.example:80"},
        {"content_type": "text/plain"},
        {"content_type": "application/x-www-form-urlencoded"},
    ],
)
def test_another_page_cannot_press(served: Served, headers: dict[str, str]) -> None:
    assert served.post(**headers).status_code in {403, 422}
    assert served.presses == []


def test_another_name_cannot_read(served: Served) -> None:
    for path in ("/", "/events"):
        answer = httpx.get(served.address + path, headers={"host": "rebound.example"})
        assert answer.status_code == 403


@pytest.mark.parametrize(
    "nonsense", [[], {"intent": 1, "question": 0}, {"intent": "help"}, {"intent": "h" * 2000}]
)
def test_nonsense_is_refused(served: Served, nonsense: object) -> None:
    assert served.post(nonsense).status_code == 422
    assert served.presses == []


def test_every_answer_forbids_what_the_page_does_not_need(served: Served) -> None:
    for path in ("/", "/screen.js", "/screen.css", "/nowhere"):
        answer = httpx.get(served.address + path)
        assert answer.headers["content-security-policy"].startswith("default-src 'none'")
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in answer.headers


def test_who_comes_again_is_shown_what_is_shown_now(served: Served) -> None:
    served.feed.show('{"n": 2}')
    for _ in range(2):
        with httpx.stream("GET", f"{served.address}/events", timeout=DEADLINE_S) as stream:
            lines = stream.iter_lines()
            assert [next(lines) for _ in range(3)] == ["id: 2", "event: view", 'data: {"n": 2}']


def test_a_change_and_a_sign_of_life_come_at_once(served: Served) -> None:
    with httpx.stream("GET", f"{served.address}/events", timeout=DEADLINE_S) as stream:
        lines = (line for line in stream.iter_lines() if line.startswith("event"))
        assert next(lines) == "event: view"
        served.feed.beat()
        assert next(lines) == "event: alive"
        served.feed.show('{"n": 2}')
        assert next(lines) == "event: view"


def test_a_taken_port_names_the_remedy(served: Served) -> None:
    with pytest.raises(PortTaken, match=f"port {served.server.port} .* screen_port"):
        ScreenServer(
            served.server.port, lambda port: site(Addresses(port), served.feed, served.press)
        )
