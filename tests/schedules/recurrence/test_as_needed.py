from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from schedules.agenda import next_event_at
from schedules.outcome import EvidenceGrade, Outcome, Report
from schedules.recurrence.as_needed import (
    Allowed,
    AsNeeded,
    DailyMaximumReached,
    TooSoon,
    may_take,
)
from tests.schedules.plans import MORNING, medicine, plan_of
from tests.schedules.rules import as_needed

HOUR = timedelta(hours=1)
PRN = AsNeeded(minimum_gap=4 * HOUR, daily_maximum=3)


def told(hours: float, outcome: Outcome = Outcome.TAKEN) -> Report:
    at = MORNING + hours * HOUR
    return Report(outcome=outcome, grade=EvidenceGrade.SAID, reported_at=at)


def test_what_is_taken_as_needed_is_never_due() -> None:
    assert next_event_at(plan_of(medicine(recurrence=PRN)), (), MORNING) is None


def test_the_first_is_allowed_and_the_next_after_the_gap() -> None:
    assert may_take(PRN, (), MORNING) == Allowed()
    assert may_take(PRN, [told(0)], MORNING + HOUR) == TooSoon(next_at=MORNING + 4 * HOUR)
    assert may_take(PRN, [told(0)], MORNING + 4 * HOUR) == Allowed()


def test_the_maximum_counts_over_any_24_hours_not_from_midnight() -> None:
    reports = [told(12), told(17), told(22)]
    guard = may_take(PRN, reports, MORNING + 27 * HOUR)
    assert guard == DailyMaximumReached(next_at=MORNING + 36 * HOUR)


def test_a_refused_one_does_not_count_and_one_dated_ahead_does() -> None:
    assert may_take(PRN, [told(0, Outcome.REFUSED)], MORNING + HOUR) == Allowed()
    assert may_take(PRN, [told(3)], MORNING + HOUR) == TooSoon(next_at=MORNING + 7 * HOUR)


reports = st.lists(st.floats(-30, 30).map(told), max_size=10)


@given(as_needed, reports)
def test_whatever_is_refused_is_allowed_when_it_says_and_not_before(
    prn: AsNeeded, reports: list[Report]
) -> None:
    guard = may_take(prn, reports, MORNING)
    if not isinstance(guard, Allowed):
        assert guard.next_at > MORNING
        assert may_take(prn, reports, guard.next_at) == Allowed()
        just_before = guard.next_at - timedelta(microseconds=1)
        assert may_take(prn, reports, just_before) != Allowed()


@given(as_needed, st.lists(st.integers(0, 90), max_size=60))
def test_who_takes_only_what_is_allowed_keeps_to_both_bounds(
    prn: AsNeeded, minutes: list[int]
) -> None:
    taken: list[Report] = []
    now: datetime = MORNING
    for wait in minutes:
        now += timedelta(minutes=wait)
        if may_take(prn, taken, now) == Allowed():
            taken.append(told((now - MORNING) / HOUR))
    times = [report.reported_at for report in taken]
    assert all(b - a >= prn.minimum_gap for a, b in pairwise(times))
    for at in times:
        assert sum(at - 24 * HOUR < other <= at for other in times) <= prn.daily_maximum


@pytest.mark.parametrize(("gap", "most"), [(-HOUR, 3), (24 * HOUR, 3), (HOUR, 0)])
def test_bounds_that_guard_nothing_are_refused(gap: timedelta, most: int) -> None:
    with pytest.raises(ValueError, match="^(minimum_gap|daily_maximum):"):
        AsNeeded(minimum_gap=gap, daily_maximum=most)
