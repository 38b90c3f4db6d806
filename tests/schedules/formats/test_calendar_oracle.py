"""Another library expands our calendars, and finds the instants that the plan itself gives.

In the time that is looked at no clock changes, so that nothing but the rules is compared.
"""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import recurring_ical_events
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from schedules.care_plan import CarePlan
from schedules.formats.calendar_export import to_icalendar
from schedules.occurrences import occurrences
from schedules.pause import Pause
from schedules.recurrence import (
    Anchor,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    Meal,
    MealRelation,
    MealRelative,
    Recurrence,
    SpecificDates,
    Taper,
    TaperStep,
    Weekday,
)
from tests.schedules.plans import medicine, plan_of
from tests.schedules.rules import clock_times, some_times, weekdays

OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2026, 3, 30, tzinfo=OSLO)
"""The Monday after summer time began."""
SPAN = timedelta(days=200)
"""To the middle of October, before it ends."""

days = st.dates(date(2026, 1, 1), date(2026, 10, 1))
near_ends = st.none() | st.dates(date(2026, 10, 2), date(2026, 10, 20))
ends = st.none() | st.dates(date(2026, 4, 1), date(2026, 10, 20))
lengths = st.integers(1, 60).map(lambda minutes: timedelta(minutes=minutes))
rules: st.SearchStrategy[Recurrence] = st.one_of(
    st.builds(DailyTimes, times=some_times, weekdays=weekdays, ends_on=ends),
    st.builds(
        EveryNDays,
        every=st.integers(1, 30),
        anchored_on=days,
        times=some_times,
        ends_on=near_ends,
    ),
    st.builds(
        EveryNWeeks,
        every=st.integers(1, 8),
        anchored_on=days,
        weekdays=weekdays,
        times=some_times,
        ends_on=near_ends,
    ),
    st.builds(
        SpecificDates,
        dates=st.sets(days, min_size=1, max_size=20).map(lambda dates: tuple(sorted(dates))),
        times=some_times,
    ),
    st.builds(
        Taper,
        starts_on=days,
        steps=st.lists(
            st.builds(TaperStep, days=st.integers(1, 20), times=some_times),
            min_size=1,
            max_size=4,
        ).map(tuple),
    ),
    st.builds(
        MealRelative,
        meals=st.lists(st.sampled_from(Meal), min_size=1, unique=True).map(tuple),
        relation=st.sampled_from((MealRelation.BEFORE, MealRelation.AFTER)),
        offset=lengths,
        weekdays=weekdays,
        ends_on=ends,
    ),
    st.builds(
        Elapsed,
        every=st.integers(30, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
        anchor=st.builds(
            Anchor,
            at=st.integers(-90 * 24 * 60, 90 * 24 * 60).map(
                lambda minutes: START.astimezone(UTC) + timedelta(minutes=minutes)
            ),
        ),
    ),
)
pauses = st.lists(
    st.builds(
        lambda first_on, length: Pause(
            first_on=first_on,
            last_on=None if length is None else first_on + timedelta(days=length),
        ),
        days,
        st.none() | st.integers(0, 40),
    ),
    max_size=3,
).map(tuple)


def planned(rule: Recurrence, some: Sequence[Pause] = ()) -> CarePlan:
    """Return a plan that took effect on the first day that is looked at."""
    plan = plan_of(medicine(recurrence=rule), pauses=tuple(some))
    return replace(plan, effective_at=START.astimezone(UTC))


def ours(plan: CarePlan) -> list[datetime]:
    return [found.due_at for found in occurrences(plan, START, START + SPAN)]


def theirs(plan: CarePlan) -> list[datetime]:
    return expanded(to_icalendar(plan, START))


def expanded(text: str) -> list[datetime]:
    """Return what the other library makes of a file."""
    found = recurring_ical_events.of(Calendar.from_ical(text)).between(START, START + SPAN)
    moments = sorted(event.start.astimezone(UTC) for event in found)
    end = (START + SPAN).astimezone(UTC)
    return [moment for moment in moments if START <= moment < end]


def is_skippable(rule: Recurrence) -> bool:
    """Return whether a time of a rule lies in the hour that clock changes of Oslo skip."""
    steps = rule.steps if isinstance(rule, Taper) else (rule,)
    return any(at.hour == 2 for step in steps for at in getattr(step, "times", ()))


@settings(max_examples=60, deadline=None)
@given(rules.filter(lambda rule: not is_skippable(rule)), pauses)
def test_another_library_expands_every_plan_to_the_same_instants(
    rule: Recurrence, some: tuple[Pause, ...]
) -> None:
    plan = planned(rule, () if isinstance(rule, Elapsed) else some)
    assert theirs(plan) == ours(plan)


@settings(max_examples=30, deadline=None)
@given(
    st.integers(1, 4),
    weekdays,
    clock_times.filter(lambda at: at.hour != 2),
    st.dates(date(2026, 4, 1), date(2026, 6, 1)),
    st.dates(date(2026, 6, 2), date(2026, 10, 1)),
    st.dates(date(2026, 4, 10), date(2026, 5, 20)),
)
def test_weekdays_with_an_end_and_a_pause_are_the_same_instants(
    every: int,
    chosen: frozenset[Weekday],
    at: time,
    first_on: date,
    last_on: date,
    paused_on: date,
) -> None:
    """BYDAY, UNTIL and EXDATE stand in the file at once."""
    rule = EveryNWeeks(
        every=every, anchored_on=first_on, weekdays=chosen, times=(at,), ends_on=last_on
    )
    pause = Pause(first_on=paused_on, last_on=paused_on + timedelta(days=20))
    plan = planned(rule, (pause,))
    assert theirs(plan) == ours(plan)


@pytest.mark.parametrize("part", [";UNTIL=[^;\r]*", ";BYDAY=[^;\r]*", "EXDATE[^\r]*\r\n"])
def test_the_comparison_would_see_a_file_without_its_end_its_weekdays_or_its_pause(
    part: str,
) -> None:
    rule = DailyTimes(
        times=(time(8),),
        weekdays=frozenset({Weekday.MONDAY, Weekday.THURSDAY}),
        ends_on=date(2026, 5, 31),
    )
    plan = planned(rule, (Pause(first_on=date(2026, 4, 6), last_on=date(2026, 4, 6)),))
    text = to_icalendar(plan, START)
    assert expanded(text) == ours(plan)
    assert expanded(re.sub(part, "", text)) != ours(plan)


def test_a_time_that_a_clock_change_skips_is_refused_and_never_compared() -> None:
    with pytest.raises(ValueError, match="does not exist"):
        theirs(planned(DailyTimes(times=(time(2, 30),))))
