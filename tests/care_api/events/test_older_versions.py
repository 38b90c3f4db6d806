"""A robot that was offline tells of what only an older version of the plan has."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID, uuid4

import pytest

from care_api.alerts import service as alerts
from care_api.alerts.alert import Alert
from care_api.tasks import service as tasks
from care_api.tasks.adherence import Count, Period
from care_api.tasks.service import TaskView
from codebook.event import RobotBody
from codebook.task import (
    TaskAnnounced,
    TaskClosed,
    TaskDue,
    TaskEscalated,
    TaskReported,
    TaskWithdrawn,
)
from schedules.care_plan import PlanItem
from schedules.occurrences import occurrence_id
from schedules.outcome import EvidenceGrade, Outcome
from schedules.recurrence import DailyTimes
from schedules.task import EscalationReason, Stage
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, DOSE, DOSE_TODAY, MORNING, SONG, Village

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
EIGHT = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""In Norway."""
AT_NINE = replace(DOSE, recurrence=DailyTimes(times=(time(9),)))
DOSE_AT_NINE = occurrence_id(DOSE.id, MORNING.date(), "09:00")
IDS = {"occurrence_id": DOSE_TODAY, "item_id": DOSE.id}
TAKEN_AT_EIGHT: tuple[RobotBody, ...] = (
    TaskDue(**IDS, due_at=EIGHT, window_closes_at=EIGHT + HOUR),
    TaskAnnounced(**IDS, attempt=1),
    TaskReported(**IDS, outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID),
    TaskClosed(**IDS, outcome=Outcome.TAKEN),
)
CARRIED_OVER = TaskReported(
    occurrence_id=DOSE_AT_NINE,
    item_id=DOSE.id,
    outcome=Outcome.TAKEN,
    grade=EvidenceGrade.SAID,
    carried_from=DOSE_TODAY,
)


def edit(village: Village, *items: PlanItem) -> None:
    with village.work() as work:
        village.plan(work, *items)


def upload(village: Village, told: tuple[RobotBody, ...], first_at: datetime) -> None:
    events = [
        village.robot.event(body, village.solveig, first_at + number * MINUTE)
        for number, body in enumerate(told)
    ]
    send(village, *events)


def doses(village: Village) -> dict[UUID, TaskView]:
    with village.database.reading() as session:
        today = tasks.of_day(session, [village.solveig], MORNING.date())
    return {task.id: task for task in today if task.item_id == DOSE.id}


def open_alerts(village: Village) -> tuple[Alert, ...]:
    with village.database.reading() as session:
        return alerts.open_alerts(session, [village.solbakken])


def sweep_at(village: Village, at: datetime) -> None:
    village.clock.moment = at
    with village.work() as work:
        tasks.sweep(work)


def counts(village: Village) -> dict[Count, int]:
    with village.database.reading() as session:
        days = MORNING.date(), MORNING.date()
        found = tasks.adherence_of(session, village.solveig, days, Period.WHOLE)
    [dose] = [each for each in found if each.item_id == DOSE.id]
    return {what: number for what, number in dose.counts.items() if number}


@pytest.mark.parametrize("newer", [(AT_NINE,), (AT_NINE, SONG), (CHECK,)])
def test_a_dose_taken_at_its_old_time_is_kept_as_taken(
    village: Village, newer: tuple[PlanItem, ...]
) -> None:
    edit(village, *newer)
    village.clock.moment = EIGHT + 30 * MINUTE
    upload(village, TAKEN_AT_EIGHT, EIGHT)
    told = doses(village)[DOSE_TODAY]
    assert (told.stage, told.outcome, told.due_at) == (Stage.CLOSED, Outcome.TAKEN, EIGHT)


def test_it_is_found_through_several_newer_versions(village: Village) -> None:
    edit(village, AT_NINE)
    edit(village, SONG)
    edit(village, replace(AT_NINE, dose="to tabletter"))
    village.clock.moment = EIGHT + 30 * MINUTE
    upload(village, TAKEN_AT_EIGHT, EIGHT)
    told = doses(village)[DOSE_TODAY]
    assert (told.stage, told.title) == (Stage.CLOSED, "Paracet, én tablett")


def test_one_dose_whose_answer_was_carried_over_is_counted_once_and_alerts_nobody(
    village: Village,
) -> None:
    edit(village, AT_NINE)
    village.clock.moment = EIGHT + 90 * MINUTE
    upload(village, TAKEN_AT_EIGHT, EIGHT)
    upload(village, (CARRIED_OVER,), EIGHT + 90 * MINUTE)
    sweep_at(village, EIGHT + 3 * HOUR)
    assert open_alerts(village) == ()
    assert counts(village) == {
        Count.DUE: 1,
        Count.ANNOUNCED: 1,
        Count.HEARD: 1,
        Count.SAID_TAKEN: 1,
    }


def test_the_alert_about_the_new_time_ends_when_the_old_ones_answer_arrives(
    village: Village,
) -> None:
    edit(village, AT_NINE)
    sweep_at(village, EIGHT + 2 * HOUR)
    assert [alert.occurrence_id for alert in open_alerts(village)] == [DOSE_AT_NINE]
    upload(village, TAKEN_AT_EIGHT, EIGHT)
    upload(village, (CARRIED_OVER,), village.clock.now())
    assert open_alerts(village) == ()


def test_silence_about_a_time_that_was_moved_is_told_once_at_the_new_one(village: Village) -> None:
    edit(village, AT_NINE)
    village.clock.moment = EIGHT + 2 * MINUTE
    upload(village, TAKEN_AT_EIGHT[:2], EIGHT)  # and then the robot falls silent
    sweep_at(village, EIGHT + HOUR)
    assert open_alerts(village) == ()
    sweep_at(village, EIGHT + 2 * HOUR)
    assert [alert.occurrence_id for alert in open_alerts(village)] == [DOSE_AT_NINE]


def test_silence_about_what_was_due_before_the_edit_is_told(village: Village) -> None:
    due_at = EIGHT + timedelta(days=3)
    village.clock.moment = due_at + 20 * MINUTE  # the server was away and made no tasks
    edit(village, replace(DOSE, recurrence=DailyTimes(times=(time(8), time(20)))))
    missing = occurrence_id(DOSE.id, due_at.date(), "08:00")
    spoken = TaskAnnounced(occurrence_id=missing, item_id=DOSE.id, attempt=1)
    upload(village, (spoken,), due_at)
    sweep_at(village, due_at + HOUR)
    assert missing in {alert.occurrence_id for alert in open_alerts(village)}


def test_a_task_that_the_robot_withdrew_is_no_dose(village: Village) -> None:
    edit(village, AT_NINE)
    village.clock.moment = EIGHT + 30 * MINUTE
    upload(village, (*TAKEN_AT_EIGHT[:2], TaskWithdrawn(**IDS)), EIGHT)
    assert doses(village)[DOSE_TODAY].stage is Stage.WITHDRAWN
    assert counts(village)[Count.DUE] == 1


def test_a_check_in_that_no_version_has_is_not_filed_as_a_medicine(village: Village) -> None:
    edit(village, DOSE)
    village.clock.moment = EIGHT + 90 * MINUTE
    ids = {"occurrence_id": uuid4(), "item_id": CHECK.id}
    silence = TaskEscalated(**ids, reason=EscalationReason.UNANSWERED)
    upload(village, (silence,), EIGHT + HOUR)
    [alert] = open_alerts(village)
    assert alert.code == "5.3.1"
