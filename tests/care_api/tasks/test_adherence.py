from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from hypothesis import given
from hypothesis import strategies as st

from care_api.tasks.adherence import Count, Dated, Period, adherence, counted
from codebook.event import Event
from codebook.task import TaskAnnounced, TaskEscalated, TaskReported
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import EscalationReason, Stage
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, DOSE_TODAY, MORNING, Village

ITEM = UUID(int=1)
STAGE: dict[str, UUID] = {"occurrence_id": UUID(int=5), "item_id": ITEM}
MONDAY = date(2026, 3, 2)


def task(
    outcome: Outcome | None = None,
    grade: EvidenceGrade | None = None,
    stage: Stage = Stage.CLOSED,
    local_on: date = MONDAY,
) -> Dated:
    return Dated(
        occurrence_id=UUID(int=5),
        item_id=ITEM,
        kind="medication",
        title="Paracet",
        local_on=local_on,
        stage=stage,
        outcome=outcome,
        grade=grade,
    )


def told(*bodies: TaskAnnounced | TaskReported | TaskEscalated) -> list[Event]:
    return [
        Event(
            id=UUID(int=index + 100),
            robot_id=UUID(int=2),
            boot_id=UUID(int=3),
            sequence=index + 1,
            resident_id=UUID(int=4),
            occurred_at=datetime(2026, 3, 2, 7, tzinfo=UTC) + timedelta(seconds=index),
            body=body,
        )
        for index, body in enumerate(bodies)
    ]


def report(outcome: Outcome, grade: EvidenceGrade = EvidenceGrade.SAID) -> TaskReported:
    return TaskReported(**STAGE, outcome=outcome, grade=grade)


@pytest.mark.parametrize(
    ("grade", "word"),
    [
        (EvidenceGrade.SAID, Count.SAID_TAKEN),
        (EvidenceGrade.TOUCHED, Count.TOUCHED_TAKEN),
        (EvidenceGrade.DISPENSED, Count.DISPENSED),
        (EvidenceGrade.OBSERVED, Count.OBSERVED_TAKEN),
    ],
)
def test_each_grade_has_a_word_of_its_own(grade: EvidenceGrade, word: Count) -> None:
    events = told(TaskAnnounced(**STAGE, attempt=1), report(Outcome.TAKEN, grade))
    found = counted(task(Outcome.TAKEN, grade), events)
    sound = {Count.HEARD} if grade is EvidenceGrade.SAID else set()
    assert found == {Count.DUE, Count.ANNOUNCED, word} | sound


@pytest.mark.parametrize(
    ("are_spoken", "words"),
    [
        ((True,), {Count.ANNOUNCED}),
        ((False, False), {Count.SHOWN}),
        ((False, True), {Count.SHOWN, Count.ANNOUNCED}),
        ((), set()),
    ],
)
def test_what_was_only_shown_never_counts_as_spoken(
    are_spoken: tuple[bool, ...], words: set[Count]
) -> None:
    reminders = [
        TaskAnnounced(**STAGE, attempt=number, is_spoken=is_spoken)
        for number, is_spoken in enumerate(are_spoken, 1)
    ]
    found = counted(task(None, stage=Stage.ANNOUNCED), told(*reminders))
    assert found == {Count.DUE, Count.OPEN} | words


def test_no_word_says_taken_without_saying_how_it_is_known() -> None:
    assert "taken" not in set(Count)


@given(
    outcome=st.sampled_from(Outcome),
    grade=st.sampled_from([None, *EvidenceGrade]),
    stage=st.sampled_from(Stage),
)
def test_only_what_a_nurse_saw_counts_as_seen(
    outcome: Outcome, grade: EvidenceGrade | None, stage: Stage
) -> None:
    found = counted(task(outcome, grade, stage), ())
    is_seen = outcome is Outcome.TAKEN and grade is EvidenceGrade.OBSERVED
    assert (Count.OBSERVED_TAKEN in found) is is_seen
    taken = {Count.SAID_TAKEN, Count.TOUCHED_TAKEN, Count.DISPENSED, Count.OBSERVED_TAKEN}
    assert len(found & taken) <= 1
    assert not found & taken or outcome is Outcome.TAKEN


@pytest.mark.parametrize(
    "events",
    [
        told(report(Outcome.TAKEN), report(Outcome.NOT_TAKEN)),
        told(TaskEscalated(**STAGE, reason=EscalationReason.CONTRADICTED)),
    ],
)
def test_a_later_report_counts_and_the_contradiction_too(events: Sequence[Event]) -> None:
    found = counted(task(Outcome.NOT_TAKEN, EvidenceGrade.SAID), events)
    assert {Count.NOT_TAKEN, Count.CONTRADICTED} <= found
    assert Count.SAID_TAKEN not in found


def test_waiting_is_neither_missed_nor_refused() -> None:
    later = told(report(Outcome.LATER), report(Outcome.TAKEN))
    assert Count.CONTRADICTED not in counted(task(Outcome.TAKEN, EvidenceGrade.SAID), later)
    assert Count.OPEN in counted(task(Outcome.LATER, stage=Stage.REPORTED), ())
    assert Count.MISSED in counted(task(Outcome.UNANSWERED, stage=Stage.MISSED), ())


def test_a_task_that_the_plan_withdrew_was_never_due() -> None:
    assert adherence([task(stage=Stage.WITHDRAWN)], {}, Period.WHOLE, MONDAY) == ()


@given(days=st.lists(st.integers(0, 90), min_size=1), period=st.sampled_from(Period))
def test_every_task_is_counted_in_one_period(days: list[int], period: Period) -> None:
    tasks = [task(local_on=MONDAY + timedelta(days=day)) for day in days]
    found = adherence(tasks, {}, period, MONDAY)
    assert sum(each.counts[Count.DUE] for each in found) == len(days)
    starts = [each.starts_on for each in found]
    assert starts == sorted(set(starts))
    assert all(start >= MONDAY for start in starts)


def test_over_the_api_a_dose_that_was_said_to_be_taken_is_called_so(
    village: Village, client: TestClient
) -> None:
    stage: dict[str, UUID] = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}
    taken = TaskReported(**stage, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
    not_taken = TaskReported(**stage, outcome=Outcome.NOT_TAKEN, grade=EvidenceGrade.SAID)
    send(village, village.robot.event(taken, village.solveig, MORNING))
    village.log_in(client, "kari")
    address = f"/api/v1/residents/{village.solveig}/adherence"
    days = {"first_on": "2026-03-02", "last_on": "2026-03-02"}
    dose = dose_counts(client, address, days)
    assert (dose["due"], dose["said_taken"], dose["observed_taken"]) == (1, 1, 0)
    send(village, village.robot.event(not_taken, village.solveig, MORNING + timedelta(seconds=1)))
    dose = dose_counts(client, address, days)
    assert (dose["said_taken"], dose["not_taken"], dose["contradicted"]) == (0, 1, 1)
    wrong = client.get(address, params={"first_on": "2026-03-02", "last_on": "2026-03-01"})
    assert wrong.status_code == 422


def dose_counts(client: TestClient, address: str, days: dict[str, str]) -> dict[str, int]:
    answer = client.get(address, params=days).json()
    [dose] = [item for item in answer["items"] if item["kind"] == "medication"]
    counts: dict[str, int] = dose["counts"]
    return counts
