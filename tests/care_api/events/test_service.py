from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from pydantic import JsonValue
from sqlmodel import col, func, select

from care_api.alerts import service as alerts
from care_api.events import log
from care_api.events.parcel import opened
from care_api.events.service import ingest
from care_api.events.tables import DeadLetterRow, EventBodyRow, EventRow
from care_api.robots import service as robots
from care_api.robots.tables import RobotRow
from care_api.tasks import service as tasks
from codebook.alert import AlertClosed
from codebook.event import Event
from codebook.help import HelpCause, HelpRequested
from codebook.robot import RobotStarted
from codebook.speech import SpeechHeard
from codebook.task import TaskReported
from codebook.upload import BatchResult, EventBatch, ItemResult, ItemStatus
from schedules.locale import Locale
from schedules.occurrences import occurrence_id
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Stage
from tests.care_api.events.sending import send
from tests.care_api.village import DOSE, DOSE_TODAY, MORNING, Village

HEARD = SpeechHeard(
    utterance_id="u1",
    locale=Locale.NB_NO,
    transcript="ja, jeg har tatt den",
    intent="taken",
    confidence=0.9,
    was_robot_speaking=False,
)
TAKEN = TaskReported(
    occurrence_id=DOSE_TODAY, item_id=DOSE.id, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID
)
CRY = HelpRequested(
    cause=HelpCause.FALLEN, utterance_id="u2", transcript="hjelp", grade=EvidenceGrade.SAID
)


def statuses(result: BatchResult) -> list[ItemStatus]:
    return [item.status for item in result.results]


def count(village: Village, table: type[EventRow | EventBodyRow | DeadLetterRow]) -> int:
    with village.database.reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def test_a_batch_is_stored_and_its_effects_with_it(village: Village) -> None:
    result = send(
        village,
        village.robot.event(HEARD, village.solveig, MORNING),
        village.robot.event(TAKEN, village.solveig, MORNING),
        village.robot.event(CRY, village.arne, MORNING),
    )
    assert statuses(result) == [ItemStatus.STORED] * 3
    with village.database.reading() as session:
        task = tasks.by_ids(session, [DOSE_TODAY])[DOSE_TODAY]
        [alert] = alerts.open_alerts(session, [village.solbakken])
    assert (task.outcome, task.grade) == (Outcome.TAKEN, EvidenceGrade.SAID)
    assert (alert.code, alert.severity, alert.resident_id) == ("4.1", 40, village.arne)


def test_one_bad_item_harms_no_other(village: Village) -> None:
    good = village.robot.event(HEARD, village.solveig, MORNING)
    result = send(village, {"id": "x"}, good, 7, None)
    rejected = ItemStatus.REJECTED
    assert statuses(result) == [rejected, ItemStatus.STORED, rejected, rejected]
    assert count(village, EventRow) == 1
    assert count(village, DeadLetterRow) == 3


def test_what_comes_again_is_a_duplicate_and_has_no_second_effect(village: Village) -> None:
    cry = village.robot.event(CRY, village.solveig, MORNING)
    assert statuses(send(village, cry, cry)) == [ItemStatus.STORED, ItemStatus.DUPLICATE]
    assert statuses(send(village, cry)) == [ItemStatus.DUPLICATE]
    with village.database.reading() as session:
        assert len(alerts.open_alerts(session, [village.solbakken])) == 1


def test_an_id_with_other_content_is_refused_and_the_first_one_stays(village: Village) -> None:
    heard = village.robot.event(HEARD, village.solveig, MORNING)
    forged = heard.model_copy(update={"body": HEARD.model_copy(update={"transcript": "nei"})})
    assert statuses(send(village, heard, forged)) == [ItemStatus.STORED, ItemStatus.REJECTED]
    assert statuses(send(village, forged)) == [ItemStatus.REJECTED]
    with village.database.reading() as session:
        [kept] = log.day(session, village.solveig, MORNING.date(), "Europe/Oslo").events
    assert kept == heard


def refused(village: Village, event: Event) -> ItemResult:
    [result] = send(village, event).results
    assert result.status is ItemStatus.REJECTED
    assert result.id == event.id
    return result


@pytest.mark.parametrize(
    ("changes", "names"),
    [
        ({"robot_id": uuid4()}, "robot_id"),
        ({"resident_id": uuid4()}, "resident_id"),
        ({"resident_id": None}, "resident_id"),
        ({"sequence": 2**63}, "sequence"),
        ({"body": AlertClosed(alert_id=UUID(int=9), staff_id=None)}, "body.kind"),
    ],
)
def test_what_the_robot_may_not_say_is_refused_with_the_field(
    village: Village, changes: dict[str, Any], names: str
) -> None:
    event = village.robot.event(TAKEN, village.solveig, MORNING).model_copy(update=changes)
    reason = refused(village, event).reason
    assert reason is not None
    assert reason.startswith(names)


def test_a_report_about_somebody_elses_task_is_refused(village: Village) -> None:
    event = village.robot.event(TAKEN, village.arne, MORNING)
    assert refused(village, event).reason == "body.occurrence_id: the task of another resident"


def test_a_resident_whom_the_robot_has_left_may_still_be_reported_about(village: Village) -> None:
    late = village.robot.event(TAKEN, village.solveig, MORNING)
    with village.work() as work:
        robots.assign(work, village.robot.id, [village.arne], [village.solbakken])
    assert statuses(send(village, late)) == [ItemStatus.STORED]


