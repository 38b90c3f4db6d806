from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given

from schedules.agenda import next_event_at
from schedules.occurrences import occurrences
from schedules.pause import Pause, PauseReason, first_day_outside
from schedules.recurrence import Anchor, Elapsed
from tests.schedules.plans import MORNING, medicine, plan_of
from tests.schedules.rules import days, pauses

STAY = Pause(first_on=date(2026, 3, 3), last_on=date(2026, 3, 4), reason=PauseReason.HOSPITAL)
WEEK = timedelta(days=5)


def test_nothing_is_due_on_a_paused_day_of_the_plan_or_of_the_item() -> None:
    paused_item = replace(medicine(time(8)), pauses=(STAY,))
    other = medicine(time(9), item=2)
    due = [
        (o.local_on.day, o.slot)
        for o in occurrences(plan_of(paused_item, other), MORNING, MORNING + WEEK)
    ]
    assert [day for day, slot in due if slot == "08:00"] == [2, 5, 6]
    assert [day for day, slot in due if slot == "09:00"] == [2, 3, 4, 5, 6]
    whole = plan_of(medicine(time(8)), other, pauses=(STAY,))
    assert {o.local_on.day for o in occurrences(whole, MORNING, MORNING + WEEK)} == {2, 5, 6}


def test_elapsed_time_goes_on_through_a_pause() -> None:
    rule = Elapsed(every=timedelta(hours=7), anchor=Anchor(at=MORNING))
    plan = plan_of(medicine(recurrence=rule), pauses=(STAY,))
    due = [o.due_at for o in occurrences(plan, MORNING + timedelta(days=1), MORNING + WEEK)]
    assert due[0] == datetime(2026, 3, 5, 5, tzinfo=UTC)
    assert (due[0] - MORNING) % rule.every == timedelta(hours=0)


def test_the_next_event_is_found_behind_a_long_pause() -> None:
    long = Pause(first_on=date(2026, 3, 3), last_on=date(2028, 3, 2))
    plan = plan_of(medicine(time(8)), pauses=(long,))
    assert next_event_at(plan, (), MORNING) == datetime(2028, 3, 3, 7, tzinfo=UTC)


def test_nothing_comes_after_a_pause_until_further_notice() -> None:
    plan = plan_of(medicine(time(8)), pauses=(Pause(first_on=date(2026, 3, 3)),))
    assert next_event_at(plan, (), MORNING) is None


def test_a_pause_that_ends_before_it_begins_is_refused() -> None:
    with pytest.raises(ValueError, match="^last_on:"):
        Pause(first_on=date(2026, 3, 3), last_on=date(2026, 3, 2))


@given(pauses, days)
def test_the_first_day_outside_is_the_first(some: tuple[Pause, ...], on: date) -> None:
    outside = first_day_outside(some, on)
    assert outside is not None
    assert not any(pause.holds_on(outside) for pause in some)
    while on < outside:
        assert any(pause.holds_on(on) for pause in some)
        on += timedelta(days=1)
