"""Every caller against every route, as the app itself lists them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from uuid import UUID, uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from httpx import Response

from care_api.on_call import service as on_call
from care_api.staff.right import Door, StatedRoute, stated_routes
from care_api.staff.role import ALLOWED, TENANT_WIDE, Role
from care_api.web.csrf import CSRF_FIELD
from tests.care_api.lived_in import live_in
from tests.care_api.routes import ENDLESS, Someone
from tests.care_api.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

WITHOUT_CARE = (Role.LEADER, Role.TECHNICIAN, Role.RESEARCHER, Role.ADMINISTRATOR)


@dataclass(frozen=True)
class Places:
    """What the routes are asked for: all of it is Solbakken's."""

    ids: Someone
    names: tuple[str, ...]
    """What nobody else may read."""
    spare_contact: UUID
    """For the API to end: the pages end the other one."""

    def address(self, route: StatedRoute) -> str:
        """Return a route's path with things that exist; of an unknown kind nothing does."""
        spare = {"contact_id": self.spare_contact} if route.method == "DELETE" else {}
        return re.sub(
            r"\{(\w+)\}",
            lambda m: str(spare.get(m[1]) or self.ids.value(m[1]) or uuid4()),
            route.path,
        )

    def is_known(self, route: StatedRoute) -> bool:
        """Return whether the path names nothing but what exists."""
        return None not in map(self.ids.value, re.findall(r"\{(\w+)\}", route.path))


@pytest.fixture
def places(village: Village) -> Places:
    live_in(village)
    with village.work() as work:
        for role in Role:
            village.employ(work, f"one-{role}", village.solbakken, role)
        local = set(Role) - TENANT_WIDE  # next door belongs to the same municipality
        village.employ(work, "next-door", village.fjellheim, *local)
        village.employ(work, "far-away", village.elvebakken, *Role)
    ids = Someone(village, village.solbakken, village.solveig)
    ids.know("staff_id", village.staff["siri"])
    names = ("Solveig", "Arne", str(village.solveig), str(village.arne))
    with village.work() as work:
        contact = on_call.find(work.session, village.solbakken, UUID(str(ids.value("contact_id"))))
        spare = replace(contact, id=uuid4())
        on_call.save(work, village.solbakken, spare)
    return Places(ids=ids, names=names, spare_contact=spare.id)


def routes(client: TestClient) -> Iterator[StatedRoute]:
    """Yield every route, those after which nothing is as before last."""
    app = client.app
    assert isinstance(app, FastAPI)
    order = ("/end", "/logout")
    yield from sorted(
        stated_routes(app),
        key=lambda route: max(i for i, end in enumerate(("", *order)) if route.path.endswith(end)),
    )


def ask(client: TestClient, places: Places, route: StatedRoute, token: str) -> Response:
    """Ask as a page or a program of ours does, with nothing filled in."""
    address = places.address(route)
    is_form = route.method == "POST" and not address.startswith("/api/")
    answer: Response = client.request(
        route.method,
        address,
        headers={} if is_form else {"X-CSRF-Token": token},
        data={CSRF_FIELD: token} if is_form else None,
        follow_redirects=False,
    )
    return answer


def names_in(answer: Response, places: Places) -> set[str]:
    """Return who is named in an answer; the address that was asked for tells nothing new."""
    text = answer.text.replace(answer.request.url.path, "")
    return {name for name in places.names if name in text}


def token_of(village: Village, client: TestClient, user_name: str) -> str:
    return village.log_in(client, user_name)["X-CSRF-Token"]


def test_every_route_states_who_may_pass(client: TestClient) -> None:
    silent = [f"{each.method} {each.path}" for each in routes(client) if not each.rights]
    assert silent == [], "state a right by a dependency: see CONTRIBUTING.md, Rights"


def test_nobody_passes_but_where_anybody_may(client: TestClient, places: Places) -> None:
    client.cookies.clear()
    for route in routes(client):
        answer = ask(client, places, route, token="")
        is_sent_away = answer.status_code == 401 or "/login" in answer.headers.get("location", "")
        if Door.ANYBODY not in route.rights:
            assert is_sent_away, (route, answer.status_code)


@pytest.mark.parametrize("role", Role)
def test_a_role_passes_where_it_may_and_nowhere_else(
    village: Village, client: TestClient, places: Places, role: Role
) -> None:
    token = token_of(village, client, f"one-{role}")
    for route in routes(client):
        needed = route.rights - set(Door)
        if Door.ROBOT in route.rights:
            assert ask(client, places, route, token).status_code == 401, route
        elif not needed <= ALLOWED[role]:
            assert ask(client, places, route, token).status_code in {403, 404}, route
        elif route.path != ENDLESS and Door.ANYBODY not in route.rights:
            refusals = {401, 403, 404} if needed and places.is_known(route) else {401}
            assert ask(client, places, route, token).status_code not in refusals, route


@pytest.mark.parametrize("who", ["next-door", "far-away"])
def test_what_belongs_to_another_unit_does_not_exist(
    village: Village, client: TestClient, places: Places, who: str
) -> None:
    token = token_of(village, client, who)
    for route in routes(client):
        if route.path == ENDLESS or not route.rights - set(Door):
            continue
        answer = ask(client, places, route, token)
        if "{" in route.path:
            assert answer.status_code == 404, (route, answer.status_code)
        assert not names_in(answer, places), route


@pytest.mark.parametrize("role", WITHOUT_CARE)
def test_who_has_no_duty_of_care_reads_no_residents_name(
    village: Village, client: TestClient, places: Places, role: Role
) -> None:
    token = token_of(village, client, f"one-{role}")
    for route in routes(client):
        if route.method == "GET" and route.path != ENDLESS:
            assert not names_in(ask(client, places, route, token), places), route


def test_ids_inside_of_a_form_are_looked_at_too(village: Village, client: TestClient) -> None:
    headers = village.log_in(client, "kari")
    token = {CSRF_FIELD: headers["X-CSRF-Token"]}
    robots = f"/robots/{village.robot.id}/residents"
    for stranger in (village.ingrid, village.olav):
        refused = client.post(robots, data={**token, "resident_ids": str(stranger)})
        assert refused.status_code == 404
        sent = {"resident_ids": [str(stranger)]}
        assert client.put(f"/api/v1{robots}", json=sent, headers=headers).status_code == 404
    for unit_id in (village.fjellheim, village.elvebakken):
        added = client.post("/robots", data={**token, "unit_id": str(unit_id), "name": "Nabo 9"})
        assert added.status_code == 404


def test_a_technician_takes_no_robot_from_its_residents(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        village.employ(work, "tore", village.solbakken, Role.TECHNICIAN)
    token = token_of(village, client, "tore")
    address = f"/robots/{village.robot.id}/residents"
    assert client.post(address, data={CSRF_FIELD: token}).status_code == 403
