"""A request sets what its operation is about, and nothing else that stands in the tables."""

from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from care_api.staff.role import Role
from care_api.tables import metadata
from tests.care_api.contents import changed, contents
from tests.care_api.lived_in import live_in
from tests.care_api.routes import Someone, operations, pages
from tests.care_api.village import Village

MARK = "planted-by-a-request"
MARKED_ID = UUID(int=0xBADBADBADBADBAD)
WORDS = {"name", "note", "reason", "text", "title"}
"""What forms ask for without saying so in their route."""
COLUMNS = sorted({c.name for table in metadata.tables.values() for c in table.columns} - WORDS)
"""Of every table: whatever a request could hope to set."""


def planted(known: set[str]) -> dict[str, str]:
    """Return a value for every column that the operation does not ask for."""
    return {
        name: str(MARKED_ID) if name.endswith("id") else MARK
        for name in COLUMNS
        if name not in known
    }


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_operation_and_no_form_lets_more_in_than_it_asks_for(
    village: Village, client: TestClient, engine: Engine
) -> None:
    live_in(village)
    headers = village.log_in(client, "kari")
    someone = Someone(village, village.solbakken, village.solveig)
    before = contents(engine)
    done = 0
    for route in operations():
        if route.document is None or "/me/" in route.path or "login" in route.path:
            continue
        known = set(route.document.get("properties", {}))
        body = {**route.body(someone), **planted(known)}
        values = {name: someone.value(name) for name in route.parameters}
        answer = client.request(route.method, route.address(values), json=body, headers=headers)
        done += answer.is_success
    for route in pages("POST"):
        values_of_page = someone.values(route)
        if values_of_page is None or route.path in {"/logout", "/login"}:
            continue
        form = {**planted(set(route.fields)), **route.form(someone)}
        token = {"csrf_token": client.cookies["nabo_csrf"]}
        client.post(route.address(values_of_page), data={**form, **token}, follow_redirects=False)
    after = changed(before, contents(engine))
    assert after  # something was done
    marks = (MARK, str(MARKED_ID), MARKED_ID.hex)
    assert [row for row in after if any(mark in row for mark in marks)] == []
    assert done == 0  # every document refuses fields that it does not know


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_nobody_gives_themselves_a_role_or_a_unit(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "siri")
    grab = {
        "role": Role.NURSE.value,
        "roles": [Role.NURSE.value],
        "unit_id": str(village.fjellheim),
        "is_admin": True,
    }
    for route in operations():
        if route.path.endswith("/logout"):
            continue
        values = dict.fromkeys(route.parameters, MARKED_ID)
        client.request(route.method, route.address(values), json=grab, headers=headers)
    form = {"language": "nb_NO", **grab, "csrf_token": client.cookies["nabo_csrf"]}
    client.post("/language", data=form)
    me = client.get("/api/v1/staff/me").json()
    assert [(each["unit_id"], each["roles"]) for each in me["memberships"]] == [
        (str(village.solbakken), [Role.CARER.value])
    ]
