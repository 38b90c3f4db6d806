"""What a browser keeps of the pages' files, and for how long."""

import pytest
from fastapi.testclient import TestClient

from care_api.web.rendering import asset
from care_api.web.static_files import KEPT_FOR_GOOD

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)


def test_a_file_is_kept_for_good_where_its_address_says_which_content_it_has(
    client: TestClient,
) -> None:
    addressed = client.get(asset("nabo.css"))
    assert addressed.status_code == 200
    assert addressed.headers["Cache-Control"] == KEPT_FOR_GOOD


def test_a_file_that_is_asked_for_by_name_alone_is_asked_for_again(client: TestClient) -> None:
    assert "Cache-Control" not in client.get("/static/nabo.css").headers
