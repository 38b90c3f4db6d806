"""Nobody's page but our own changes anything, whatever route it aims at."""

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from tests.care_api.contents import changed, contents
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Route, Someone, operations, pages
from tests.care_api.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

OPEN = {"/api/v1/staff/login", "/api/v1/robots/claim", "/api/v1/robots/token"}
"""Carry their own proof, not our cookie."""


def address_of(route: Route, someone: Someone) -> str:
    """Return an address of the route, also where the unit has nothing of the kind."""
    found = {name: someone.value(name) or someone.value("item_id") for name in route.parameters}
    return route.address(found)


@pytest.mark.parametrize("token", [None, "", "guess"])
def test_a_form_without_the_right_token_changes_nothing(
    village: Village, client: TestClient, engine: Engine, token: str | None
) -> None:
    live_in(village)
    village.log_in(client, "kari")
    someone = Someone(village, village.solbakken, village.solveig)
    given = {} if token is None else {"csrf_token": token}
    before = contents(engine)
    forms = pages("POST")
    assert len(forms) > 20
    for route in forms:
        answer = client.post(
            address_of(route, someone),
            data={**route.form(someone), **given},
            follow_redirects=False,
        )
        assert answer.status_code == 403, route
    assert changed(before, contents(engine)) == []


@pytest.mark.parametrize("site", ["cross-site", "same-site", "none"])
def test_another_sites_form_changes_nothing_though_it_knew_the_token(
    village: Village, client: TestClient, engine: Engine, site: str
) -> None:
    live_in(village)
    village.log_in(client, "kari")
    someone = Someone(village, village.solbakken, village.solveig)
    before = contents(engine)
    for route in pages("POST"):
        answer = client.post(
            address_of(route, someone),
            data={**route.form(someone), "csrf_token": client.cookies["nabo_csrf"]},
            headers={"Sec-Fetch-Site": site},
            follow_redirects=False,
        )
        assert answer.status_code == 403, route
    assert changed(before, contents(engine)) == []


@pytest.mark.parametrize("headers", [{}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": "guess"}])
def test_an_operation_without_the_right_token_changes_nothing(
    village: Village, client: TestClient, engine: Engine, headers: dict[str, str]
) -> None:
    live_in(village)
    village.log_in(client, "kari")
    someone = Someone(village, village.solbakken, village.solveig)
    before = contents(engine)
    unsafe = [r for r in operations() if r.method != "GET" and r.path not in OPEN]
    assert len(unsafe) > 10
    for route in unsafe:
        answer = client.request(
            route.method, address_of(route, someone), json=route.body(someone), headers=headers
        )
        is_robots = "/robots/me/" in route.path
        assert answer.status_code == (401 if is_robots else 403), route
    assert changed(before, contents(engine)) == []
