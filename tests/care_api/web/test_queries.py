"""How much an answer asks the database does not grow with what is in it."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, event

from tests.care_api.lived_in import live_in, move_in_more
from tests.care_api.routes import Someone, operations, pages
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


MEASURED = {
    "/",
    "/residents/{resident_id}",
    "/residents/{resident_id}/adherence",
    "/alerts",
    "/alerts/{alert_id}",
    "/alerts/statistics/{unit_id}",
    "/handover",
    "/handover/{handover_id}",
    "/robots",
    "/api/v1/alerts",
    "/api/v1/robots",
}
"""What is read most, or lists most: these at least are looked at."""


def queries_of_answers(
    client: TestClient, someone: Someone, engine: Engine
) -> dict[str, list[str]]:
    """Return route -> what it asks when somebody looks again, at the same things as before."""
    found: dict[str, list[str]] = {}
    for route in (*pages("GET"), *operations("GET")):
        values = someone.values(route)
        if values is None:
            continue
        address = route.address(values)
        first = client.get(address)  # each look is noted down once
        if first.status_code in {401, 403, 404}:
            continue  # a robot's or not hers to see, or nothing of the kind in this village
        assert first.status_code < 400, address
        with counted(engine) as sent:
            client.get(address)
        found[route.path] = sent
    return found


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_the_queries_of_an_answer_stay_as_many_when_everything_doubles(
    village: Village, client: TestClient, engine: Engine
) -> None:
    live_in(village)
    village.log_in(client, "alle")
    someone = Someone(village, village.solbakken, village.solveig)
    before = queries_of_answers(client, someone, engine)
    assert set(before) >= MEASURED

    move_in_more(village, 3)
    after = queries_of_answers(client, someone, engine)

    assert {page: len(sent) for page, sent in after.items()} == {
        page: len(sent) for page, sent in before.items()
    }
    assert {page: len(sent) for page, sent in after.items() if len(sent) > MOST} == {}
