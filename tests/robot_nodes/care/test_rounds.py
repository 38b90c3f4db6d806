from datetime import datetime, time, timedelta

from robot_nodes.care import rounds
from schedules.task import Task
from tests.robot_nodes.care.morning import activity, medicine, plans_with
from tests.schedules.plans import MORNING, task_of

A_DAY = timedelta(days=1)


def free(_: Task) -> datetime | None:
    return None


def test_what_has_come_and_has_no_task_yet_falls_due() -> None:
    plans = plans_with(medicine(time(8), time(20)))

    (task,) = rounds.fallen_due(plans, lambda _: False, MORNING, MORNING - A_DAY / 4)

    assert task.occurrence.due_at == MORNING
    assert list(rounds.fallen_due(plans, lambda _: True, MORNING, MORNING - A_DAY)) == []


def test_what_came_before_the_plan_took_effect_never_falls_due() -> None:
    plans = plans_with(medicine(time(18)))

    assert list(rounds.fallen_due(plans, lambda _: False, MORNING, MORNING - 7 * A_DAY)) == []


def test_an_activity_has_no_ladder() -> None:
    (task,) = rounds.fallen_due(plans_with(activity()), lambda _: False, MORNING, MORNING - A_DAY)

    assert task.ladder is None


def test_the_next_event_is_the_earliest_of_plan_and_open_tasks() -> None:
    plans = plans_with(medicine(time(8), time(20)))
    task = task_of(medicine(time(8), time(20)))

    assert rounds.next_event_at(plans, [], free, MORNING) == MORNING + timedelta(hours=12)
    assert rounds.next_event_at(plans, [task], free, MORNING) == MORNING


def test_a_task_that_is_held_still_escalates_in_time() -> None:
    plans = plans_with(medicine())
    task = task_of(medicine())
    held_until = MORNING + timedelta(hours=3)

    at = rounds.next_event_at(plans, [task], lambda _: held_until, MORNING)

    assert at == MORNING + timedelta(minutes=30)


def test_an_empty_plan_has_no_next_event() -> None:
    assert rounds.next_event_at(plans_with(), [], free, MORNING) is None


def test_a_task_whose_item_was_dropped_wakes_nobody() -> None:
    assert rounds.next_event_at(plans_with(), [task_of(medicine())], free, MORNING) is None
