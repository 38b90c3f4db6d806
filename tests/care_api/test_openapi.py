"""No request that the OpenAPI document allows, or nearly allows, is a fault of the server."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.core.result import Ok

from tests.care_api.lived_in import live_in
from tests.care_api.routes import Someone
from tests.care_api.village import Village

HERE = "http://testserver"
EXAMPLES = 5
"""Of each operation and kind: what the schema allows, and what it does not."""
OURS = "/robots/me/"
ENDS_THE_SESSION = ("/staff/logout", "/staff/login")


class Callers:
    """A nurse and a robot, who can prove who they are."""

    def __init__(self, village: Village, client: TestClient) -> None:
        self._client = client
        self._robot = village.robot_headers(client)
        self._nurse = village.log_in(client, "kari")
        self._someone = Someone(village, village.solbakken, village.solveig)

    def call(self, case: Case[Any], *, is_known: bool) -> int:
        """Make a request; return its status. `is_known`: with ids that are there."""
        if is_known:
            for name in case.path_parameters or {}:
                case.path_parameters[name] = str(self._someone.value(name) or "1")
        sent = case.as_transport_kwargs(base_url=HERE)
        headers = {**dict(sent.get("headers") or {}), **self._proof(case.path)}
        answer = self._client.request(
            sent["method"],
            sent["url"],
            params=sent.get("params"),
            headers={name: value for name, value in headers.items() if _can_be_sent(value)},
            follow_redirects=False,
            **_content(sent),
        )
        return int(answer.status_code)

    def _proof(self, path: str) -> Mapping[str, str]:
        return self._robot if OURS in path else self._nurse


def _can_be_sent(value: object) -> bool:
    return isinstance(value, str) and value.isascii() and value.isprintable()


def _content(sent: Mapping[str, Any]) -> dict[str, Any]:
    if sent.get("json") is not None:
        return {"json": sent["json"]}
    data = sent.get("data")
    return {"content": data} if isinstance(data, (bytes, str)) else {}


@pytest.mark.parametrize("engine", ["postgresql"], indirect=True)  # takes less than SQLite does
def test_no_operation_fails_by_the_servers_fault(village: Village, client: TestClient) -> None:
    live_in(village)
    callers = Callers(village, client)
    schema = schemathesis.openapi.from_dict(client.get("/api/v1/openapi.json").json())
    operations = [result.ok() for result in schema.get_all_operations() if isinstance(result, Ok)]
    assert len(operations) > 30
    # Robots' own first: what a nurse does may revoke the robot.
    operations.sort(key=lambda operation: (OURS not in operation.path, "revoke" in operation.path))
    statuses: list[int] = []
    for operation in operations:
        if operation.path.endswith(ENDS_THE_SESSION):
            continue
        for mode in GenerationMode:
            statuses += _statuses(callers, operation.as_strategy(mode))
    assert [status for status in statuses if status >= 500] == []
    assert sum(status < 300 for status in statuses) > len(statuses) / 20


def _statuses(callers: Callers, cases: st.SearchStrategy[Case[Any]]) -> list[int]:
    found: list[int] = []

    @settings(
        max_examples=EXAMPLES,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, is_known=st.sampled_from([True, True, False]))
    def call(case: Case[Any], *, is_known: bool) -> None:
        found.append(callers.call(case, is_known=is_known))

    with suppress(Unsatisfiable):  # an operation without parameters takes nothing that is wrong
        call()
    return found


def test_a_text_that_no_database_keeps_is_refused_and_named(
    village: Village, client: TestClient
) -> None:
    live_in(village)
    headers = village.log_in(client, "kari")
    alert = Someone(village, village.solbakken, village.solveig).value("alert_id")
    client.post(f"/api/v1/alerts/{alert}/own", headers=headers)
    handled = client.post(
        f"/api/v1/alerts/{alert}/handle", json={"note": "Så til\0 henne."}, headers=headers
    )
    assert handled.status_code in {200, 422}  # SQLite keeps it
    form = {"note": "\0", "csrf_token": client.cookies["nabo_csrf"]}
    assert client.post(f"/alerts/{alert}/handle", data=form).status_code in {200, 409, 422}
    batch = {"sent_at": "2026-03-02T06:30:00Z", "events": [{"\0": 1}, {"id": "\0"}]}
    answer = client.post(
        "/api/v1/robots/me/events", json=batch, headers=village.robot_headers(client)
    )
    assert [each["status"] for each in answer.json()["results"]] == ["rejected", "rejected"]


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31"])
def test_the_ends_of_the_calendar_are_refused(
    village: Village, client: TestClient, on: str
) -> None:
    village.log_in(client, "kari")
    for address in (
        f"/residents/{village.solveig}?on={on}",
        f"/api/v1/residents/{village.solveig}/events?on={on}",
        f"/api/v1/residents/{village.solveig}/tasks?on={on}",
        f"/api/v1/residents/{village.solveig}/adherence?first_on={on}&last_on={on}",
    ):
        assert client.get(address).status_code == 422, address
