from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient

from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.tasks.adherence import Count
from care_api.web.over_time import ASIDE, PARTS
from codebook.check_in import CheckInAnswered
from codebook.task import TaskAnnounced, TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, CHECK_TODAY, DOSE, DOSE_TODAY, MORNING, Village
from tests.care_api.web.forms import staff_pages

STAGE: dict[str, UUID] = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}


def report(village: Village, grade: EvidenceGrade) -> None:
    taken = TaskReported(**STAGE, outcome=Outcome.TAKEN, grade=grade)
    later = MORNING + timedelta(seconds=5)
    send(
        village,
        village.robot.event(TaskAnnounced(**STAGE, attempt=1), village.solveig, MORNING),
        village.robot.event(taken, village.solveig, later),
    )


def test_what_was_only_said_is_never_called_taken(village: Village, client: TestClient) -> None:
    report(village, EvidenceGrade.SAID)
    staff_pages(village, client)
    page = client.get(f"/residents/{village.solveig}/adherence").text
    assert "Sa at det er tatt; ikke sett" in page
    assert 'data-part="said_taken"' in page
    assert "Sett av ansatte" not in page
    assert "2. mars" in page


def test_every_count_has_its_words() -> None:
    assert set(PARTS) | set(ASIDE) == set(Count)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("first_on=2026-03-02&last_on=2026-03-01", "Den første dagen er etter den siste."),
        ("first_on=2020-01-01", "Det er mer enn et år."),
        ("days=7", "aria-current=true>7 dager"),
    ],
)
def test_a_time_can_be_chosen(village: Village, client: TestClient, query: str, said: str) -> None:
    staff_pages(village, client)
    for what in ("adherence", "answers"):
        answer = client.get(f"/residents/{village.solveig}/{what}?{query}")
        assert answer.status_code == 200
        assert said in answer.text
    assert client.get(f"/residents/{village.solveig}/answers?days=0").status_code == 422


def test_answers_stand_with_their_words_until_the_resident_takes_the_consent_back(
    village: Village, client: TestClient
) -> None:
    body = CheckInAnswered(
        occurrence_id=CHECK_TODAY,
        item_id=CHECK.id,
        question_id="feeling",
        answer="unwell",
        transcript="jeg er så svimmel",
        is_worrying=True,
        grade=EvidenceGrade.SAID,
    )
    send(village, village.robot.event(body, village.solveig, MORNING))
    staff_pages(village, client)
    address = f"/residents/{village.solveig}/answers"
    page = client.get(address).text
    assert "Hvordan går det?" in page
    assert "jeg er så svimmel" in page
    assert 'data-part="worrying"' in page
    with village.work() as work:
        decision = Decision(
            scope=Scope.TRANSCRIPTS,
            is_given=False,
            decided_on=MORNING.date(),
            decided_by="Solveig Haugen",
            note="",
        )
        consents.record(work, village.solveig, decision, village.staff["kari"])
    page = client.get(address).text
    assert "svimmel" not in page
    assert "føler seg dårlig" in page


def test_another_units_resident_has_no_figures(village: Village, client: TestClient) -> None:
    staff_pages(village, client)
    for resident_id in (village.ingrid, village.olav):
        for what in ("adherence", "answers"):
            assert client.get(f"/residents/{resident_id}/{what}").status_code == 404
