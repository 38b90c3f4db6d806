"""The day in order, and when something happens next."""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from schedules.care_plan import CarePlan
from schedules.occurrences import Occurrence, instant, occurrences
from schedules.task import Task

HORIZON = timedelta(days=3653)
"""How far ahead something can be planned: ten years, since each rule is asked for its next slot
and none is walked through. ROS counts seconds until 2038 only."""


def day(plan: CarePlan, local_on: date) -> tuple[Occurrence, ...]:
    """Return what is due on one local date of the resident, in order of time."""
    zone = ZoneInfo(plan.zone)
    start = instant(local_on, time(0), zone)
    return tuple(occurrences(plan, start, instant(local_on + timedelta(days=1), time(0), zone)))


def next_event_at(plan: CarePlan, tasks: Iterable[Task], now: datetime) -> datetime | None:
    """Return when the plan or one of its open tasks needs attention next.

    Args:
        plan: The plan on board.
        tasks: Its tasks so far; those that are over do not count.
        now: Aware UTC; what a task has been waiting for since counts as now.

    Returns:
        Aware UTC, not before `now`; None when nothing is planned within `HORIZON`.
    """
    waking = [task.wakes_at for task in tasks]
    known = [max(now, moment) for moment in waking if moment is not None]
    coming = next(occurrences(plan, now + timedelta(microseconds=1), now + HORIZON), None)
    return min([*known, *([coming.due_at] if coming else [])], default=None)
