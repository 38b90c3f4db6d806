"""My account: what only its owner may do, and what it leads to."""

from collections.abc import Iterator
from datetime import timedelta
from http import HTTPStatus

import pyotp
import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import Engine
from sqlmodel import col, select

from care_api.app import create_app
from care_api.audit.tables import AccessRow
from care_api.settings import Settings
from tests.care_api.staff.pages import Browser, hidden, outputs
from tests.care_api.village import PASSWORD, Village

NEW_PASSWORD = "fire hester på en låve"


@pytest.fixture
def browser(client: TestClient) -> Browser:
    return Browser(client)


def other_device(client: TestClient) -> Browser:
    """Return another browser before the same server."""
    return Browser(TestClient(client.app))


def switch_on(browser: Browser, village: Village) -> tuple[str, list[str]]:
    """Switch the codes on, and return the app's key and the recovery codes."""
    page = browser.send("/me/codes/begin", password=PASSWORD)
    key = outputs(page)[0].replace(" ", "")
    codes = outputs(browser.send("/me/codes", code=code(key, village)))
    village.clock.pass_by(timedelta(minutes=2))
    return key, codes


def code(key: str, village: Village) -> str:
    return str(pyotp.TOTP(key).at(village.clock.now()))


def is_in(browser: Browser) -> bool:
    answer: Response = browser.client.get("/", follow_redirects=False)
    return answer.status_code == HTTPStatus.OK


def test_codes_are_switched_on_by_a_first_one_and_asked_for_from_then_on(
    village: Village, client: TestClient, browser: Browser
) -> None:
    assert 'href="/me"' in browser.log_in().text
    key, codes = switch_on(browser, village)
    assert len(codes) == 10
    stranger = other_device(client)
    page = stranger.log_in()
    assert "Engangskode" in page.text
    assert not is_in(stranger)
    page = stranger.send("/login/code", ticket=hidden(page, "ticket"), code="000000")
    assert page.status_code == 401
    assert "Koden er feil" in page.text
    typed = code(key, village)
    stranger.send("/login/code", ticket=hidden(page, "ticket"), code=typed)
    assert is_in(stranger)


def test_a_recovery_code_lets_in_and_is_one_less(
    village: Village, client: TestClient, browser: Browser
) -> None:
    browser.log_in()
    _, codes = switch_on(browser, village)
    other = other_device(client)
    other.send("/login/code", ticket=hidden(other.log_in(), "ticket"), code=codes[3])
    assert is_in(other)
    assert "9 reservekoder er igjen" in other.open("/me").text


def test_the_second_step_needs_the_first_and_does_not_wait_for_ever(
    village: Village, client: TestClient, browser: Browser
) -> None:
    browser.log_in()
    key, _ = switch_on(browser, village)
    other = other_device(client)
    other.send("/login/code", ticket="", code=code(key, village))
    ticket = hidden(other.log_in(), "ticket")
    village.clock.pass_by(timedelta(minutes=5))
    page = other.send("/login/code", ticket=ticket, code=code(key, village))
    assert "Det tok for lang tid" in page.text
    assert not is_in(other)


def test_over_the_api_the_code_stands_beside_the_password(
    village: Village, client: TestClient, browser: Browser
) -> None:
    browser.log_in()
    key, _ = switch_on(browser, village)
    given = {"user_name": "kari", "password": PASSWORD}
    answer = client.post("/api/v1/staff/login", json=given)
    assert (answer.status_code, answer.json()["code"]) == (401, "code_needed")
    assert str(village.staff["kari"]) not in answer.text
    given["code"] = code(key, village)
    assert client.post("/api/v1/staff/login", json=given).status_code == 200


@pytest.mark.parametrize("path", ["/me/codes/begin", "/me/codes/off", "/me/codes/recovery"])
def test_codes_are_not_touched_without_the_password(
    village: Village, browser: Browser, path: str
) -> None:
    browser.log_in()
    if "begin" not in path:
        switch_on(browser, village)
    page = browser.send(path, password="feil")
    assert page.status_code == 403
    assert "Passordet er feil" in page.text
    assert outputs(page) == []


def test_guessing_the_password_from_inside_locks_the_name_too(browser: Browser) -> None:
    browser.log_in()
    for _ in range(5):
        browser.send("/me/codes/begin", password="feil")
    assert browser.send("/me/codes/begin", password=PASSWORD).status_code == 429


def test_switched_off_with_the_password_no_code_is_asked_for(
    village: Village, client: TestClient, browser: Browser
) -> None:
    browser.log_in()
    switch_on(browser, village)
    assert "slått av" in browser.send("/me/codes/off", password=PASSWORD).text
    other = other_device(client)
    other.log_in()
    assert is_in(other)


