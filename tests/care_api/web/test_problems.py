"""Failures in plain words; other people's residents do not exist."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.care_api.web.house import PASSWORD, House
from tests.care_api.web.steps import call_for_help

HTML = "text/html; charset=utf-8"


@pytest.mark.browser
@pytest.mark.parametrize("path", ["/nowhere", "/alerts/00000000-0000-0000-0000-000000000000"])
def test_an_address_without_a_page_is_explained(nurse: Page, path: str) -> None:
    answer = nurse.goto(path)
    assert answer is not None
    assert answer.status == 404
    expect(nurse.get_by_role("heading", name="Her er det ingenting")).to_be_visible()
    nurse.get_by_role("link", name="Til den første siden din").click()
    expect(nurse.get_by_role("heading", name="I dag", level=1)).to_be_visible()


def test_failures_keep_the_menu_and_tell_no_more_than_before(
    client: httpx.Client, house: House
) -> None:
    nobody = "00000000-0000-0000-0000-000000000000"
    tried = {
        "/nowhere": 404,
        f"/residents/{house.stranger}": 404,
        f"/residents/{nobody}": 404,
        "/administration/audit": 403,
        f"/residents/{house.solveig}?on=nonsense": 422,
    }
    for path, status in tried.items():
        answer = client.get(path)
        assert answer.status_code == status
        assert 'aria-label="Hovedmeny"' in answer.text, path
        assert "Kari" in answer.text
    hidden, absent = (
        client.get(f"/residents/{each}").text.replace(str(each), "")
        for each in (house.stranger, nobody)
    )
    assert hidden == absent
    client.cookies.clear()
    assert 'aria-label="Hovedmeny"' not in client.get("/nowhere").text


@pytest.mark.browser
def test_another_units_resident_is_not_found(nurse: Page, house: House) -> None:
    answer = nurse.goto(f"/residents/{house.stranger}")
    assert answer is not None
    assert answer.status == 404
    expect(nurse.get_by_text("Olav Lien")).to_have_count(0)


@pytest.mark.browser
def test_a_form_that_has_grown_too_old_changes_nothing(nurse: Page, house: House) -> None:
    house.report(call_for_help())
    nurse.goto("/alerts")
    nurse.context.clear_cookies(name="nabo_csrf")
    nurse.get_by_role("button", name="Jeg tar det").click()
    expect(nurse.get_by_role("heading", name="Siden var for gammel")).to_be_visible()


@pytest.fixture
def client(house: House) -> Iterator[httpx.Client]:
    """A logged-in client without a browser's manners."""
    accept = {"Accept-Language": "nb"}
    with httpx.Client(base_url=house.address, headers=accept, timeout=10) as opened:
        opened.get("/login")
        token = opened.cookies["nabo_csrf"]
        form = {"user_name": "kari", "password": PASSWORD, "csrf_token": token}
        assert opened.post("/login", data=form).status_code == 303
        yield opened


def test_another_sites_form_is_refused_even_with_the_right_token(client: httpx.Client) -> None:
    form = {"csrf_token": client.cookies["nabo_csrf"]}
    answer = client.post("/logout", data=form, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("path", ["/logout", "/language", "/login"])
def test_a_form_without_its_token_is_refused(client: httpx.Client, path: str) -> None:
    answer = client.post(path, data={"language": "nn_NO"})
    assert answer.status_code == 403
    assert answer.headers["content-type"] == HTML


def test_a_day_to_come_is_not_found(client: httpx.Client, house: House) -> None:
    assert client.get(f"/residents/{house.solveig}?on=2026-03-03").status_code == 404


def test_a_day_that_is_none_cannot_be_read(client: httpx.Client, house: House) -> None:
    answer = client.get(f"/residents/{house.solveig}?on=nonsense")
    assert answer.status_code == 422
    assert "Dette kunne ikke leses" in answer.text


def test_programs_still_get_problem_documents(client: httpx.Client) -> None:
    answer = client.get("/api/v1/nowhere")
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_every_page_forbids_foreign_and_inline_scripts(client: httpx.Client) -> None:
    answer = client.get("/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert answer.headers["cache-control"] == "no-store"
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert "<script>" not in answer.text


def test_an_unsafe_address_to_go_back_to_leads_to_the_board(client: httpx.Client) -> None:
    form = {"csrf_token": client.cookies["nabo_csrf"], "language": "nb_NO"}
    for back in ("https://example.org", "//example.org", "/\\example.org", "javascript:alert(1)"):
        answer = client.post("/language", data={**form, "back": back})
        assert answer.headers["location"] == "/"
