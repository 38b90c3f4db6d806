"""What was typed when the session ended goes on through the login, without JavaScript too."""

import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from care_api.db import make_engine
from care_api.web.carried import LONGEST, Carried, unpacked
from tests.care_api.staff.pages import Browser, hidden
from tests.care_api.staff.test_me_pages import code, switch_on
from tests.care_api.village import PASSWORD, Village

NOTE = 'Hjalp henne opp & satt litt. <script>alert("x")</script> «æøå»'


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """One of the two databases is enough: nothing of this is stored."""
    path = tmp_path / "nabo.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture
def browser(client: TestClient) -> Browser:
    """A browser whose session has just ended."""
    opened = Browser(client)
    opened.log_in()
    return opened


def command_path(village: Village) -> str:
    return f"/residents/{village.solveig}/now/say"


def send(browser: Browser, path: str, **fields: str) -> Response:
    browser.client.cookies.delete("nabo_session")
    return browser.send(path, **fields)


def given_again(page: Response) -> dict[str, str]:
    """Return what the login page's form holds, as a browser would send it."""
    return {name: hidden(page, name) for name in ("next", "carried", "carried_to")}


def test_what_was_typed_is_shown_after_the_login_and_sent_by_hand(
    village: Village, browser: Browser
) -> None:
    page = send(browser, command_path(village), text=NOTE)
    assert page.status_code == 401
    assert "det du skrev, er fremdeles her" in page.text
    assert "<script>" not in page.text
    page = browser.send("/login", user_name="kari", password=PASSWORD, **given_again(page))
    assert "Send det du skrev" in page.text
    assert "<script>" not in page.text
    assert hidden(page, "text") == NOTE
    assert f'action="{command_path(village)}"' in page.text
    assert hidden(page, "csrf_token") == browser.token


def test_it_survives_a_wrong_password_and_the_second_step(
    village: Village, browser: Browser
) -> None:
    key, _ = switch_on(browser, village)
    page = send(browser, command_path(village), text=NOTE)
    page = browser.send("/login", user_name="kari", password="feil", **given_again(page))
    page = browser.send("/login", user_name="kari", password=PASSWORD, **given_again(page))
    fields = {**given_again(page), "ticket": hidden(page, "ticket"), "code": code(key, village)}
    page = browser.send("/login/code", **fields)
    assert hidden(page, "text") == NOTE


def test_a_foreign_form_is_not_carried_for_somebody_to_send_in_good_faith(
    village: Village, browser: Browser
) -> None:
    browser.client.cookies.delete("nabo_session")
    form = {"text": NOTE, "csrf_token": browser.token}
    for sent, headers in (
        ({**form, "csrf_token": "guess"}, {}),
        (form, {"Sec-Fetch-Site": "cross-site"}),
    ):
        page = browser.client.post(command_path(village), data=sent, headers=headers)
        assert "carried" not in page.text
        assert "Hjalp" not in page.text


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("/me/password", {"password": "hemmelig1", "new_password": "hemmelig2"}),
        ("/me/codes", {"code": "hemmelig"}),
        ("/robots", {"name": "x", "new_password": "hemmelig"}),
    ],
)
def test_secrets_are_never_carried(browser: Browser, path: str, fields: dict[str, str]) -> None:
    page = send(browser, path, **fields)
    assert "hemmelig" not in page.text


def test_a_file_is_not_carried(village: Village, browser: Browser) -> None:
    browser.client.cookies.delete("nabo_session")
    page = browser.client.post(
        f"/residents/{village.solveig}/plan/import",
        data={"csrf_token": browser.token},
        files={"file": ("plan.ics", b"hemmelig")},
    )
    assert "carried" not in page.text


@pytest.mark.parametrize(
    "path",
    [
        "https://example.org/",
        "//example.org",
        "/\\example.org",
        "/logout",
        "/me/codes/off",
        "/",
        "",
    ],
)
def test_fields_go_to_no_path_but_one_of_our_own(browser: Browser, path: str) -> None:
    browser.client.cookies.delete("nabo_session")
    page = browser.send(
        "/login", user_name="kari", password=PASSWORD, carried="text=x", carried_to=path
    )
    assert "Send det du skrev" not in page.text


def test_a_form_of_another_site_cannot_put_fields_into_the_login(browser: Browser) -> None:
    page = browser.client.post(
        "/login",
        data={"user_name": "kari", "password": PASSWORD, "carried": "text=x", "carried_to": "/x"},
    )
    assert page.status_code == 403


@given(st.lists(st.tuples(st.text(min_size=1), st.text()), min_size=1, max_size=20))
def test_fields_come_back_as_they_were_in_their_order(fields: list[tuple[str, str]]) -> None:
    sent = Carried(path="/x", fields=tuple(fields), came_from="/")
    back = unpacked("/x", sent.packed, "/")
    secret = any("password" in name for name, _ in fields)
    kept = tuple((name, value) for name, value in fields if name != "csrf_token")
    assert (back.fields if back else None) == (None if secret or not kept else kept)


def test_more_than_a_form_holds_is_not_carried() -> None:
    assert unpacked("/x", f"text={'x' * (LONGEST + 1)}", "/") is None


def test_an_open_page_that_fetches_itself_anew_is_led_nowhere(
    village: Village, browser: Browser
) -> None:
    village.clock.pass_by(timedelta(hours=10))
    answer = browser.client.get("/", headers={"HX-Request": "true"}, follow_redirects=False)
    assert answer.status_code == 401
    assert answer.text == ""
    assert not {"location", "hx-redirect"} & set(answer.headers)