def test_a_new_password_opens_and_the_old_one_and_other_devices_do_not(
    client: TestClient, browser: Browser
) -> None:
    other = other_device(client)
    for each in (other, browser):
        each.log_in()
    page = browser.send(
        "/me/password", password=PASSWORD, new_password=NEW_PASSWORD, again=NEW_PASSWORD
    )
    assert "Passordet ditt er byttet" in page.text
    assert is_in(browser)
    assert not is_in(other)
    assert other.log_in().status_code == 401
    other.log_in(password=NEW_PASSWORD)
    assert is_in(other)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"password": "feil", "new_password": NEW_PASSWORD, "again": NEW_PASSWORD}, 403),
        ({"password": PASSWORD, "new_password": "kort", "again": "kort"}, 422),
        ({"password": PASSWORD, "new_password": "x" * 1001, "again": "x" * 1001}, 422),
        ({"password": PASSWORD, "new_password": PASSWORD, "again": PASSWORD}, 422),
        ({"password": PASSWORD, "new_password": "Kari bor her ute", "again": ""}, 422),
        ({"password": PASSWORD, "new_password": NEW_PASSWORD, "again": "fire hester"}, 422),
    ],
)
def test_a_password_that_will_not_do_changes_nothing(
    client: TestClient, browser: Browser, fields: dict[str, str], status: int
) -> None:
    browser.log_in()
    page = browser.send("/me/password", **fields)
    assert page.status_code == status
    assert 'role="alert"' in page.text
    other = other_device(client)
    other.log_in()
    assert is_in(other)


def test_other_devices_are_listed_and_ended_and_nobody_elses(
    client: TestClient, browser: Browser
) -> None:
    phone, colleague = other_device(client), other_device(client)
    phone.client.headers["User-Agent"] = "Mozilla/5.0 (Linux; Android 15) Chrome/140.0 Mobile"
    for each, name in ((browser, "kari"), (phone, "kari"), (colleague, "siri")):
        each.log_in(name)
    page = browser.open("/me")
    assert "Chrome · Android" in page.text
    assert page.text.count("der du er nå") == 1
    assert "logget ut alle andre steder" in browser.send("/me/sessions/end").text
    assert [is_in(each) for each in (browser, phone, colleague)] == [True, False, True]
    assert "Chrome · Android" not in browser.open("/me").text


def test_the_key_is_a_picture_drawn_without_script_or_style(browser: Browser) -> None:
    browser.log_in()
    page = browser.send("/me/codes/begin", password=PASSWORD)
    assert 'role="img"' in page.text
    assert "<script>" not in page.text
    assert " style=" not in page.text
    assert page.headers["cache-control"] == "no-store"


@pytest.fixture
def strict(village: Village, settings: Settings, engine: Engine) -> Iterator[Browser]:
    """A browser before a server that demands codes."""
    demanding = settings.model_copy(update={"demand_second_factor": True})
    with TestClient(create_app(demanding, village.clock, engine)) as opened:
        yield Browser(opened)


def test_where_codes_are_demanded_nothing_else_is_open_before(
    village: Village, strict: Browser
) -> None:
    page = strict.log_in()
    assert "Slå den på for å komme videre" in page.text
    assert strict.client.get("/", follow_redirects=False).headers["location"] == "/me"
    assert strict.client.get("/api/v1/residents").json()["code"] == "second_factor_needed"
    switch_on(strict, village)
    assert is_in(strict)
    assert strict.send("/me/codes/off", password=PASSWORD).status_code == 403


def test_where_codes_are_demanded_one_may_still_log_out(strict: Browser) -> None:
    strict.log_in()
    assert "Logg inn" in strict.send("/logout").text


def test_what_is_changed_about_the_own_account_stands_in_the_audit_log(
    village: Village, browser: Browser
) -> None:
    browser.log_in()
    for wrong in ("/me/codes/off", "/me/codes/recovery"):  # nothing is on: nothing is done
        browser.send(wrong, password=PASSWORD)
    switch_on(browser, village)
    browser.send("/me/codes/recovery", password="feil passord her")
    browser.send("/me/codes/recovery", password=PASSWORD)
    browser.send("/me/codes/off", password=PASSWORD)
    browser.send("/me/password", password=PASSWORD, new_password=NEW_PASSWORD, again=NEW_PASSWORD)
    with village.database.reading() as session:
        acts = session.exec(select(AccessRow).where(col(AccessRow.resident_id).is_(None))).all()
    kari = village.staff["kari"]
    assert {(act.staff_id, act.subject_id) for act in acts} == {(kari, kari)}
    assert sorted(act.what for act in acts) == [
        "codes_switched_off",
        "codes_switched_on",
        "password_changed",
        "recovery_codes_renewed",
    ]
