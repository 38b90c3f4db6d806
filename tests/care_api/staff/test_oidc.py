"""Logging in with a real OpenID provider (npm's oidc-provider), and what does not get in."""

import json
import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, parse_qsl, urlencode, urljoin, urlsplit
from uuid import UUID

import httpx
import pytest
from fastapi.testclient import TestClient
from joserfc.jwk import ECKey
from sqlalchemy import Engine
from sqlmodel import select

from care_api.app import create_app
from care_api.audit.act import Act
from care_api.audit.tables import AccessRow
from care_api.db import make_engine
from care_api.settings import Settings
from care_api.staff import invitations, subjects
from care_api.staff.oidc import Errand
from care_api.staff.role import Role
from care_api.staff.subjects import Subject
from care_api.staff.tables import StaffRow
from schedules.clock import SystemClock
from tests.care_api.staff.pages import Browser
from tests.care_api.staff.providers import provider_for, settings_with
from tests.care_api.village import PASSWORD, Village

PUBLIC_URL = "http://127.0.0.1:8123"
CALLBACK = f"{PUBLIC_URL}/login/oidc/callback"


@pytest.fixture
def engine(sqlite_template: Path, tmp_path: Path) -> Iterator[Engine]:
    """One of the two databases is enough: of a login nothing is stored but the session."""
    path = tmp_path / "nabo.sqlite"
    shutil.copy(sqlite_template, path)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def issuer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A provider that runs for as long as this file's tests."""
    with provider_for(PUBLIC_URL, tmp_path_factory.mktemp("provider")) as address:
        yield address


@dataclass(frozen=True, slots=True)
class Nabo:
    """Nabo with a provider, a browser before it, and the same browser before the provider."""

    browser: Browser
    village: Village
    settings: Settings

    def leave(self, wanted: str = "/") -> str:
        """Press the button on the login page, and return where it leads to."""
        answer = self.browser.client.get(f"/login/oidc?next={wanted}", follow_redirects=False)
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def come_back(self, address: str) -> httpx.Response:
        """Follow the provider back to Nabo."""
        parts = urlsplit(address)
        answer: httpx.Response = self.browser.client.get(
            f"{parts.path}?{parts.query}",
            headers={"Accept-Language": "nb"},
            follow_redirects=False,
        )
        return answer

    def log_in(self, name: str = "kari", wanted: str = "/") -> httpx.Response:
        """Log in with the provider under a name."""
        return self.come_back(at_provider(self.leave(wanted), name))

    @property
    def is_in(self) -> bool:
        answer: httpx.Response = self.browser.client.get("/", follow_redirects=False)
        return answer.status_code == 200


def at_provider(address: str, name: str) -> str:
    """Log in and consent at the provider, as a person does; return where it leads back to."""
    with httpx.Client(timeout=30) as person:
        answer = person.get(address)
        for _ in range(10):
            while answer.is_redirect:
                location = urljoin(str(answer.url), answer.headers["location"])
                if location.startswith(PUBLIC_URL):
                    return location
                answer = person.get(location)
            action = re.search(r'<form[^>]* action="([^"]+)"', answer.text)
            assert action is not None, answer.text
            fields = dict(re.findall(r'type="hidden" name="(\w+)" value="(\w+)"', answer.text))
            sent = {**fields, "login": name, "password": "anything"}
            answer = person.post(urljoin(str(answer.url), unescape(action[1])), data=sent)
    pytest.fail("the provider never led back")


@pytest.fixture
def nabo(
    village: Village, settings: Settings, engine: Engine, issuer: str, tmp_path: Path
) -> Iterator[Nabo]:
    """A server that knows the provider; its clock shows the provider's time."""
    village.clock.moment = SystemClock().now()
    made = settings_with(settings, PUBLIC_URL, issuer, tmp_path / "key.json")
    with village.work() as work:
        subjects.connect(work, village.staff["kari"], Subject(issuer, "kari"))
    with TestClient(create_app(made, village.clock, engine)) as client:
        yield Nabo(Browser(client), village, made)


def test_whom_the_provider_names_is_let_in_and_led_to_the_wanted_page(nabo: Nabo) -> None:
    assert "Logg inn med HelseID" in nabo.browser.open("/login").text
    answer = nabo.log_in(wanted="/alerts")
    assert (answer.status_code, answer.headers["location"]) == (303, "/alerts")
    assert nabo.is_in
    assert "Kari Lund" in nabo.browser.open("/").text


