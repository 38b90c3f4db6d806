"""The pages speak bokmål, nynorsk and English."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from care_api.web.language import chosen_language
from schedules.locale import Locale

OpenContext = Callable[..., BrowserContext]


@pytest.mark.browser
def test_the_language_is_changed_in_place_and_remembered(
    nurse: Page, open_context: OpenContext
) -> None:
    nurse.goto("/alerts")
    nurse.get_by_role("button", name="Nynorsk").click()
    expect(nurse.get_by_text("Når nokon treng deg")).to_be_visible()
    assert nurse.locator("html").get_attribute("lang") == "nn-NO"

    nurse.get_by_role("button", name="English").click()
    expect(nurse.get_by_role("heading", name="No open alerts")).to_be_visible()
    assert nurse.locator("html").get_attribute("lang") == "en-GB"

    elsewhere = open_context().new_page()
    elsewhere.goto("/login")
    elsewhere.get_by_label("Brukernavn").fill("kari")
    elsewhere.get_by_label("Passord").fill("en fjord om våren")
    elsewhere.get_by_role("button", name="Logg inn").click()
    expect(elsewhere.get_by_role("heading", name="Today", level=1)).to_be_visible()


@pytest.mark.browser
def test_the_login_page_speaks_the_browsers_language(open_context: OpenContext) -> None:
    page = open_context(locale="en-US").new_page()
    page.goto("/login")
    expect(page.get_by_role("heading", name="Log in")).to_be_visible()


@pytest.mark.parametrize(
    ("cookie", "accepted", "chosen"),
    [
        (None, "", Locale.NB_NO),
        (None, "nn-NO,nb;q=0.8", Locale.NN_NO),
        (None, "no", Locale.NB_NO),
        (None, "sv;q=0.9,en-US;q=0.8,nb;q=0.1", Locale.EN_GB),
        (None, "nb;q=0.1,nn;q=0.9", Locale.NN_NO),
        (None, "en;q=nonsense,nn;q=0.2", Locale.NN_NO),
        (None, "fr,de;q=0.9", Locale.NB_NO),
        ("en_GB", "nn", Locale.EN_GB),
        ("nonsense", "nn", Locale.NN_NO),
    ],
)
def test_what_was_chosen_comes_before_what_the_browser_asks_for(
    cookie: str | None, accepted: str, chosen: Locale
) -> None:
    assert chosen_language(cookie, accepted) is chosen
