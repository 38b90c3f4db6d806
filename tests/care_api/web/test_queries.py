"""How much a page asks the database does not grow with what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from tests.care_api.lived_in import live_in, move_in_more
from tests.care_api.routes import Someone, pages
from tests.care_api.village import Village

MOST = 40
"""Queries of one page, the guarded door and the log of looks among them."""


@contextmanager
def counted(engine: Engine) -> Iterator[list[str]]:
    """Give a list that fills with the statements sent to the database."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        sent.append(statement)

    event.listen(engine, "before_cursor_execute", note)
    yield sent
    event.remove(engine, "before_cursor_execute", note)


def queries_of_pages(client: TestClient, someone: Someone, engine: Engine) -> dict[str, list[str]]:
    """Return page -> what it asks when somebody looks again, at the same things as before."""
    found: dict[str, list[str]] = {}
    for route in pages("GET"):
        values = someone.values(route)
        if values is None:
            continue
        address = route.address(values)
        first = client.get(address)  # each look is noted down once
        if first.status_code in {403, 404}:
            continue  # not hers to see, or nothing of the kind in this village
        assert first.status_code < 400, address
        with counted(engine) as sent:
            client.get(address)
        found[route.path] = sent
    return found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_queries_of_a_page_stay_as_many_when_everything_doubles(
    village: Village, client: TestClient, engine: Engine
) -> None:
    live_in(village)
    village.log_in(client, "alle")
    someone = Someone(village, village.solbakken, village.solveig)
    before = queries_of_pages(client, someone, engine)
    assert {"/", "/residents/{resident_id}", "/alerts", "/alerts/{alert_id}"} <= set(before)

    move_in_more(village, 3)
    after = queries_of_pages(client, someone, engine)

    assert {page: len(sent) for page, sent in after.items()} == {
        page: len(sent) for page, sent in before.items()
    }
    assert {page: len(sent) for page, sent in after.items() if len(sent) > MOST} == {}
