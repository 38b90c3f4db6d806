"""The page of how the robot speaks with a resident, over HTTP."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine

from care_api.app import create_app
from care_api.residents import manner
from care_api.residents.manner import Loudness, Manner
from care_api.residents.service import Resident
from care_api.settings import Settings
from schedules.care_plan import Activity, PlanItem
from tests.care_api.residents.test_api import SETTINGS
from tests.care_api.village import Village

FORM = {name: str(value) for name, value in SETTINGS.items()}


@dataclass
class NotingVoice:
    """Fulfils `RobotsWords`, and remembers what it was asked to say."""

    said: list[tuple[str, str, Manner | None]] = field(default_factory=list)

    def sentences(self, item: PlanItem, resident: Resident, at: datetime) -> tuple[str, ...]:
        """See `RobotsWords.sentences`."""
        assert at.tzinfo is not None
        assert isinstance(item, Activity)
        return (f"{resident.spoken_name}: {item.message}",)

    def sound(
        self, sentences: tuple[str, ...], resident: Resident, manner: Manner | None = None
    ) -> bytes:
        """See `RobotsWords.sound`."""
        self.said.append((sentences[0], resident.locale.value, manner))
        return b"RIFF"


@pytest.fixture
def voice() -> NotingVoice:
    return NotingVoice()


@pytest.fixture
def browser(
    village: Village, settings: Settings, engine: Engine, voice: NotingVoice
) -> Iterator[TestClient]:
    with TestClient(create_app(settings, village.clock, engine, voice)) as opened:
        village.log_in(opened, "kari")
        yield opened


def post(browser: TestClient, address: str, **changes: str) -> tuple[int, str]:
    form = {**FORM, **changes, "csrf_token": browser.cookies["nabo_csrf"]}
    answer = browser.post(address, data=form, follow_redirects=False)
    return answer.status_code, re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.text))


def page_of(village: Village) -> str:
    return f"/residents/{village.solveig}/speech"


def held(village: Village) -> Manner:
    with village.database.reading() as session:
        return manner.of_resident(session, village.solveig)


def test_what_is_saved_is_with_the_robot_at_its_next_look(
    village: Village, browser: TestClient
) -> None:
    robot = village.robot_headers(browser)
    before = browser.get("/api/v1/robots/me/orders", headers=robot).headers["etag"]
    assert "Hvordan roboten snakker med Solveig Haugen" in browser.get(page_of(village)).text
    assert post(browser, page_of(village))[0] == 303
    assert (held(village).loudness.rate, held(village).dialect) == (0.8, "Sunnmøre")
    unchanged = {**robot, "If-None-Match": before}
    after = browser.get("/api/v1/robots/me/orders", headers=unchanged)
    assert after.status_code == 200
    assert "fru Haugen" in after.text
    shown = browser.get(page_of(village)).text
    assert "(0.8)" in shown, "a number between the words is kept"


def test_a_missing_title_or_a_number_out_of_bounds_changes_nothing(
    village: Village, browser: TestClient
) -> None:
    before = held(village)
    status, text = post(browser, page_of(village), title=" ")
    assert (status, "Skriv tittelen, for eksempel fru." in text) == (422, True)
    assert post(browser, page_of(village), rate="3")[0] == 422
    assert post(browser, page_of(village), hearing="none")[0] == 422
    assert post(browser, page_of(village), spoken_name="")[0] == 422
    assert held(village) == before


def test_the_sample_is_in_the_residents_language_and_by_what_is_typed(
    village: Village, browser: TestClient, voice: NotingVoice
) -> None:
    answer = post(browser, f"{page_of(village)}/sound", rate="0.6")
    assert answer == (200, "RIFF")
    [(text, locale, spoken)] = voice.said
    assert text.startswith("fru Haugen: Slik snakkar eg med deg.")
    assert locale == "nn_NO"
    assert spoken is not None
    assert spoken.loudness.rate == 0.6
    assert held(village).loudness.rate != 0.6, "listening saves nothing"
    assert post(browser, f"{page_of(village)}/sound", title="")[0] == 422


def test_a_nurses_choice_counts_also_after_a_wish_that_a_fast_clock_dated_ahead(
    village: Village, browser: TestClient
) -> None:
    with village.work() as work:
        ahead = village.clock.now() + timedelta(days=1)
        manner.change_loudness(work, village.solveig, Loudness(rate=1.4, volume=1.0), ahead)
    assert post(browser, page_of(village))[0] == 303
    assert held(village).loudness.rate == 0.8


def test_another_units_resident_is_not_to_be_found(village: Village, browser: TestClient) -> None:
    address = f"/residents/{village.olav}/speech"
    assert browser.get(address).status_code == 404
    assert post(browser, address)[0] == 404
    assert post(browser, f"{address}/sound")[0] == 404
