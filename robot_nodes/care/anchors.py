"""The plans as they go on from what was taken: "the next counts from the last taken"."""

from collections.abc import Callable
from uuid import UUID

from codebook.plan import ResidentPlan, RobotPlans
from schedules.anchoring import counted_from
from schedules.outcome import Outcome
from schedules.recurrence import Anchor, Elapsed
from schedules.task import Task

TasksOf = Callable[[UUID], tuple[Task, ...]]
"""Item id -> its kept tasks; `TaskStore.tasks_of`."""


def anchored(plans: RobotPlans, tasks_of: TasksOf) -> RobotPlans:
    """Return the plans with each rule that counts from reports counted from the latest one.

    The server comes to the same occurrences from the same reports.
    """
    residents = tuple(_anchored(resident, tasks_of) for resident in plans.residents)
    return plans.model_copy(update={"residents": residents})


def _anchored(resident: ResidentPlan, tasks_of: TasksOf) -> ResidentPlan:
    last = {
        item.id: anchor
        for item in resident.plan.items
        if isinstance(item.recurrence, Elapsed) and item.recurrence.counts_from_last_taken
        if (anchor := last_taken(tasks_of(item.id))) is not None
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
