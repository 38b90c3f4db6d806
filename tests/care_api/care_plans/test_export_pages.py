"""The plan as a calendar over HTTP: fetched, refused in part, and noted as a look at it."""

from datetime import timedelta

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from icalendar import Calendar
from sqlmodel import col, select

from care_api.audit.tables import AccessRow
from schedules.care_plan import MedicationReminder
from schedules.recurrence import AsNeeded
from tests.care_api.village import DOSE, SONG, Village

pytestmark = pytest.mark.parametrize("engine", ["sqlite"], indirect=True)

PRN = MedicationReminder(
    id=SONG.id,
    medicine="Imovane",
    dose="en tablett",
    recurrence=AsNeeded(minimum_gap=timedelta(hours=6), daily_maximum=1),
)


def fetch(client: TestClient, village: Village, query: str = "") -> Response:
    path = f"/residents/{village.solveig}/plan/calendar.ics{query}"
    answer: Response = client.get(path, follow_redirects=False)
    return answer


def looks(village: Village) -> set[str]:
    with village.database.reading() as session:
        noted = select(AccessRow.what).where(col(AccessRow.resident_id) == village.solveig)
        return set(session.exec(noted))


def test_a_nurse_fetches_the_plan_as_a_calendar_and_it_is_noted(
    village: Village, client: TestClient
) -> None:
    village.log_in(client, "kari")

    answer = fetch(client, village)

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="plan-2026-03-02.ics"'
    assert answer.headers["cache-control"] == "no-store"
    summaries = [str(event["SUMMARY"]) for event in Calendar.from_ical(answer.text).events]
    assert DOSE.title in summaries
    assert SONG.title in summaries
    assert all(event["CLASS"] == "PRIVATE" for event in Calendar.from_ical(answer.text).events)
    assert "Solveig" not in answer.text
    assert "export_plan" in looks(village)


def test_what_no_calendar_can_say_is_named_before_the_rest_is_fetched(
    village: Village, client: TestClient
) -> None:
    with village.work() as work:
        village.plan(work, DOSE, PRN)
    village.log_in(client, "kari")

    refused = fetch(client, village)
    page = client.get(refused.headers["location"])
    fetched = fetch(client, village, f"?leave_out={PRN.id}")

    assert refused.status_code == 303
    assert "Imovane, en tablett: det som tas ved behov, har aldri noe tidspunkt" in page.text
    assert f"calendar.ics?leave_out={PRN.id}" in page.text
    [event] = Calendar.from_ical(fetched.text).events
    assert str(event["SUMMARY"]) == DOSE.title


def test_who_may_not_read_the_plan_gets_no_calendar_of_it(
    village: Village, client: TestClient
) -> None:
    assert fetch(client, village).status_code in {303, 401}
    village.log_in(client, "hege")
    assert fetch(client, village).status_code == 404


def test_nothing_planned_is_no_calendar(village: Village, client: TestClient) -> None:
    village.log_in(client, "kari")
    for path in ("export", "calendar.ics"):
        answer = client.get(f"/residents/{village.arne}/plan/{path}")
        assert answer.status_code == 404
