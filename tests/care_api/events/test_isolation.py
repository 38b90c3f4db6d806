"""An event that the server cannot deal with holds up no other, and is not lost itself."""

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text
from sqlalchemy.exc import (
    DataError,
    IntegrityError,
    InterfaceError,
    OperationalError,
    ProgrammingError,
    StatementError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlmodel import select, update

from care_api.alerts import service as alerts
from care_api.alerts.cause import Cause
from care_api.errors import RobotUnknownError, TransitionError
from care_api.events import isolation, log
from care_api.events.isolation import is_passing
from care_api.events.log import DeadLetter
from care_api.events.parcel import Parcel, opened
from care_api.events.service import Receipt
from care_api.events.tables import EventBodyRow, EventRow
from codebook.event import Event
from codebook.help import HelpCancelled, HelpCause, HelpRequested
from codebook.robot import RobotStarted
from codebook.upload import BatchResult, EventBatch, ItemStatus
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

UPLOAD = "/api/v1/robots/me/events"
CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u2", transcript="sjiraffen", grade=EvidenceGrade.SAID
)
STARTED = RobotStarted(software_version="0.1.0", previous_boot_ended_cleanly=True)
STORED, REJECTED = ItemStatus.STORED, ItemStatus.REJECTED


def started(village: Village) -> Event:
    return village.robot.event(STARTED, None, MORNING)


def cry_that_fails(village: Village) -> Event:
    """Return a cry whose effect reads an event that nobody can read any more."""
    cry = village.robot.event(CRY, village.solveig, MORNING)
    taken_back = HelpCancelled(
        requested_event_id=cry.id, utterance_id="u3", grade=EvidenceGrade.SAID
    )
    other = village.robot.event(taken_back, village.solveig, MORNING)
    send(village, other)
    with village.work() as work:
        work.session.exec(
            update(EventBodyRow)
            .where(EventBodyRow.event_id == other.id)  # type: ignore[arg-type]  # a column
            .values(document='{"transcript": "sjiraffen"}')
        )
    return cry


def batch_of(village: Village, *events: Event) -> str:
    documents = tuple(each.model_dump(mode="json") for each in events)
    return EventBatch(sent_at=village.clock.now(), events=documents).model_dump_json()


def upload(village: Village, client: TestClient, *events: Event) -> BatchResult:
    headers = village.robot_headers(client)
    answer = client.post(UPLOAD, content=batch_of(village, *events), headers=headers)
    assert answer.status_code == 200, answer.text
    return BatchResult.model_validate_json(answer.content)


def statuses(result: BatchResult) -> list[ItemStatus]:
    return [item.status for item in result.results]


def stored_ids(village: Village) -> set[UUID]:
    with village.database.reading() as session:
        return set(session.exec(select(EventRow.id)))


def letters(village: Village) -> tuple[DeadLetter, ...]:
    with village.database.reading() as session:
        return log.dead_letters(session, village.robot.id)


def causes(village: Village) -> list[Cause]:
    with village.database.reading() as session:
        return [each.cause for each in alerts.open_alerts(session, [village.solbakken])]


