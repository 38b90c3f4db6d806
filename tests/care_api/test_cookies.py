"""Cookies over TLS: for this host alone, unreadable for scripts; and browsers insist on TLS."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from care_api.app import create_app
from care_api.family import service as family
from care_api.family.service import Reader
from care_api.settings import Settings
from tests.care_api.village import PASSWORD, Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

LOGIN = {"user_name": "kari", "password": PASSWORD}


@pytest.fixture
def over_tls(village: Village, settings: Settings, engine: Engine) -> Iterator[TestClient]:
    """A browser before a server that the world reaches by TLS."""
    public = settings.model_copy(update={"public_url": "https://testserver"})
    app = create_app(public, village.clock, engine)
    with TestClient(app, base_url="https://testserver") as opened:
        yield opened


def test_over_tls_every_cookie_of_a_login_is_this_hosts_alone(over_tls: TestClient) -> None:
    page = over_tls.get("/login")
    form = {**LOGIN, "csrf_token": over_tls.cookies["__Host-nabo_csrf"]}
    answer = over_tls.post("/login", data=form, follow_redirects=False)
    assert answer.status_code == 303
    given = [*page.headers.get_list("set-cookie"), *answer.headers.get_list("set-cookie")]
    assert {cookie.split("=")[0] for cookie in given} == {
        "__Host-nabo_csrf",
        "__Host-nabo_session",
    }
    for cookie in given:
        attributes = {part.strip().lower() for part in cookie.split(";")[1:]}
        assert {"secure", "httponly", "samesite=lax", "path=/"} <= attributes
        assert not any(attribute.startswith("domain") for attribute in attributes)
    assert over_tls.get("/me").status_code == 200


def test_a_cookie_without_the_prefix_opens_nothing_over_tls(over_tls: TestClient) -> None:
    over_tls.post("/api/v1/staff/login", json=LOGIN)
    session = over_tls.cookies["__Host-nabo_session"]
    over_tls.cookies.clear()
    over_tls.cookies.set("nabo_session", session)
    assert over_tls.get("/api/v1/staff/me").status_code == 401


def test_a_token_planted_by_a_sibling_domain_does_not_count(over_tls: TestClient) -> None:
    over_tls.cookies.set("nabo_csrf", "planted")
    answer = over_tls.post("/login", data={**LOGIN, "csrf_token": "planted"})
    assert answer.status_code == 403


def test_logging_out_takes_the_cookie_back(over_tls: TestClient) -> None:
    token = over_tls.post("/api/v1/staff/login", json=LOGIN).json()["csrf_token"]
    headers = {"X-CSRF-Token": token}
    assert over_tls.post("/api/v1/staff/logout", headers=headers).status_code == 204
    assert "__Host-nabo_session" not in over_tls.cookies


def test_over_tls_the_familys_code_is_this_hosts_alone(
    over_tls: TestClient, village: Village
) -> None:
    with village.work() as work:
        reader = Reader(name="Solveig Haugen", is_resident=True)
        by = village.staff["kari"]
        _, code = family.make(work, village.solveig, reader, timedelta(days=7), by)
    over_tls.cookies.set("nabo_family", code, domain="testserver.local", path="/family")
    assert "Solveig" not in over_tls.get("/family").text, "one without the prefix opens nothing"
    token = over_tls.cookies["__Host-nabo_csrf"]
    form = {"code": code, "csrf_token": token}
    answer = over_tls.post("/family", data=form, follow_redirects=False)
    name, *attributes = re.split(r"=|; ?", answer.headers["set-cookie"], maxsplit=1)
    assert name == "__Host-nabo_family"
    for attribute in ("Secure", "HttpOnly", "SameSite=lax", "Path=/"):
        assert attribute in attributes[0]
    assert "domain" not in attributes[0].lower()
    assert "Solveig" in over_tls.get("/family").text
    over_tls.post("/family/close", data={"csrf_token": token})
    assert "__Host-nabo_family" not in over_tls.cookies


def test_browsers_insist_on_tls_where_there_is_tls(
    over_tls: TestClient, client: TestClient
) -> None:
    assert "max-age=31536000" in over_tls.get("/login").headers["strict-transport-security"]
    assert "strict-transport-security" not in client.get("/login").headers


@pytest.mark.parametrize("token", ["æøå", "\N{SNOWMAN}", ""])
def test_an_odd_token_is_a_wrong_one_and_no_error(client: TestClient, token: str) -> None:
    client.get("/login")
    assert client.post("/login", data={**LOGIN, "csrf_token": token}).status_code == 403


def test_whoever_logs_in_gets_a_new_session_and_a_new_token(client: TestClient) -> None:
    client.get("/login")
    planted = client.cookies["nabo_csrf"]
    client.cookies.set("nabo_session", "planted", domain="testserver.local")
    client.post("/login", data={**LOGIN, "csrf_token": planted}, follow_redirects=False)
    given = {cookie.name: cookie.value for cookie in client.cookies.jar}
    assert given["nabo_csrf"] != planted
    assert "planted" not in given.values()


def test_a_session_that_has_ended_does_not_come_back(client: TestClient) -> None:
    client.get("/login")
    form = {**LOGIN, "csrf_token": client.cookies["nabo_csrf"]}
    client.post("/login", data=form, follow_redirects=False)
    session = client.cookies["nabo_session"]
    client.post("/logout", data={"csrf_token": client.cookies["nabo_csrf"]})
    client.cookies.set("nabo_session", session)
    assert client.get("/me", follow_redirects=False).status_code == 303
