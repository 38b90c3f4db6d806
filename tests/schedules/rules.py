"""Rules of every kind, for the tests of this folder."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from hypothesis import strategies as st

from schedules.pause import Pause
from schedules.recurrence import (
    Anchor,
    AsNeeded,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    Meal,
    MealRelation,
    MealRelative,
    SpecificDates,
    Taper,
    TaperStep,
    WallClock,
    Weekday,
)

ZONES = (
    "Europe/Oslo",
    "Australia/Lord_Howe",  # half an hour of summer time
    "Pacific/Apia",  # left out 2011-12-30
    "America/Sao_Paulo",  # changed at midnight until 2019
    "Asia/Kathmandu",  # +05:45
    "Africa/Casablanca",  # summer time but for Ramadan
)
START = datetime(2017, 1, 1, tzinfo=UTC)
TEN_YEARS_S = 10 * 365 * 24 * 3600

zones = st.sampled_from(ZONES)
moments = st.integers(0, TEN_YEARS_S).map(lambda s: START + timedelta(seconds=s))
spans = st.integers(0, 21 * 24 * 3600).map(lambda s: timedelta(seconds=s))
clock_times = st.times().map(lambda t: t.replace(second=0, microsecond=0))
some_times = st.lists(clock_times, min_size=1, max_size=5, unique=True).map(tuple)
weekdays = st.frozensets(st.sampled_from(Weekday), min_size=1)
days = st.dates(date(2017, 1, 1), date(2027, 1, 1))
endings = st.none() | st.dates(date(2027, 1, 2), date(2030, 1, 1))

daily = st.builds(DailyTimes, times=some_times, weekdays=weekdays, ends_on=endings)
every_n_days = st.builds(
    EveryNDays, every=st.integers(1, 30), anchored_on=days, times=some_times, ends_on=endings
)
every_n_weeks = st.builds(
    EveryNWeeks,
    every=st.integers(1, 8),
    anchored_on=days,
    weekdays=weekdays,
    times=some_times,
    ends_on=endings,
)
specific = st.builds(
    SpecificDates,
    dates=st.sets(days, min_size=1, max_size=40).map(lambda dates: tuple(sorted(dates))),
    times=some_times,
)
tapers = st.builds(
    Taper,
    starts_on=days,
    steps=st.lists(
        st.builds(TaperStep, days=st.integers(1, 20), times=some_times), min_size=1, max_size=4
    ).map(tuple),
)
by_meals = st.builds(
    MealRelative,
    meals=st.lists(st.sampled_from(Meal), min_size=1, unique=True).map(tuple),
    relation=st.sampled_from((MealRelation.BEFORE, MealRelation.AFTER)),
    offset=st.integers(1, 180).map(lambda minutes: timedelta(minutes=minutes)),
    weekdays=weekdays,
    ends_on=endings,
)
wall_rules: st.SearchStrategy[WallClock] = st.one_of(
    daily, every_n_days, every_n_weeks, specific, tapers, by_meals
)
anchors = st.builds(Anchor, at=moments, report_id=st.none() | st.just(UUID(int=7)))
elapsed = st.builds(
    Elapsed,
    every=st.integers(1, 3 * 24 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    anchor=anchors,
)
as_needed = st.builds(
    AsNeeded,
    minimum_gap=st.integers(0, 23 * 60).map(lambda minutes: timedelta(minutes=minutes)),
    daily_maximum=st.integers(1, 6),
)
pauses = st.lists(
    st.builds(
        lambda first_on, length: Pause(first_on=first_on, last_on=first_on + length),
        days,
        st.integers(0, 400).map(lambda n: timedelta(days=n)),
    ),
    max_size=3,
).map(tuple)
