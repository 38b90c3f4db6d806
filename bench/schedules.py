"""How fast a year of plans expands, beside dateutil on the same rule."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from dateutil.rrule import DAILY, rrule

from bench.rows import Row, median_s
from schedules.agenda import next_event_at
from schedules.care_plan import CarePlan, MedicationReminder
from schedules.occurrences import occurrences
from schedules.recurrence import DailyTimes

START = datetime(2026, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=365)
ITEMS = 8
RESIDENTS = 10


def rows() -> Iterator[Row]:
    """Yield the schedules' figures."""
    plan = _plan()
    expand_s = median_s(
        lambda: [list(occurrences(plan, START, START + YEAR)) for _ in range(RESIDENTS)]
    )
    rate = RESIDENTS * ITEMS * 365 / expand_s
    yield Row(
        name="schedules.occurrences",
        value=round(rate),
        unit="occurrences/s",
        note=f"a year, {RESIDENTS} residents with {ITEMS} items",
    )
    other_s = median_s(lambda: [list(rrule(DAILY, dtstart=START, count=365)) for _ in range(ITEMS)])
    other_rate = ITEMS * 365 / other_s
    yield Row(
        name="schedules.occurrences_to_dateutil",
        value=round(rate / other_rate, 2),
        unit="ratio",
        note="dateutil.rrule on the same daily rule, without zones, ids and windows",
    )
    next_s = median_s(lambda: next_event_at(plan, (), START), repeats=25)
    yield Row(
        name="schedules.next_event", value=round(next_s * 1e6), unit="µs", note=f"{ITEMS} items"
    )


def _plan() -> CarePlan:
    items = tuple(
        MedicationReminder(
            id=UUID(int=n),
            medicine="Paracet",
            dose="én tablett",
            recurrence=DailyTimes(times=(time(8, n),)),
        )
        for n in range(ITEMS)
    )
    return CarePlan(
        id=UUID(int=100),
        resident_id=UUID(int=200),
        version=1,
        zone="Europe/Oslo",
        effective_at=START,
        items=items,
    )
