"""What belongs to another unit or municipality does not exist, by whatever route it is asked."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine

from tests.care_api.contents import changed, contents
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Route, Someone, operations, pages
from tests.care_api.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

NOT_FOUND, NO_CHOICE = 404, 422
"""An id that a form offers as a choice is refused among its other fields."""
NOBODYS = {"number"}
"""Parameters that count within what another one names."""


class Mixed(Someone):
    """One of ours who names one thing of somebody else's."""

    def __init__(self, ours: Someone, theirs: Someone, stolen: str) -> None:
        self._ours, self._theirs, self._stolen = ours, theirs, stolen

    def value(self, parameter: str) -> object:
        """Return theirs of the stolen parameter, ours of all others."""
        whose = self._theirs if parameter == self._stolen else self._ours
        return whose.value(parameter)


def send(client: TestClient, route: Route, someone: Someone, token: str) -> Response:
    """Make the route's request with somebody's ids, as our own page would."""
    values = {name: someone.value(name) for name in route.parameters}
    address = route.address(values)
    if route in OPERATIONS:
        headers = {"X-CSRF-Token": token, "If-Match": "*"}
        body = None if route.method == "GET" else route.body(someone)
        operated: Response = client.request(route.method, address, json=body, headers=headers)
        return operated
    if route.method == "GET":
        shown: Response = client.get(address, follow_redirects=False)
        return shown
    data = {**route.form(someone), "csrf_token": token}
    files = {name: ("a", b"{}") for name in data if name == "file"}
    plain = {name: value for name, value in data.items() if name not in files}
    answer: Response = client.post(address, data=plain, files=files or None, follow_redirects=False)
    return answer


PAGES = [route for route in pages() if not route.path.startswith("/login/oidc")]
"""But for those that are there only where a provider is set."""
OPERATIONS = [route for route in operations() if "/me/" not in route.path]


def thefts(ours: Someone, theirs: Someone) -> Iterator[tuple[Route, str]]:
    """Yield every route with each id that it takes, in its path or its body."""
    for route in (*PAGES, *OPERATIONS):
        if any(ours.value(name) is None for name in route.parameters):
            continue
        for name in (*route.parameters, *ids_in(route)):
            if name not in NOBODYS and theirs.value(name) is not None:
                yield route, name


def ids_in(route: Route) -> set[str]:
    """Return the ids that a form or a document names."""
    properties: dict[str, Any] = dict((route.document or {}).get("properties", {}))
    names = {*route.fields, *properties}
    return {name.removesuffix("s") for name in names if name.endswith(("_id", "_ids"))}


@pytest.mark.parametrize("elsewhere", ["unit", "municipality"])
def test_an_id_of_somewhere_else_is_not_found_and_changes_nothing(
    village: Village, client: TestClient, engine: Engine, elsewhere: str
) -> None:
    live_in(village)
    token = village.log_in(client, "leder" if elsewhere == "unit" else "alle")["X-CSRF-Token"]
    ours = Someone(village, village.solbakken, village.solveig)
    theirs = (
        Someone(village, village.fjellheim, village.ingrid)
        if elsewhere == "unit"
        else Someone(village, village.elvebakken, village.olav)
    )
    before = contents(engine)
    tried = list(thefts(ours, theirs))
    assert len(tried) > 60
    answers = {
        f"{route} with their {stolen}": send(client, route, Mixed(ours, theirs, stolen), token)
        for route, stolen in tried
    }
    found = [
        f"{what}: {a.status_code}"
        for what, a in answers.items()
        if a.status_code not in {NOT_FOUND, NO_CHOICE}
    ]
    assert not found, "\n".join(found)
    assert changed(before, contents(engine)) == []


def test_the_same_addresses_with_ones_own_ids_are_found(
    village: Village, client: TestClient
) -> None:
    live_in(village)
    token = village.log_in(client, "alle")["X-CSRF-Token"]
    ours = Someone(village, village.solbakken, village.solveig)
    shown = [route for route in (*PAGES, *OPERATIONS) if route.method == "GET"]
    reachable = [r for r in shown if all(ours.value(name) is not None for name in r.parameters)]
    wrong = {
        str(route): answer.status_code
        for route in reachable
        if (answer := send(client, route, ours, token)).is_error
    }
    assert wrong == {}