def test_an_event_whose_effect_fails_becomes_a_dead_letter_and_the_rest_is_stored(
    village: Village, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    before = [started(village) for _ in range(3)]
    bad = cry_that_fails(village)
    after = [started(village) for _ in range(4)]

    result = upload(village, client, *before, bad, *after)

    assert statuses(result) == [*[STORED] * 3, REJECTED, *[STORED] * 4]
    assert [item.id for item in result.results] == [each.id for each in (*before, bad, *after)]
    assert {each.id for each in (*before, *after)} <= stored_ids(village)
    assert bad.id not in stored_ids(village)
    [letter] = letters(village)
    assert (letter.sequence, letter.boot_id) == (bad.sequence, bad.boot_id)
    assert "ValidationError" in letter.reason
    assert letter.document is not None
    assert '"sjiraffen"' in str(letter.document).replace("'", '"'), "its record is kept"
    [ack] = result.boots
    assert ack.contiguous == after[-1].sequence, "the robot need not send it again"
    assert "ValidationError" in caplog.text
    assert "effects.py" in caplog.text
    assert "sjiraffen" not in caplog.text + letter.reason


def test_a_unit_hears_that_the_server_failed_at_an_event(
    village: Village, client: TestClient
) -> None:
    bad = cry_that_fails(village)
    upload(village, client, bad)
    upload(village, client, bad)
    assert causes(village) == [Cause.SERVER_FAULT]
    assert len(letters(village)) == 1


def test_a_batch_whose_storage_fails_for_a_passing_reason_is_wholly_the_robots(
    village: Village, client: TestClient
) -> None:
    events = [started(village), started(village)]
    headers = village.robot_headers(client)
    calm = TestClient(client.app, raise_server_exceptions=False)
    with village.work() as work:
        work.session.execute(text("ALTER TABLE event RENAME TO event_away"))
    try:
        answer = calm.post(UPLOAD, content=batch_of(village, *events), headers=headers)
    finally:
        with village.work() as work:
            work.session.execute(text("ALTER TABLE event_away RENAME TO event"))
    assert answer.status_code >= 500
    assert letters(village) == ()
    assert statuses(upload(village, client, *events)) == [STORED, STORED]


ORIGIN = ValueError("sjiraffen")


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("INSERT", {}, ORIGIN),
        InterfaceError("INSERT", {}, ORIGIN),
        ProgrammingError("INSERT", {}, ORIGIN),
        PoolTimeoutError(),
        OSError(28, "No space left on device"),
        MemoryError(),
        RobotUnknownError("revoked"),
    ],
)
def test_a_fault_that_passes_is_no_events_own(fault: Exception) -> None:
    assert is_passing(fault)


@pytest.mark.parametrize(
    "fault",
    [
        IntegrityError("INSERT", {}, ORIGIN),
        DataError("INSERT", {}, ORIGIN),
        StatementError("no zone", "INSERT", {}, ORIGIN),
        KeyError("u1"),
        RecursionError(),
        TransitionError("An alert that is closed cannot take the step."),
    ],
)
def test_a_fault_that_comes_back_each_time_is_the_events_own(fault: Exception) -> None:
    assert not is_passing(fault)


def nothing(part: Parcel, status: ItemStatus, reason: str | None) -> Receipt:
    verdicts = [(status, reason) for _ in part.items]
    return Receipt(received_at=MORNING, items=part.items, verdicts=verdicts, boots=())


def parcel_of(village: Village, count: int) -> Parcel:
    events = tuple(started(village).model_dump(mode="json") for _ in range(count))
    batch = EventBatch(sent_at=MORNING + timedelta(seconds=1), events=events)
    return opened(batch.model_dump_json().encode())


def failing_at(places: set[int], calls: list[int]) -> Callable[[Parcel], Receipt]:
    def store(part: Parcel) -> Receipt:
        calls.append(len(part.items))
        sequences = {getattr(item, "sequence", 0) for item in part.items}
        if sequences & places:
            raise KeyError(sequences)
        return nothing(part, STORED, None)

    return store


def test_of_five_hundred_events_the_failing_one_is_found_in_a_few_steps(village: Village) -> None:
    calls: list[int] = []
    receipt = isolation.take_in(
        parcel_of(village, 500),
        store=failing_at({321}, calls),
        bury=lambda part, reason: nothing(part, REJECTED, reason),
    )
    rejected = [nth for nth, (status, _) in enumerate(receipt.verdicts, 1) if status is REJECTED]
    assert rejected == [321]
    assert len(receipt.verdicts) == 500
    assert len(calls) < 20


def test_a_database_that_goes_away_in_between_buries_nothing(village: Village) -> None:
    buried: list[Parcel] = []

    def store(part: Parcel) -> Receipt:
        if len(part.items) == 1:
            raise OperationalError("INSERT", {}, ORIGIN)
        raise KeyError

    def bury(part: Parcel, reason: str) -> Receipt:
        buried.append(part)
        return nothing(part, REJECTED, reason)

    with pytest.raises(OperationalError):
        isolation.take_in(parcel_of(village, 4), store=store, bury=bury)
    assert buried == []
