from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from tests.care_api.village import Village
from tests.care_api.web.forms import staff_pages, submit

TERMS = {
    "suitability": "suitable",
    "grounds": "Svarer tydelig, liker stemmen.",
    "decided_on": "2026-03-02",
    "trained_on": "2026-03-01",
    "trained": "Solveig og datteren: hjelp og pause",
    "evaluate_on": "2026-03-09",
    "revision": "0",
}


def address(village: Village) -> str:
    return f"/residents/{village.solveig}/decision"


def test_an_evaluation_that_is_overdue_stands_on_the_day_and_on_the_board(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    submit(client, address(village), **TERMS)
    late = "Evalueringen skulle vært gjort 9. mars"
    village.clock.pass_by(timedelta(days=7))
    village.log_in(client, "kari")
    for path in ("/", f"/residents/{village.solveig}"):
        assert late not in client.get(path).text
    village.clock.pass_by(timedelta(days=1))
    village.log_in(client, "kari")
    for path in ("/", f"/residents/{village.solveig}", f"/residents/{village.solveig}/about"):
        assert client.get(path).text.count(late) == 1

    submit(client, address(village), **TERMS | {"revision": "1", "evaluate_on": "2026-06-01"})
    for path in ("/", f"/residents/{village.solveig}"):
        assert late not in client.get(path).text
    history = client.get(address(village)).text
    assert history.count("Svarer tydelig, liker stemmen.") == 3, "form, new and old"
    assert "mandag 9. mars" in history


def test_two_decisions_at_once_do_not_overwrite_each_other(
    village: Village, client: TestClient
) -> None:
    staff_pages(village, client)
    assert submit(client, address(village), **TERMS).status_code == 303
    assert submit(client, address(village), **TERMS).status_code == 412
    assert submit(client, address(village), **TERMS | {"revision": "x"}).status_code == 412


@pytest.mark.parametrize(
    ("wrong", "remedy"),
    [
        ({"suitability": "perfect"}, "Velg hva dere kom fram til."),
        ({"decided_on": "2026-03-03"}, "Skriv en dag som ikke ligger fram i tid."),
        ({"evaluate_on": "2026-03-01"}, "Det kan ikke evalueres før det er bestemt."),
        ({"trained_on": "i fjor"}, "Skriv en dato"),
    ],
)
def test_what_cannot_be_is_shown_again_with_what_was_typed(
    village: Village, client: TestClient, wrong: dict[str, str], remedy: str
) -> None:
    staff_pages(village, client)
    answer = submit(client, address(village), **TERMS | wrong)
    assert answer.status_code == 422
    assert remedy in answer.text
    assert "Svarer tydelig, liker stemmen." in answer.text


def test_only_who_plans_the_residents_care_decides(village: Village, client: TestClient) -> None:
    staff_pages(village, client, "siri")
    assert submit(client, address(village), **TERMS).status_code == 404
    assert "<fieldset" not in client.get(address(village)).text
    assert client.get(f"/residents/{village.olav}/decision").status_code == 404
