"""Pages stay light enough for a phone between two visits."""

import gzip
import re

import pytest
from playwright.sync_api import Page

from tests.care_api.web.house import House
from tests.care_api.web.steps import dose_taken, worrying_answer

MOST_BYTES = 100_000
"""One page with all that it loads, compressed."""


@pytest.mark.browser
def test_a_day_and_all_it_loads_weigh_less_than_100_kb_compressed(
    nurse: Page, house: House
) -> None:
    house.report(*dose_taken(), *worrying_answer())
    answer = nurse.request.get(f"/residents/{house.solveig}")
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', answer.text()))
    bodies = [answer.body(), *(nurse.request.get(file).body() for file in files)]
    assert len(bodies) == 8
    assert sum(len(gzip.compress(body)) for body in bodies) < MOST_BYTES
