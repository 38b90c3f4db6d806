"""A whole login with an OpenID provider in a browser: first by a link, then by the button."""

import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pydantic import SecretStr

from care_api.app import create_app
from care_api.settings import Settings
from care_api.staff import invitations
from schedules.clock import SystemClock
from tests.care_api.staff.providers import provider_for, settings_with
from tests.care_api.village import PASSWORD, SECRET_KEY, Village
from tests.care_api.web.server import serving

pytestmark = [
    pytest.mark.browser,
    pytest.mark.parametrize("engine", ["sqlite"], indirect=True),
]


@pytest.fixture
def village(village: Village) -> Village:
    """The village at the provider's time."""
    village.clock.moment = SystemClock().now()
    return village


@pytest.fixture
def address(village: Village, tmp_path: Path) -> Iterator[str]:
    """A server and a provider that know each other."""
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    public_url = f"http://127.0.0.1:{port}"
    with provider_for(public_url, tmp_path) as issuer:
        plain = Settings(
            database_url=str(village.database.engine.url),
            secret_key=SecretStr(SECRET_KEY),
            demo=True,
            run_worker=False,
        )
        settings = settings_with(plain, public_url, issuer, tmp_path / "key.json")
        app = create_app(settings, SystemClock(), village.database.engine)
        with serving(app, port) as served:
            yield served


def log_in_there(page: Page, name: str) -> None:
    """Log in and consent at the provider, as a person does."""
    page.locator("input[name=login]").fill(name)
    page.locator("input[name=password]").fill("anything")
    page.get_by_role("button", name="Sign-in").click()
    page.get_by_role("button", name="Continue").click()


def test_a_nurse_connects_by_her_link_and_logs_in_by_the_button_from_then_on(
    village: Village, address: str, browser: Browser
) -> None:
    with village.work() as work:
        token = invitations.make(work, village.staff["siri"])
    with browser.new_context(base_url=address, locale="nb-NO") as context:
        page = context.new_page()
        page.goto(f"/welcome/{token}")
        page.get_by_role("link", name="Logg inn med HelseID").click()
        log_in_there(page, "siri")
        expect(page.get_by_role("link", name="Min konto: Siri")).to_be_visible()
    with browser.new_context(base_url=address, locale="nb-NO") as context:
        page = context.new_page()
        page.goto("/alerts")
        page.get_by_role("link", name="Logg inn med HelseID").click()
        log_in_there(page, "siri")
        expect(page.get_by_role("heading", name="Varsler", level=1)).to_be_visible()
        page.get_by_role("button", name="Logg ut").click()
        expect(page.get_by_role("link", name="HelseID")).to_be_visible()


def test_a_nurse_connects_on_the_page_about_her_account(address: str, browser: Browser) -> None:
    with browser.new_context(base_url=address, locale="nb-NO") as context:
        page = context.new_page()
        page.goto("/login?next=/me")
        page.get_by_label("Brukernavn").fill("siri")
        page.get_by_label("Passord").fill(PASSWORD)
        page.get_by_role("button", name="Logg inn", exact=True).click()
        page.goto("/me")
        page.locator("#provider-password").fill(PASSWORD)
        page.get_by_role("button", name="Knytt til HelseID").click()
        page.get_by_role("link", name="Gå videre til HelseID").click()
        log_in_there(page, "siri")
        expect(page.get_by_text("Kontoen din er knyttet til.")).to_be_visible()


def test_whom_no_link_has_connected_is_told_what_to_do(address: str, browser: Browser) -> None:
    with browser.new_context(base_url=address, locale="nb-NO") as context:
        page = context.new_page()
        page.goto("/login/oidc")
        log_in_there(page, "stranger")
        expect(page.get_by_text("åpner ingen konto her ennå")).to_be_visible()
