from datetime import UTC, date, datetime, time, timedelta

from schedules.agenda import day, next_event_at
from schedules.outcome import EvidenceGrade, Outcome
from schedules.task import Announced, Reported, step
from tests.schedules.plans import MORNING, activity, medicine, plan_of, task_of

MINUTE = timedelta(minutes=1)


def test_a_day_lists_everything_in_order_of_time() -> None:
    plan = plan_of(medicine(time(20), time(7)), activity())
    assert [o.slot for o in day(plan, date(2026, 3, 2))] == ["07:00", "08:00", "20:00"]


def test_the_day_of_a_clock_change_is_whole() -> None:
    plan = plan_of(medicine(*(time(h) for h in range(24))))
    for on in (date(2026, 3, 29), date(2026, 10, 25)):
        assert [o.slot for o in day(plan, on)] == [f"{h:02}:00" for h in range(24)]


def test_the_next_event_is_the_next_occurrence_when_no_task_is_open() -> None:
    plan = plan_of(medicine(time(8), time(20)))
    assert next_event_at(plan, (), MORNING) == datetime(2026, 3, 2, 19, tzinfo=UTC)


def test_the_next_event_is_an_open_task_s_next_step_when_that_comes_first() -> None:
    item = medicine(time(8), time(20))
    task, _ = step(task_of(item), Announced(), MORNING)
    assert next_event_at(plan_of(item), (task,), MORNING + MINUTE) == MORNING + 10 * MINUTE


def test_a_task_that_has_waited_is_due_now() -> None:
    item = medicine()
    late = MORNING + 5 * MINUTE
    assert next_event_at(plan_of(item), (task_of(item),), late) == late


def test_a_task_that_is_over_wakes_nobody() -> None:
    item = medicine(time(8))
    taken = Reported(outcome=Outcome.TAKEN, grade=EvidenceGrade.SAID)
    task, _ = step(task_of(item), taken, MORNING)
    tomorrow = MORNING + timedelta(days=1)
    assert next_event_at(plan_of(item), (task,), MORNING + MINUTE) == tomorrow


def test_an_empty_plan_has_no_next_event() -> None:
    assert next_event_at(plan_of(), (), MORNING) is None
