"""What residents say and nurses write is shown as words, whatever stands in it."""

from collections.abc import Iterator
from datetime import time
from html.parser import HTMLParser
from itertools import product
from typing import Any
from uuid import uuid4

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from schedules.care_plan import (
    Activity,
    Appointment,
    CheckIn,
    Hydration,
    MedicationReminder,
    Question,
    QuestionKind,
)
from schedules.locale import Locale
from schedules.recurrence import DailyTimes
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Route, Someone, pages
from tests.care_api.village import Village

on_sqlite = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

LONGEST_TITLE = 40
EVIL = "\"><img src=x onerror=evil()><script>evil()</script>'{{7*7}}&amp;"
"""Begins by leaving whatever it stands in: an attribute, an element."""
LINK = "javascript:evil()"
RUNNING_ATTRIBUTES = ("hx-on", "on", "style", "srcdoc")


class Reader(HTMLParser):
    """Reads a page as a browser does, and notes what it would run."""

    def __init__(self) -> None:
        super().__init__()
        self.dangers: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "script" and not values.get("src", "").startswith("/static/"):
            self.dangers.append("script")
        if tag in {"img", "iframe", "object", "embed", "base"}:
            self.dangers.append(tag)
        for name, value in values.items():
            if name.startswith(RUNNING_ATTRIBUTES):
                self.dangers.append(f"{tag} {name}")
            if name in {"href", "src", "action", "formaction"} and value.startswith("javascript:"):
                self.dangers.append(f"{tag} {name}={value}")
            self.words.append(value)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def read(page: str) -> Reader:
    """Return a page as it was read."""
    reader = Reader()
    reader.feed(page)
    reader.close()
    return reader


def write_everywhere(village: Village) -> None:
    """Put hostile words wherever a person or a robot can put any."""
    with village.work() as work:
        daily = DailyTimes(times=(time(8),))
        question = Question(id="q", text=EVIL, kind=QuestionKind.FEELING)
        village.plan(
            work,
            MedicationReminder(id=uuid4(), medicine=EVIL, dose=EVIL, recurrence=daily),
            CheckIn(id=uuid4(), title=EVIL, questions=(question,), recurrence=daily),
            Activity(id=uuid4(), title=EVIL, message=EVIL, recurrence=daily),
            Appointment(id=uuid4(), title=EVIL, recurrence=daily),
            Hydration(id=uuid4(), drink=EVIL, recurrence=daily),
        )
    live_in(village, EVIL)
    with village.work() as work:
        for table, column in (
            ("tenant", "name"),
            ("unit", "name"),
            ("staff", "name"),
            ("resident", "name"),
            ("resident", "spoken_name"),
            ("resident", "room"),
            ("robot", "name"),
            ("task", "title"),
            ("care_plan", "reason"),
            ("alert_action", "note"),
        ):
            statement = text(f"UPDATE {table} SET {column} = :evil")  # noqa: S608 - our own names
            work.session.execute(statement, {"evil": EVIL})
        title = text("UPDATE resident SET title = :evil")
        work.session.execute(title, {"evil": EVIL[:LONGEST_TITLE]})


def hostile(route: Route, words: str) -> dict[str, Any]:
    """Return a form with hostile words in every field that its route knows, and in common ones."""
    common = ("back", "next", "reason", "title", "name", "text", "note", "etag", "item_id", "look")
    return {**dict.fromkeys(common, words), **dict.fromkeys(route.fields, words)}


def answers_to_forms(client: TestClient, someone: Someone, words: str) -> Iterator[tuple[str, str]]:
    """Yield each form's route, and the page that answers hostile words in it."""
    for route in pages("POST"):
        values = someone.values(route)
        if values is None or route.path in {"/logout", "/language"}:
            continue
        token = client.cookies["nabo_csrf"]
        kinds = {name: value for name, value in route.form(someone).items() if name == "kind"}
        data = {**hostile(route, words), **kinds, "csrf_token": token}
        yield str(route), client.post(route.address(values), data=data).text


@on_sqlite
def test_hostile_words_are_words_on_every_page(village: Village, client: TestClient) -> None:
    write_everywhere(village)
    village.log_in(client, "alle")
    someone = Someone(village, village.solbakken, village.solveig)
    seen = 0
    for locale, route in product(Locale, pages("GET")):
        with village.work() as work:
            work.session.execute(text("UPDATE staff SET locale = :it"), {"it": locale.value})
        values = someone.values(route)
        if values is None or route.path.startswith("/login/oidc"):
            continue  # nothing of the kind in this village
        answer = client.get(route.address(values))
        assert answer.status_code == 200, route
        if "text/html" not in answer.headers["content-type"]:
            continue  # a table to download: its cells' danger is another one
        page = read(answer.text)
        assert page.dangers == [], route
        assert "default-src 'none'" in answer.headers["content-security-policy"], route
        assert "'unsafe" not in answer.headers["content-security-policy"], route
        seen += any(EVIL in words for words in page.words)
    assert seen > 8 * len(Locale)


@on_sqlite
def test_hostile_words_in_a_form_come_back_as_words(village: Village, client: TestClient) -> None:
    live_in(village)
    village.log_in(client, "alle")
    client.get("/")
    someone = Someone(village, village.solbakken, village.solveig)
    came_back = 0
    for words in (EVIL, LINK):
        for route, answer in answers_to_forms(client, someone, words):
            page = read(answer)
            assert page.dangers == [], route
            came_back += words in "".join(page.words)
    assert came_back > 2


@on_sqlite
def test_hostile_words_in_an_address_do_not_run(village: Village, client: TestClient) -> None:
    live_in(village)
    village.log_in(client, "alle")
    someone = Someone(village, village.solbakken, village.solveig)
    asked = ("on", "show", "next", "kind", "removed", "from", "page", "mine", "q", "ended")
    for words, route in product((EVIL, LINK), pages("GET")):
        values = someone.values(route)
        if values is not None:
            address = route.path.format(**values)
            page = client.get(address, params=dict.fromkeys(asked, words))
            assert read(page.text).dangers == [], route


def test_the_reader_would_see_what_runs() -> None:
    page = read(f'<p>{EVIL}</p><a href="{LINK}">x</a><button onclick="evil()">')
    assert page.dangers == ["img", "img onerror", "script", f"a href={LINK}", "button onclick"]
