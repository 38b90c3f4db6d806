"""What was taken as needed is counted, and never as more than was reported."""

from datetime import timedelta
from uuid import UUID, uuid4

from fastapi.testclient import TestClient

from codebook.event import RobotBody
from codebook.task import TaskClosed, TaskDue, TaskReported
from schedules.care_plan import MedicationReminder
from schedules.outcome import EvidenceGrade, Outcome
from schedules.recurrence import AsNeeded
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, MORNING, Village
from tests.care_api.web.forms import staff_pages

HOUR = timedelta(hours=1)
IBUX = MedicationReminder(
    id=UUID(int=99),
    medicine="Ibux",
    dose="én tablett",
    recurrence=AsNeeded(minimum_gap=6 * HOUR, daily_maximum=3),
)


def take(village: Village, *outcomes: Outcome, grade: EvidenceGrade = EvidenceGrade.SAID) -> None:
    now = village.clock.now()
    ids: dict[str, UUID] = {"occurrence_id": uuid4(), "item_id": IBUX.id}
    bodies: list[RobotBody] = [
        TaskDue(**ids, due_at=now, window_closes_at=now + HOUR),
        *(TaskReported(**ids, outcome=each, grade=grade) for each in outcomes),
        TaskClosed(**ids, outcome=outcomes[-1]),
    ]
    events = [
        village.robot.event(body, village.solveig, now + number * timedelta(seconds=1))
        for number, body in enumerate(bodies)
    ]
    send(village, *events)
    village.clock.pass_by(7 * HOUR)


def plan(village: Village, *items: MedicationReminder) -> None:
    with village.work() as work:
        village.plan(work, *items)


def counts(village: Village, client: TestClient, last_on: str = "2026-03-03") -> dict[str, int]:
    answer = client.get(
        f"/api/v1/residents/{village.solveig}/adherence",
        params={"first_on": "2026-03-02", "last_on": last_on},
    )
    found = [item for item in answer.json()["items"] if item["item_id"] == str(IBUX.id)]
    return {what: n for item in found for what, n in item["counts"].items() if n}


def test_each_is_counted_by_how_well_it_is_known_and_none_was_due(
    village: Village, client: TestClient
) -> None:
    plan(village, DOSE, IBUX)
    take(village, Outcome.TAKEN)
    take(village, Outcome.TAKEN, grade=EvidenceGrade.TOUCHED)
    village.log_in(client, "kari")
    assert counts(village, client) == {
        "as_needed": 2,
        "heard": 1,
        "said_taken": 1,
        "touched_taken": 1,
    }


def test_what_was_taken_back_is_not_counted_as_taken(village: Village, client: TestClient) -> None:
    plan(village, IBUX)
    take(village, Outcome.TAKEN, Outcome.NOT_TAKEN)
    village.log_in(client, "kari")
    assert counts(village, client) == {"heard": 1, "not_taken": 1, "contradicted": 1}


def test_only_the_residents_own_days_that_were_asked_for_count(
    village: Village, client: TestClient
) -> None:
    plan(village, IBUX)
    village.clock.moment = MORNING + 16 * HOUR + timedelta(minutes=45)  # a quarter past midnight
    take(village, Outcome.TAKEN)
    village.log_in(client, "kari")
    assert counts(village, client, "2026-03-02") == {}
    assert counts(village, client, "2026-03-03")["as_needed"] == 1


def test_it_still_counts_when_the_plan_has_it_no_more(village: Village, client: TestClient) -> None:
    plan(village, IBUX)
    take(village, Outcome.TAKEN)
    plan(village, DOSE)
    village.log_in(client, "kari")
    assert counts(village, client)["as_needed"] == 1


def test_the_page_says_how_often_and_never_that_it_was_planned(
    village: Village, client: TestClient
) -> None:
    plan(village, IBUX)
    take(village, Outcome.TAKEN)
    take(village, Outcome.TAKEN)
    staff_pages(village, client)
    page = client.get(f"/residents/{village.solveig}/adherence").text
    _, _, ibux = page.partition("Ibux")
    legend, _, _ = ibux.partition("</dl>")
    assert "<dt>Meldt, ved behov</dt><dd>2 ganger</dd>" in legend
    assert "Sa at det er tatt; ikke sett" in legend
    assert "Planlagt" not in legend
