"""The plans as they go on from what was taken: "the next counts from the last taken"."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from codebook.plan import ResidentPlan, RobotPlans
from schedules.anchoring import counted_from
from schedules.outcome import Outcome
from schedules.recurrence import Anchor, Elapsed
from schedules.task import Task

TasksOf = Callable[[UUID], tuple[Task, ...]]
"""Item id -> its kept tasks; `TaskStore.tasks_of`."""


def anchored(
    plans: RobotPlans, tasks_of: TasksOf, lost_before: datetime | None = None
) -> RobotPlans:
    """Return the plans with each rule that counts from reports counted from the latest one.

    The server comes to the same occurrences from the same reports.

    Args:
        plans: As the nurse wrote them.
        tasks_of: Tells the kept tasks of an item.
        lost_before: Aware UTC; until when the robot's own reports may be lost, so that the
            server's stand in for them. None where they are all here.
    """
    residents = tuple(_anchored(each, tasks_of, lost_before) for each in plans.residents)
    return plans.model_copy(update={"residents": residents})


def _anchored(
    resident: ResidentPlan, tasks_of: TasksOf, lost_before: datetime | None
) -> ResidentPlan:
    last = {
        item.id: anchor
        for item in resident.plan.items
        if isinstance(item.recurrence, Elapsed) and item.recurrence.counts_from_last_taken
        if (anchor := last_taken(tasks_of(item.id)) or _told(resident, item.id, lost_before))
        is not None
    }
    if not last:
        return resident
    return resident.model_copy(update={"plan": counted_from(resident.plan, last)})


def last_taken(tasks: tuple[Task, ...]) -> Anchor | None:
    """Return the latest report of "taken" that still holds, None where there is none.

    A report that was taken back by a later one does not hold: its task says otherwise now.
    """
    taken = [
        (task.report.reported_at, task.report.id)
        for task in tasks
        if task.report is not None
        and task.report.outcome is Outcome.TAKEN
        and task.report.id is not None
    ]
    if not taken:
        return None
    at, report_id = max(taken, key=lambda each: (each[0], str(each[1])))
    return Anchor(at=at, report_id=report_id)


def _told(resident: ResidentPlan, item_id: UUID, lost_before: datetime | None) -> Anchor | None:
    """Return what the server knows of an item, where the robot's own report was lost."""
    for taken in resident.last_taken:
        if taken.item_id == item_id and lost_before is not None and taken.at < lost_before:
            return Anchor(at=taken.at, report_id=taken.report_id)
    return None
