"""What an inspector asks for: on a page, on paper, in a spreadsheet, and with nobody's name."""

import csv
import io
from datetime import timedelta

import pytest
from fastapi.testclient import TestClient

from care_api.alerts import service, shift_end
from codebook.alert import Finding
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import Village

CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u", transcript="hjelp", grade=EvidenceGrade.SAID
)


@pytest.fixture
def address(village: Village) -> str:
    """Of Solbakken's figures, after two cries: one owned in time, the other by nobody."""
    for _ in range(2):
        send(village, village.robot.event(CRY, village.solveig, village.clock.now()))
    village.clock.pass_by(timedelta(minutes=2))
    kari = village.staff["kari"]
    with village.work() as work:
        first, _ = service.open_alerts(work.session, [village.solbakken])
        service.own(work, first.id, kari)
        service.handle(work, first.id, kari, "Hjalp Solveig opp.", Finding.REAL_NEED)
    village.clock.pass_by(timedelta(hours=1))
    return f"/alerts/statistics/{village.solbakken}"


def test_the_page_tells_figures_breaches_and_who_made_it(
    village: Village, client: TestClient, address: str
) -> None:
    village.log_in(client, "kari")
    page = client.get("/alerts/statistics").text
    assert client.get(address).text.count("<table") == page.count("<table") == 3
    for words in (
        "Solbakken, Fjordvik kommune",
        "Laget av Kari Lund",
        "50\N{NO-BREAK SPACE}%",
        "(1/2)",
        "Det var ingen kontakt å varsle",
        "Det var behov for hjelp",
    ):
        assert words in page, words
    assert "Solveig" not in page


def test_a_spreadsheet_has_a_line_for_each_alert_and_nobodys_name(
    village: Village, client: TestClient, address: str
) -> None:
    village.log_in(client, "kari")
    answer = client.get(f"{address}/alerts.csv?days=7")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [row["verdict"] for row in rows] == ["within", "nobody"]
    assert [row["seconds_to_acknowledge"] for row in rows] == ["120", ""]
    assert [row["breach_reason"] for row in rows] == ["", "nobody_to_tell"]
    assert "Solveig" not in answer.text
    assert "Hjalp" not in answer.text


def test_a_time_without_alerts_says_so(village: Village, client: TestClient, address: str) -> None:
    village.log_in(client, "kari")
    page = client.get(f"{address}?first_on=2026-01-01&last_on=2026-01-31").text
    assert "Ingen varsler i perioden" in page
    assert "1. januar 2026" in page


def test_a_hand_back_gives_no_second_chance(
    village: Village, client: TestClient, address: str
) -> None:
    with village.work() as work:
        [late] = [
            alert
            for alert in service.open_alerts(work.session, [village.solbakken])
            if alert.acknowledged_at is None
        ]
        service.own(work, late.id, village.staff["kari"])
    village.clock.pass_by(timedelta(hours=11))
    with village.work() as work:
        assert shift_end.hand_back(work) == 1
    village.log_in(client, "kari")
    rows = list(csv.DictReader(io.StringIO(client.get(f"{address}/alerts.csv").text)))
    assert [row["verdict"] for row in rows] == ["within", "late"]
