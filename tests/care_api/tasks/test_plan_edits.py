"""A plan's edit reaches the tasks that were made before it."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

import pytest
from sqlmodel import select

from care_api.alerts import service as alerts
from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.tasks import service as tasks
from care_api.tasks.tables import TaskRow
from codebook.task import TaskAnnounced, TaskDue
from schedules.care_plan import MedicationReminder, WhenMissed, Window
from schedules.occurrences import occurrence_id
from schedules.recurrence import Meal, MealRelative, MealTimes
from schedules.task import Stage
from tests.care_api.events.sending import send
from tests.care_api.village import CHECK, DOSE, DOSE_TODAY, MORNING, Village

MINUTE = timedelta(minutes=1)
EIGHT = datetime(2026, 3, 2, 7, tzinfo=UTC)
"""In Norway."""
NOTED = replace(DOSE, when_missed=WhenMissed.NOTE)
WIDE = replace(DOSE, window=Window(after=timedelta(hours=3)))
WITH_BREAKFAST = MedicationReminder(
    id=UUID(int=77),
    medicine="Metformin",
    dose="én tablett",
    recurrence=MealRelative(meals=(Meal.BREAKFAST,)),
)
BREAKFAST_TODAY = occurrence_id(WITH_BREAKFAST.id, MORNING.date(), "breakfast")


def edit(village: Village, *items: MedicationReminder, breakfast: time = time(8)) -> None:
    with village.work() as work:
        before = care_plans.latest(work.session, village.solveig)
        assert before is not None
        care_plans.save(
            work,
            village.solveig,
            PlanDraft(items=items, meals=MealTimes(breakfast=breakfast)),
            precondition=Precondition(if_match=before.etag),
            staff_id=village.staff["kari"],
        )


def task(village: Village, task_id: UUID = DOSE_TODAY) -> TaskRow | None:
    with village.database.reading() as session:
        return session.exec(select(TaskRow).where(TaskRow.id == task_id)).one_or_none()


def alerted(village: Village) -> set[UUID | None]:
    with village.database.reading() as session:
        open_ones = alerts.open_alerts(session, [village.solbakken])
    return {alert.occurrence_id for alert in open_ones}


def sweep_at(village: Village, at: datetime) -> None:
    village.clock.moment = at
    with village.work() as work:
        tasks.sweep(work)


@pytest.mark.parametrize("edited_at", [MORNING, EIGHT, EIGHT + 30 * MINUTE])
def test_a_wider_window_is_waited_for_before_a_nurse_is_told(
    village: Village, edited_at: datetime
) -> None:
    village.clock.moment = edited_at
    edit(village, WIDE)
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert alerted(village) == set()
    sweep_at(village, EIGHT + 180 * MINUTE)
    assert alerted(village) == {DOSE_TODAY}


@pytest.mark.parametrize("edited_at", [MORNING, EIGHT + 30 * MINUTE])
def test_what_is_only_noted_from_now_on_alerts_nobody(
    village: Village, edited_at: datetime
) -> None:
    village.clock.moment = edited_at
    edit(village, NOTED)
    sweep_at(village, EIGHT + 60 * MINUTE)
    row = task(village)
    assert row is not None
    assert (row.stage, alerted(village)) == (Stage.MISSED, set())


@pytest.mark.parametrize("edited_at", [MORNING, EIGHT + 30 * MINUTE])
def test_a_silent_robot_is_told_of_where_the_nurse_now_wants_to_know(
    village: Village, edited_at: datetime
) -> None:
    edit(village, NOTED)
    village.clock.moment = edited_at
    edit(village, DOSE)
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert alerted(village) == {DOSE_TODAY}


def test_a_task_that_was_announced_is_told_of_where_the_nurse_now_wants_to_know(
    village: Village,
) -> None:
    edit(village, NOTED)
    village.clock.moment = EIGHT
    spoken = TaskAnnounced(occurrence_id=DOSE_TODAY, item_id=DOSE.id, attempt=1)
    send(village, village.robot.event(spoken, village.solveig, EIGHT))
    village.clock.pass_by(MINUTE)
    edit(village, DOSE)
    row = task(village)
    assert row is not None
    assert (row.stage, row.attempts) == (Stage.ANNOUNCED, 1)
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert alerted(village) == {DOSE_TODAY}


@pytest.mark.parametrize("edited_at", [MORNING, EIGHT + 30 * MINUTE])
def test_a_meal_that_is_moved_takes_its_tasks_along(village: Village, edited_at: datetime) -> None:
    edit(village, WITH_BREAKFAST)
    village.clock.moment = edited_at
    edit(village, WITH_BREAKFAST, breakfast=time(10))
    row = task(village, BREAKFAST_TODAY)
    assert row is not None
    assert (row.due_at, row.stage) == (EIGHT + timedelta(hours=2), Stage.DUE)
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert BREAKFAST_TODAY not in alerted(village)
    sweep_at(village, EIGHT + timedelta(hours=3))
    assert BREAKFAST_TODAY in alerted(village)


def test_what_the_robot_has_begun_to_speak_of_stays_at_its_time(village: Village) -> None:
    edit(village, WITH_BREAKFAST)
    village.clock.moment = EIGHT
    ids = {"occurrence_id": BREAKFAST_TODAY, "item_id": WITH_BREAKFAST.id}
    for body in (
        TaskDue(**ids, due_at=EIGHT, window_closes_at=EIGHT + 60 * MINUTE),
        TaskAnnounced(**ids, attempt=1),
    ):
        send(village, village.robot.event(body, village.solveig, EIGHT))
    village.clock.pass_by(MINUTE)
    edit(village, WITH_BREAKFAST, breakfast=time(10))
    row = task(village, BREAKFAST_TODAY)
    assert row is not None
    assert (row.due_at, row.stage) == (EIGHT, Stage.ANNOUNCED)


def test_a_meal_moved_to_before_now_is_not_due_today_any_more(village: Village) -> None:
    edit(village, WITH_BREAKFAST, breakfast=time(10))
    village.clock.moment = EIGHT + 30 * MINUTE
    edit(village, WITH_BREAKFAST, breakfast=time(8))
    assert task(village, BREAKFAST_TODAY) is None


def test_a_window_that_would_be_over_already_stays_as_it_was(village: Village) -> None:
    village.clock.moment = EIGHT + 30 * MINUTE
    edit(village, replace(DOSE, window=Window(after=20 * MINUTE)))
    sweep_at(village, EIGHT + 31 * MINUTE)
    assert alerted(village) == set()
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert alerted(village) == {DOSE_TODAY}


def test_a_task_names_the_dose_that_the_plan_has_now(village: Village) -> None:
    edit(village, replace(DOSE, dose="to tabletter"))
    row = task(village)
    assert row is not None
    assert (row.title, row.plan_version) == ("Paracet, to tabletter", 2)


def test_what_was_due_before_its_item_was_removed_is_still_expected(village: Village) -> None:
    village.clock.moment = EIGHT
    with village.work() as work:
        village.plan(work, CHECK)
    sweep_at(village, EIGHT + 60 * MINUTE)
    assert alerted(village) == {DOSE_TODAY}
