"""A resident's day as the robot knows it: planned, and what came of it so far."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.plan import ResidentPlan
from robot_nodes.dialogue.conversations import DayFacts, DayItem
from schedules import agenda
from schedules.care_plan import MedicationReminder, PlanItem, as_due
from schedules.occurrences import Occurrence
from schedules.task import Task


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


def facts(planned: tuple[Planned, ...], last_said: str) -> DayFacts:
    """Return what the robot can tell when it is asked."""
    return DayFacts(items=tuple(_fact(entry) for entry in planned), last_said=last_said)


def _fact(entry: Planned) -> DayItem:
    item = entry.item
    medicine, dose = (
        (item.medicine, item.dose) if isinstance(item, MedicationReminder) else ("", "")
    )
    return DayItem(
        kind=item.kind,
        title=item.title,
        due_at=entry.occurrence.due_at,
        medicine=medicine,
        dose=dose,
        report=entry.task.report if entry.task else None,
    )
