"""A robot is paired, given residents, started again and revoked from its page."""

from base64 import urlsafe_b64encode

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from playwright.sync_api import Page, expect

from tests.care_api.web.house import House

pytestmark = pytest.mark.browser


def test_a_code_is_shown_once_and_pairs_the_robot(nurse: Page, house: House) -> None:
    nurse.get_by_role("link", name="Roboter").click()
    nurse.get_by_label("Hva roboten heter").fill("Nabo 2")
    nurse.get_by_role("button", name="Vis en koblingskode").last.click()
    code = nurse.locator(".code").inner_text()

    public = Ed25519PrivateKey.generate().public_key().public_bytes_raw()
    key = urlsafe_b64encode(public).decode().rstrip("=")
    claim = {"code": code, "public_key": key, "software_version": "1"}
    claimed = httpx.post(f"{house.address}/api/v1/robots/claim", json=claim, timeout=10)

    assert claimed.json()["name"] == "Nabo 2"
    nurse.goto("/robots")
    expect(nurse.get_by_role("heading", name="Nabo 2")).to_be_visible()
    assert code not in nurse.content()


def test_whom_a_robot_looks_after_is_chosen_on_its_page(nurse: Page) -> None:
    nurse.goto("/robots")
    nurse.get_by_role("link", name="Endre hvem den passer på (Nabo 1)").click()
    expect(nurse.get_by_label("Solveig Haugen")).to_be_checked()
    nurse.get_by_label("Solveig Haugen").uncheck()
    nurse.get_by_role("button", name="Lagre").click()

    row = nurse.get_by_role("listitem").filter(has_text="Nabo 1")
    expect(row).not_to_contain_text("Solveig Haugen")
    expect(row).to_contain_text("Arne Bakken")


def test_a_robot_is_revoked_only_by_somebody_who_says_that_they_know_what_follows(
    nurse: Page, house: House
) -> None:
    nurse.goto("/robots")
    nurse.get_by_text("Endre Nabo 1").click()
    nurse.get_by_role("button", name="Steng ute Nabo 1").click()
    assert house.orders().status_code == 200
    nurse.get_by_label("Jeg vet at ingen får vite").check()
    nurse.get_by_role("button", name="Steng ute Nabo 1").click()

    row = nurse.get_by_role("listitem").filter(has_text="Nabo 1")
    expect(row).to_contain_text("Den slipper ikke inn mer.")
    assert house.orders().status_code == 401
