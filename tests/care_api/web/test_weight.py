"""Pages stay light enough for a phone between two visits."""

import gzip
import re

import pytest
from fastapi.testclient import TestClient

from tests.care_api.lived_in import live_in, move_in_more
from tests.care_api.routes import Someone, pages
from tests.care_api.village import Village

MOST_BYTES = 100_000
"""One page with all that it loads, compressed."""


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_no_page_and_all_it_loads_weighs_100_kb_compressed(
    village: Village, client: TestClient
) -> None:
    live_in(village)
    move_in_more(village, 10)
    village.log_in(client, "alle")
    someone = Someone(village, village.solbakken, village.solveig)
    weights: dict[str, int] = {}
    for route in pages("GET"):
        values = someone.values(route)
        if values is not None:
            answer = client.get(route.address(values))
            files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text))
            bodies = [answer.content, *(client.get(file).content for file in files)]
            weights[route.path] = sum(len(gzip.compress(body)) for body in bodies)
    assert {"/", "/residents/{resident_id}", "/alerts", "/robots"} <= set(weights)
    assert {page: weight for page, weight in weights.items() if weight >= MOST_BYTES} == {}
