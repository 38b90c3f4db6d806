"""The first page of administration: everybody whom the tab leads there finds something."""

import pytest
from fastapi.testclient import TestClient

from care_api.staff.role import Role
from tests.care_api.village import Village


@pytest.mark.parametrize("role", [Role.NURSE, Role.LEADER, Role.ADMINISTRATOR])
def test_whoever_sets_up_a_unit_is_led_to_its_contacts_and_deadlines(
    village: Village, client: TestClient, role: Role
) -> None:
    with village.work() as work:
        village.employ(work, "lise", village.solbakken, role)
    village.log_in(client, "lise")
    assert '<a href="/on-call">' in client.get("/administration").text


def test_a_technician_is_not_led_to_deadlines(village: Village, client: TestClient) -> None:
    with village.work() as work:
        village.employ(work, "lise", village.solbakken, Role.TECHNICIAN)
    village.log_in(client, "lise")
    assert client.get("/administration").status_code == 403
