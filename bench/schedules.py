"""How fast and how large a year of plans is, beside dateutil on the rules both can express."""

import tracemalloc
from collections import deque
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from time import perf_counter
from uuid import UUID
from zoneinfo import ZoneInfo

from dateutil.rrule import DAILY, FR, MO, TU, WEEKLY, rrule

from bench.rows import Row, median_s
from schedules.agenda import next_event_at
from schedules.care_plan import CarePlan, MedicationReminder
from schedules.occurrences import occurrences
from schedules.recurrence import (
    Anchor,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
    Meal,
    MealRelative,
    MealTimes,
    Recurrence,
    Taper,
    TaperStep,
    Weekday,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = date(2026, 1, 1)
YEAR = timedelta(days=365)
RESIDENTS = 1000
SIZES = {1: 301, 10: 31, 100: 11}
"""How many times all the rules stand in a plan -> how often its next event is looked for."""
OSLO = ZoneInfo("Europe/Oslo")
RULES: tuple[Recurrence, ...] = (
    DailyTimes(times=(time(8),)),
    DailyTimes(times=(time(8, 30), time(14), time(20))),
    DailyTimes(times=(time(9),), weekdays=frozenset({Weekday.MONDAY, Weekday.FRIDAY})),
    EveryNDays(every=3, anchored_on=FIRST, times=(time(10),)),
    EveryNWeeks(
        every=2, anchored_on=FIRST, weekdays=frozenset({Weekday.TUESDAY}), times=(time(11),)
    ),
    Taper(
        starts_on=FIRST,
        steps=(TaperStep(days=30, times=(time(8), time(20))), TaperStep(days=30, times=(time(8),))),
    ),
    MealRelative(meals=(Meal.BREAKFAST, Meal.DINNER)),
    Elapsed(every=timedelta(hours=8), anchor=Anchor(at=START)),
)
"""A resident's eight items: most kinds of rules, most of them dense."""


def rows() -> Iterator[Row]:
    """Yield the schedules' figures."""
    plan = _plan(RULES)
    yield from _year(plan)
    yield _memory(plan)
    yield from _beside_dateutil()
    yield from _linear(plan)
    yield from _next_event()


def _year(plan: CarePlan) -> Iterator[Row]:
    start = perf_counter()
    count = sum(_count(plan, YEAR) for _ in range(RESIDENTS))
    taken_s = perf_counter() - start
    on = f"a year, {RESIDENTS} residents with {len(RULES)} items: {count} occurrences"
    yield Row(name="schedules.year", value=round(taken_s, 1), unit="s", note=on)
    yield Row(
        name="schedules.occurrences", value=round(count / taken_s), unit="occurrences/s", note=on
    )


def _memory(plan: CarePlan) -> Row:
    tracemalloc.start()
    _count(plan, YEAR)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return Row(
        name="schedules.memory",
        value=round(peak / 1024),
        unit="KiB",
        note="peak over one resident's year: occurrences are yielded, not kept",
    )


def _beside_dateutil() -> Iterator[Row]:
    start = datetime.combine(FIRST, time(8), tzinfo=OSLO)
    until = start + YEAR
    at = (time(8),)
    two_weeks = EveryNWeeks(
        every=2, anchored_on=FIRST, weekdays=frozenset({Weekday.TUESDAY}), times=at
    )
    weekdays = frozenset({Weekday.MONDAY, Weekday.FRIDAY})
    pairs: dict[str, tuple[Recurrence, Callable[[], rrule]]] = {
        "daily": (DailyTimes(times=at), lambda: rrule(DAILY, start, until=until)),
        "weekdays": (
            DailyTimes(times=at, weekdays=weekdays),
            lambda: rrule(WEEKLY, start, until=until, byweekday=(MO, FR)),
        ),
        "every_3_days": (
            EveryNDays(every=3, anchored_on=FIRST, times=at),
            lambda: rrule(DAILY, start, 3, until=until),
        ),
        "every_2_weeks": (
            two_weeks,
            lambda: rrule(WEEKLY, start, 2, until=until, byweekday=TU),
        ),
    }
    for name, (rule, theirs) in pairs.items():
        yield _ratio(name, _plan((rule,)), theirs)


def _ratio(name: str, plan: CarePlan, theirs: Callable[[], rrule]) -> Row:
    """Return our rate over dateutil's, whose local times are turned into UTC as ours are."""
    ours_s = median_s(lambda: _count(plan, YEAR), repeats=15)
    theirs_s = median_s(lambda: deque((at.astimezone(UTC) for at in theirs()), maxlen=0), 15)
    return Row(
        name=f"schedules.{name}_to_dateutil",
        value=round(theirs_s / ours_s, 2),
        unit="ratio",
        note="a year; ours with ids, windows and the rule for clock changes, dateutil without",
    )


def _linear(plan: CarePlan) -> Iterator[Row]:
    for factor in (1, 10):
        taken_s = median_s(lambda: _count(plan, YEAR * factor), repeats=3)  # noqa: B023 - run here
        count = _count(plan, YEAR * factor)
        yield Row(
            name=f"schedules.cost_of_{factor}_years",
            value=round(taken_s / count * 1e6, 2),
            unit="µs/occurrence",
            note="the same for every length: linear in the output",
        )


def _next_event() -> Iterator[Row]:
    """Yield what the next event costs in plans of three sizes, and how that grows with an item."""
    per_item: dict[int, float] = {}
    for factor, repeats in SIZES.items():
        plan = _plan(RULES * factor)
        items = len(plan.items)
        taken_s = min(_next_event_s(plan) for _ in range(repeats))
        per_item[items] = taken_s / items
        yield Row(
            name=f"schedules.next_event_of_{items}_items",
            value=round(taken_s * 1e6),
            unit="µs",
            note=f"one look at each item; the least of {repeats}: no other program counts",
        )
    fewest, most = min(per_item), max(per_item)
    yield Row(
        name="schedules.next_event_growth",
        value=round(per_item[most] / per_item[fewest], 2),
        unit="ratio",
        note=f"an item's cost among {most} over its cost among {fewest}; 1 is linear in the items",
    )


def _next_event_s(plan: CarePlan) -> float:
    start = perf_counter()
    next_event_at(plan, (), START)
    return perf_counter() - start


def _count(plan: CarePlan, span: timedelta) -> int:
    return sum(1 for _ in occurrences(plan, START, START + span))


def _plan(rules: tuple[Recurrence, ...]) -> CarePlan:
    items = tuple(
        MedicationReminder(id=UUID(int=n), medicine="Paracet", dose="én tablett", recurrence=rule)
        for n, rule in enumerate(rules)
    )
    return CarePlan(
        id=UUID(int=100),
        resident_id=UUID(int=200),
        version=1,
        zone="Europe/Oslo",
        effective_at=START,
        items=items,
        meals=MealTimes(breakfast=time(8), dinner=time(16)),
    )