def test_the_way_back_leads_to_no_other_site(nabo: Nabo) -> None:
    assert "evil" not in nabo.log_in(wanted="//evil.example/").headers["location"]


def test_what_was_asked_is_not_in_the_address_and_the_errand_is_not_readable(nabo: Nabo) -> None:
    asked = parse_qs(urlsplit(nabo.leave()).query)
    assert set(asked) == {"client_id", "request_uri"}  # pushed before, over our own connection
    assert "verifier" not in nabo.browser.client.cookies["nabo_errand"]


def test_rights_come_from_here_and_not_from_the_provider(nabo: Nabo) -> None:
    answer = nabo.log_in("somebody-else")
    assert answer.status_code == 403
    assert "åpner ingen konto her ennå" in answer.text
    assert not nabo.is_in


def test_a_changed_user_name_locks_nobody_out(nabo: Nabo) -> None:
    assert nabo.log_in("kari").status_code == 303  # kari.hansen to the provider
    assert "Kari Lund" in nabo.browser.open("/").text


def test_who_has_got_somebodys_user_name_does_not_get_the_account(nabo: Nabo) -> None:
    assert nabo.log_in("newcomer").status_code == 403
    assert not nabo.is_in


def invite(nabo: Nabo, user_name: str) -> str:
    """Return the address of a link as a leader makes it."""
    with nabo.village.work() as work:
        return f"/welcome/{invitations.make(work, nabo.village.staff[user_name])}"


