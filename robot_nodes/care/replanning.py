"""What a changed plan does to the tasks of today: replaced, never doubled; an answer stays."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from codebook.plan import RobotPlans
from robot_nodes.care.rounds import resident_plan
from schedules.care_plan import CarePlan
from schedules.occurrences import Occurrence, occurrences
from schedules.outcome import Outcome
from schedules.recurrence import AsNeeded, Elapsed
from schedules.task import CarriedOver, Task

_AROUND = timedelta(days=1)
_SETTLED = frozenset({Outcome.TAKEN, Outcome.REFUSED, Outcome.ANSWERED})


def is_planned(plans: RobotPlans, occurrence: Occurrence) -> bool:
    """Return whether the plans still have an occurrence, whenever they took effect."""
    resident = resident_plan(plans, occurrence.resident_id)
    return resident is not None and _has(resident.plan, occurrence)


def carried_over(plan: CarePlan, new: Occurrence, known: Iterable[Task]) -> CarriedOver | None:
    """Return the answer that a new occurrence takes over, None where it is really new.

    A dose that was answered at eight and is moved to nine on the same day is not asked about
    again. Each answer is taken over once.

    Args:
        plan: The plan as it is now.
        new: The occurrence that has no task yet.
        known: The tasks of its item.
    """
    if isinstance(plan.item(new.item_id).recurrence, Elapsed):
        return None  # there the next one comes of the answer, not in its stead
    tasks = tuple(known)
    used = {task.carried_from for task in tasks}
    for task in tasks:
        is_settled = task.report is not None and task.report.outcome in _SETTLED
        is_of_that_day = task.occurrence.local_on == new.local_on
        if not is_settled or not is_of_that_day or task.occurrence.id in used:
            continue
        if task.report is not None and not _has(plan, task.occurrence):
            return CarriedOver(report=task.report, carried_from=task.occurrence.id)
    return None


def _has(plan: CarePlan, occurrence: Occurrence) -> bool:
    items = tuple(item for item in plan.items if item.id == occurrence.item_id)
    if any(isinstance(item.recurrence, AsNeeded) for item in items):
        return True  # it was reported, and never due
    start, end = occurrence.due_at - _AROUND, occurrence.due_at + _AROUND
    always = replace(plan, items=items, effective_at=min(plan.effective_at, start))
    return any(each.id == occurrence.id for each in occurrences(always, start, end))
