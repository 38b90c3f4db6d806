"""A resident's day as the robot knows it: planned, and what came of it so far."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.plan import ResidentPlan
from robot_nodes.dialogue.conversations import DayFacts, DayItem
from schedules import agenda
from schedules.care_plan import Appointment, PlanItem, as_due, notice
from schedules.occurrences import Occurrence, occurrences
from schedules.task import Task

AHEAD = timedelta(days=14)
"""How far a visit is looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One thing of the day."""

    occurrence: Occurrence
    item: PlanItem
    task: Task | None
    """None before its time has come."""


def day(
    resident: ResidentPlan, local_on: date, task_of: Callable[[UUID], Task | None]
) -> tuple[Planned, ...]:
    """Return one local day of a resident, in order of time."""
    return tuple(
        Planned(
            occurrence=occurrence,
            item=as_due(resident.plan.item(occurrence.item_id), occurrence.local_on),
            task=task_of(occurrence.id),
        )
        for occurrence in agenda.day(resident.plan, local_on)
    )


def today(
    resident: ResidentPlan, now: datetime, task_of: Callable[[UUID], Task | None]
) -> tuple[Planned, ...]:
    """Return the day that a resident lives in at `now`."""
    return day(resident, now.astimezone(ZoneInfo(resident.plan.zone)).date(), task_of)


def facts(
    resident: ResidentPlan, now: datetime, task_of: Callable[[UUID], Task | None], last_said: str
) -> DayFacts:
    """Return what the robot can tell when it is asked.

    Args:
        resident: Who asks.
        now: Aware UTC.
        task_of: Tells how an occurrence has fared.
        last_said: The robot's last sentence.
    """
    items = [_fact(entry) for entry in today(resident, now, task_of)]
    return DayFacts(
        items=tuple(sorted(items, key=lambda entry: entry.at)),
        next_visit=next_visit(resident, now),
        last_said=last_said,
    )


def next_visit(resident: ResidentPlan, now: datetime) -> DayItem | None:
    """Return the next time that somebody comes, within `AHEAD`.

    A visit counts from when the plan was saved, also where it was too late to tell of it.
    """
    visits = {
        item.id: item
        for item in resident.plan.items
        if isinstance(item, Appointment) and item.is_visit
    }
    longest = max((visit.notice for visit in visits.values()), default=timedelta(0))
    plan = replace(
        resident.plan,
        items=tuple(visits.values()),
        effective_at=resident.plan.effective_at - longest,
    )
    begins = [
        DayItem(item=visits[each.item_id], at=each.due_at + visits[each.item_id].notice)
        for each in occurrences(plan, now - longest, now + AHEAD)
    ]
    return min((visit for visit in begins if visit.at >= now), key=_at, default=None)


def _at(entry: DayItem) -> datetime:
    return entry.at


def _fact(entry: Planned) -> DayItem:
    return DayItem(
        item=entry.item,
        at=entry.occurrence.due_at + notice(entry.item),
        report=entry.task.report if entry.task else None,
    )
