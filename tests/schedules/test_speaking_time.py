from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from schedules.care_plan import PlanItem, Window
from schedules.occurrences import occurrences
from schedules.quiet_hours import InQuietHours, QuietHours, Span, after
from schedules.speaking_time import quiet_spans
from schedules.task import Speak, Stage, Task, Tick, step
from tests.schedules.plans import MORNING, activity, medicine, plan_of

MINUTE = timedelta(minutes=1)
NIGHT = (QuietHours(starts_at=time(22), ends_at=time(8, 30)),)
"""Eight o'clock lies half an hour before their end."""
LONG_NIGHT = (QuietHours(starts_at=time(22), ends_at=time(10)),)


def spans(
    item: PlanItem, quiet: tuple[QuietHours, ...] = NIGHT, at: datetime = MORNING
) -> tuple[Span, ...]:
    plan = replace(plan_of(item), quiet_hours=quiet)
    (occurrence,) = occurrences(plan, at, at + MINUTE)
    return quiet_spans(plan, item, occurrence)


def test_a_medicine_waits_for_the_end_of_the_night() -> None:
    assert after(spans(medicine()), MORNING) == MORNING + 30 * MINUTE


def test_a_time_critical_medicine_does_not_wait() -> None:
    assert spans(replace(medicine(), is_time_critical=True)) == ()


def test_a_medicine_that_cannot_wait_inside_its_window_is_spoken_at_its_time() -> None:
    assert spans(medicine(), LONG_NIGHT) == ()


def test_an_activity_that_cannot_wait_is_not_said() -> None:
    assert after(spans(activity(), LONG_NIGHT), MORNING) > MORNING + 60 * MINUTE


@pytest.mark.parametrize("rule", InQuietHours)
def test_the_nurse_decides_for_each_item(rule: InQuietHours) -> None:
    quiet = spans(replace(medicine(), quiet=rule), LONG_NIGHT)
    assert bool(quiet) == (rule is InQuietHours.WAIT_OR_MISS)


def test_nothing_waits_in_the_day() -> None:
    assert spans(medicine(time(12)), NIGHT, datetime(2026, 3, 2, 11, tzinfo=UTC)) == ()


def test_what_waits_keeps_its_last_call() -> None:
    just = replace(medicine(), window=Window(after=timedelta(minutes=35)))
    assert spans(just)
    assert spans(replace(just, window=Window(after=timedelta(minutes=34)))) == ()


def test_the_night_of_a_clock_change_ends_by_the_wall_clock() -> None:
    at_eight = datetime(2026, 3, 29, 6, tzinfo=UTC)
    (night,) = spans(medicine(), NIGHT, at_eight)
    assert night.ends_at == at_eight + 30 * MINUTE


def task_with(item: PlanItem, quiet: tuple[QuietHours, ...]) -> Task:
    plan = replace(plan_of(item), quiet_hours=quiet)
    (occurrence,) = occurrences(plan, MORNING, MORNING + MINUTE)
    ladder = getattr(item, "ladder", None)
    return Task(occurrence=occurrence, ladder=ladder, quiet=quiet_spans(plan, item, occurrence))


def test_the_ladder_of_what_waited_counts_from_the_first_word() -> None:
    task = task_with(medicine(), NIGHT)
    assert task.speaks_at == MORNING + 30 * MINUTE
    assert task.escalates_at == MORNING + 60 * MINUTE
    assert step(task, Tick(), MORNING + 29 * MINUTE)[1] == ()
    assert step(task, Tick(), MORNING + 30 * MINUTE)[1] == (Speak(attempt=1, rung=1),)


def test_a_robot_that_comes_back_in_quiet_hours_does_not_tell_of_an_activity() -> None:
    quiet = (QuietHours(starts_at=time(8, 10), ends_at=time(10)),)
    task = task_with(activity(), quiet)
    assert step(task, Tick(), MORNING + 20 * MINUTE)[1] == ()
    missed, _ = step(task, Tick(), MORNING + 60 * MINUTE)
    assert missed.stage is Stage.MISSED