def by_link(nabo: Nabo, link: str, name: str) -> httpx.Response:
    """Press the provider's button on the page of a link, and log in there under a name."""
    answer = nabo.browser.client.get(f"{link}/provider", follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return nabo.come_back(at_provider(answer.headers["location"], name))


def connected(nabo: Nabo) -> list[UUID | None]:
    """Return whose accounts were connected, as the audit log has it."""
    with nabo.village.database.reading() as session:
        query = select(AccessRow.subject_id).where(AccessRow.what == Act.PROVIDER_CONNECTED)
        return list(session.exec(query))


def test_a_link_connects_an_account_once_and_the_audit_log_has_it(nabo: Nabo) -> None:
    link = invite(nabo, "siri")
    assert "Eller logg inn med HelseID" in nabo.browser.open(link).text
    assert by_link(nabo, link, "siri").status_code == 303
    assert "Siri Lund" in nabo.browser.open("/").text
    assert nabo.browser.open(link).status_code == 404
    assert nabo.village.staff["siri"] in connected(nabo)
    nabo.browser.send("/logout")
    assert nabo.log_in("siri").status_code == 303
    assert nabo.is_in


def test_a_link_hands_no_person_a_second_account(nabo: Nabo) -> None:
    link = invite(nabo, "siri")
    answer = by_link(nabo, link, "kari")
    assert answer.status_code == 403
    assert "åpner allerede en annen konto her" in answer.text
    assert not nabo.is_in
    assert nabo.browser.open(link).status_code == 200, "it can still be used by whom it is for"


def test_a_link_that_was_used_meanwhile_connects_nobody(nabo: Nabo) -> None:
    link = invite(nabo, "siri")
    leaving = nabo.browser.client.get(f"{link}/provider", follow_redirects=False)
    invite(nabo, "siri")  # a newer one
    assert nabo.come_back(at_provider(leaving.headers["location"], "siri")).status_code == 404
    assert not nabo.is_in


def connect_own(nabo: Nabo, password: str = PASSWORD) -> httpx.Response:
    """Ask on the page about one's own account to be connected with the provider."""
    return nabo.browser.send("/me/provider", password=password)


def way_from(page: httpx.Response) -> str:
    """Return where the page leads to at the provider."""
    link = re.search(r'href="(http[^"]+client_id[^"]+)"', page.text)
    assert link is not None, page.text
    return unescape(link[1])


def test_who_is_logged_in_by_password_connects_their_own_account(nabo: Nabo) -> None:
    nabo.browser.log_in("siri")
    assert "Knytt til HelseID" in nabo.browser.open("/me").text
    answer = nabo.come_back(at_provider(way_from(connect_own(nabo)), "siri"))
    assert (answer.status_code, answer.headers["location"]) == (303, "/me?done=connected")
    told = nabo.browser.open("/me?done=connected").text
    assert "Kontoen din er knyttet til." in told
    assert "HelseID åpner denne kontoen, siden" in told
    assert nabo.village.staff["siri"] in connected(nabo)
    nabo.browser.send("/logout")
    assert nabo.log_in("siri").status_code == 303
    assert "Siri Lund" in nabo.browser.open("/").text


def test_nobody_connects_an_account_without_its_password(nabo: Nabo) -> None:
    nabo.browser.log_in("siri")
    answer = connect_own(nabo, "a guess that is wrong")
    assert answer.status_code == 403
    assert "Passordet er feil" in answer.text
    assert "nabo_errand" not in nabo.browser.client.cookies


def test_nobody_connects_their_account_with_somebody_elses_login(nabo: Nabo) -> None:
    nabo.browser.log_in("siri")
    answer = nabo.come_back(at_provider(way_from(connect_own(nabo)), "kari"))
    assert answer.status_code == 403
    assert "åpner allerede en annen konto her" in answer.text
    assert "Knytt til HelseID" in nabo.browser.open("/me").text


def test_a_provider_that_is_away_is_told_on_the_page_about_the_account(
    village: Village, settings: Settings, engine: Engine, tmp_path: Path
) -> None:
    village.clock.moment = SystemClock().now()
    made = settings_with(settings, PUBLIC_URL, "http://127.0.0.1:9", tmp_path / "key.json")
    with TestClient(create_app(made, village.clock, engine)) as client:
        browser = Browser(client)
        browser.log_in("siri")
        answer = browser.send("/me/provider", password=PASSWORD)
        assert answer.status_code == 502
        assert "Innloggingstjenesten svarer ikke" in answer.text


def test_another_sites_page_leads_nobody_to_the_provider_by_a_link(nabo: Nabo) -> None:
    link = invite(nabo, "siri")
    headers = {"Sec-Fetch-Site": "cross-site"}
    answer = nabo.browser.client.get(f"{link}/provider", headers=headers, follow_redirects=False)
    assert answer.status_code == 403


def test_a_new_link_ends_what_the_provider_opened(nabo: Nabo) -> None:
    with nabo.village.work() as work:
        nabo.village.employ(work, "ada", nabo.village.solbakken, Role.ADMINISTRATOR)
    nabo.browser.log_in("ada")
    page = f"/administration/staff/{nabo.village.staff['kari']}"
    assert "HelseID åpner denne kontoen, siden" in nabo.browser.open(page).text
    assert nabo.browser.send(f"{page}/link").status_code == 200
    assert "HelseID åpner ikke denne kontoen ennå" in nabo.browser.open(page).text
    nabo.browser.send("/logout")
    assert nabo.log_in().status_code == 403


def test_who_has_left_is_not_let_in(nabo: Nabo) -> None:
    with nabo.village.work() as work:
        work.session.get_one(StaffRow, nabo.village.staff["kari"]).left_at = work.now
    assert nabo.log_in().status_code == 403
    assert not nabo.is_in


def test_an_answer_to_another_browsers_question_is_refused(nabo: Nabo) -> None:
    back = at_provider(nabo.leave(), "kari")
    nabo.leave()  # a new question takes the place of the first
    assert nabo.come_back(back).status_code == 403
    assert not nabo.is_in


def test_an_answer_counts_once_and_not_without_its_question(nabo: Nabo) -> None:
    back = at_provider(nabo.leave(), "kari")
    ticket = nabo.browser.client.cookies["nabo_errand"]
    assert nabo.come_back(back).status_code == 303
    nabo.browser.client.cookies.clear()
    assert nabo.come_back(back).status_code == 403
    nabo.browser.client.cookies.set("nabo_errand", ticket)
    assert nabo.come_back(back).status_code == 403  # the provider takes its code once
    assert not nabo.is_in


@pytest.mark.parametrize("changed", ["state", "iss", "code"])
@pytest.mark.parametrize("to", ["x", None])
def test_an_answer_that_was_changed_on_the_way_is_refused(
    nabo: Nabo, changed: str, to: str | None
) -> None:
    back = at_provider(nabo.leave(), "kari")
    answer = dict(parse_qsl(urlsplit(back).query))
    answer.pop(changed)
    if to is not None:
        answer[changed] = to
    assert nabo.come_back(f"{CALLBACK}?{urlencode(answer)}").status_code == 403
    assert not nabo.is_in


@pytest.mark.parametrize("changed", ["nonce", "verifier"])
def test_a_token_for_another_nonce_or_verifier_is_refused(nabo: Nabo, changed: str) -> None:
    app = nabo.browser.client.app
    tickets = app.state.wiring.tickets  # type: ignore[attr-defined]  # a FastAPI
    now = nabo.village.clock.now()
    back = at_provider(nabo.leave(), "kari")
    words = tickets.read(nabo.browser.client.cookies["nabo_errand"], now)
    forged = tickets.issue(words | {changed: "x" * 48}, now + timedelta(minutes=1))
    nabo.browser.client.cookies.clear()
    nabo.browser.client.cookies.set("nabo_errand", forged)
    assert nabo.come_back(back).status_code == 403
    assert not nabo.is_in


def test_who_takes_too_long_begins_again(nabo: Nabo) -> None:
    back = at_provider(nabo.leave(), "kari")
    nabo.village.clock.pass_by(timedelta(minutes=11))
    assert nabo.come_back(back).status_code == 403
    assert not nabo.is_in


def test_somebody_who_gives_up_at_the_provider_is_told_so(nabo: Nabo) -> None:
    nabo.leave()
    answer = nabo.come_back(f"{CALLBACK}?error=access_denied&state=x")
    assert answer.status_code == 403
    assert "Innloggingen med HelseID lyktes ikke" in answer.text


def test_a_provider_that_calls_itself_otherwise_or_is_away_lets_nobody_in(
    village: Village, settings: Settings, engine: Engine, issuer: str, tmp_path: Path
) -> None:
    village.clock.moment = SystemClock().now()
    for other in (issuer.replace("127.0.0.1", "localhost"), "http://127.0.0.1:9"):
        made = settings_with(settings, PUBLIC_URL, other, tmp_path / "key.json")
        with TestClient(create_app(made, village.clock, engine)) as client:
            answer = client.get("/login/oidc", follow_redirects=False)
            assert answer.status_code == 403
            assert "Logg inn" in client.get("/login", headers={"Accept-Language": "nb"}).text


def test_a_client_with_another_key_is_refused_by_the_provider(
    village: Village, settings: Settings, engine: Engine, issuer: str, tmp_path: Path
) -> None:
    village.clock.moment = SystemClock().now()
    made = settings_with(settings, PUBLIC_URL, issuer, tmp_path / "key.json")
    stolen = ECKey.generate_key("P-256", {"kid": "nabo-1", "alg": "ES256"})
    (tmp_path / "key.json").write_text(json.dumps(stolen.as_dict(private=True)))
    with TestClient(create_app(made, village.clock, engine)) as client:
        assert client.get("/login/oidc", follow_redirects=False).status_code == 403


def test_after_logging_out_the_providers_own_log_out_is_offered(nabo: Nabo) -> None:
    nabo.log_in()
    page = nabo.browser.send("/logout")
    assert not nabo.is_in
    link = re.search(r'href="([^"]+/session/end[^"]*)"', page.text)
    assert link is not None
    asked = parse_qs(urlsplit(unescape(link[1])).query)
    assert asked["post_logout_redirect_uri"] == [f"{PUBLIC_URL}/login"]
    assert httpx.get(unescape(link[1]), timeout=30).status_code == 200


def test_without_a_provider_there_is_no_button_and_no_door(client: TestClient) -> None:
    assert "/login/oidc" not in client.get("/login").text
    assert client.get("/login/oidc").status_code == 404
    assert client.get("/login/oidc/callback?state=x&code=y").status_code == 404


def test_every_errand_is_new_and_proves_itself_by_s256() -> None:
    first, second = Errand.new(), Errand.new()
    assert len({first.state, first.nonce, first.verifier, second.state, second.nonce}) == 5
    assert 43 <= len(first.verifier) <= 128
    known = Errand(state="", nonce="", verifier="dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk")
    assert known.challenge == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"  # RFC 7636, B
