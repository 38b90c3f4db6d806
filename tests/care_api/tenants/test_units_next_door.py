"""An administrator sets up units in which she does not work."""

import pytest
from fastapi.testclient import TestClient

from care_api.staff.role import Role
from tests.care_api.village import Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_an_administrator_opens_every_page_of_a_unit_that_is_not_her_own(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        village.employ(work, "berit", village.fjellheim, Role.ADMINISTRATOR)
    village.log_in(client, "berit")
    offered = client.get("/on-call").text
    assert f"/on-call/{village.solbakken}" in offered
    assert f"/on-call/{village.fjellheim}" in offered
    for address in (f"/on-call/{village.solbakken}", f"/alerts/statistics/{village.solbakken}"):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert "Solbakken" in answer.text