@pytest.mark.parametrize("occurred_at", ["0001-01-01T00:00:00+10:00", "9999-12-31T23:00:00-10:00"])
def test_an_impossible_time_is_refused(village: Village, occurred_at: str) -> None:
    event = village.robot.event(HEARD, village.solveig, MORNING)
    result = send(village, {**event.model_dump(mode="json"), "occurred_at": occurred_at})
    assert statuses(result) == [ItemStatus.REJECTED]


def test_text_that_no_database_likes_is_stored_or_refused_but_breaks_nothing(
    village: Village,
) -> None:
    def item(transcript: str) -> JsonValue:
        event = village.robot.event(HEARD, village.solveig, MORNING).model_dump(mode="json")
        return {**event, "body": {**event["body"], "transcript": transcript}}

    result = send(village, item("hei\x00du"), item("\ud800"), item("blåbær 🫐"))
    assert statuses(result) == [ItemStatus.STORED, ItemStatus.REJECTED, ItemStatus.STORED]
    with village.database.reading() as session:
        first, _ = log.day(session, village.solveig, MORNING.date(), "Europe/Oslo").events
    assert isinstance(first.body, SpeechHeard)
    assert first.body.transcript == "hei\x00du"


def test_a_reason_never_repeats_what_was_said(village: Village) -> None:
    event = village.robot.event(HEARD, village.solveig, MORNING).model_dump(mode="json")
    secret = "jeg savner mannen min"
    broken = [
        {**event, "id": str(uuid4()), "body": {**event["body"], "confidence": secret}},
        {**event, "id": str(uuid4()), "body": {**event["body"], "kind": secret}},
        {**event, "id": str(uuid4()), "body": secret},
        {**event, "id": secret},
    ]
    reasons = [item.reason or "" for item in send(village, *broken).results]
    assert all(reasons)
    assert not any(secret in reason for reason in reasons)


def test_the_same_refusal_is_kept_once(village: Village) -> None:
    for _ in range(2):
        send(village, {"id": "x"}, {"id": "x"})
    assert count(village, DeadLetterRow) == 1


def test_what_anybody_said_stands_apart_from_the_envelope(village: Village) -> None:
    send(village, village.robot.event(HEARD, village.solveig, MORNING))
    with village.database.reading() as session:
        row = session.exec(select(EventRow)).one()
    assert "tatt" not in row.model_dump_json()


def test_numbers_rise_in_the_order_of_commits(village: Village) -> None:
    for _ in range(3):
        send(village, village.robot.event(CRY, village.solveig, MORNING))
    with village.database.reading() as session:
        kinds = session.exec(select(EventRow.kind).order_by(col(EventRow.stream))).all()
    assert kinds == ["help.requested", "alert.raised", "alert.notified"] * 3


def test_the_servers_own_events_count_without_a_gap(village: Village) -> None:
    for _ in range(3):
        send(village, village.robot.event(CRY, village.solveig, MORNING))
    with village.database.reading() as session:
        query = select(EventRow.sequence).where(EventRow.boot_id == village.boot_id)
        assert sorted(session.exec(query)) == [1, 2, 3, 4, 5, 6]


def test_the_same_batch_from_many_sides_at_once_is_stored_once(village: Village) -> None:
    batch = [village.robot.event(CRY, village.solveig, MORNING) for _ in range(20)]
    with ThreadPoolExecutor(8) as senders:
        results = list(senders.map(lambda _: send(village, *batch), range(8)))
    for index in range(20):
        said = sorted(result.results[index].status for result in results)
        assert said == [ItemStatus.DUPLICATE] * 7 + [ItemStatus.STORED]
    with village.database.reading() as session:
        assert len(alerts.open_alerts(session, [village.solbakken])) == 20
        numbers = session.exec(select(EventRow.stream)).all()
    assert sorted(numbers) == sorted(set(numbers))


def test_the_robots_clock_is_measured(village: Village) -> None:
    event = village.robot.event(
        RobotStarted(software_version="1", previous_boot_ended_cleanly=None), None, MORNING
    )
    batch = EventBatch(
        sent_at=village.clock.now() - timedelta(seconds=7), events=(event.model_dump(mode="json"),)
    )
    with village.work() as work:
        ingest(work, village.robot.identity, opened(batch.model_dump_json().encode()))
    with village.database.reading() as session:
        assert session.get_one(RobotRow, village.robot.id).clock_offset_s == 7


def test_a_report_from_a_forgotten_day_finds_its_task(village: Village) -> None:
    """The server slept; the robot did not."""
    three_days_on = datetime(2026, 3, 5, 7, 1, tzinfo=UTC)
    occurrence = occurrence_id(DOSE.id, three_days_on.date(), "08:00")
    report = TAKEN.model_copy(update={"occurrence_id": occurrence})
    village.clock.moment = three_days_on + timedelta(days=2)
    send(village, village.robot.event(report, village.solveig, three_days_on))
    with village.database.reading() as session:
        task = tasks.by_ids(session, [occurrence])[occurrence]
    assert task.stage is Stage.REPORTED
    assert task.outcome is Outcome.TAKEN
