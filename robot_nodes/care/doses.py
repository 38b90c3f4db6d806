"""Which dose somebody speaks of when the robot has asked nothing."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.plan import ResidentPlan, RobotPlans
from robot_nodes.care import rounds
from schedules.care_plan import MedicationReminder
from schedules.occurrences import Occurrence, occurrence_id
from schedules.outcome import Report
from schedules.recurrence import AsNeeded
from schedules.recurrence.as_needed import DAY
from schedules.task import Task


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenDose:
    """A medicine that was begun and is not over."""

    task: Task
    resident: ResidentPlan
    item: MedicationReminder

    @property
    def id(self) -> UUID:
        """The occurrence."""
        return self.task.occurrence.id


def open_doses(
    tasks: Iterable[Task], plans: RobotPlans | None, resident_id: UUID
) -> tuple[OpenDose, ...]:
    """Return one resident's medicines among the open tasks, in order of their due time."""
    found = [
        (task, rounds.item_of(plans, task.occurrence))
        for task in tasks
        if plans is not None and task.occurrence.resident_id == resident_id
    ]
    return tuple(
        OpenDose(task=task, resident=whose[0], item=whose[1])
        for task, whose in found
        if whose is not None and isinstance(whose[1], MedicationReminder)
    )


TasksOf = Callable[[UUID], Iterable[Task]]


def as_needed_named(
    resident: ResidentPlan, transcript: str
) -> tuple[MedicationReminder, AsNeeded] | None:
    """Return the medicine taken as needed that an utterance names, None where it names none."""
    said = transcript.casefold()
    for item in resident.plan.items:
        if not isinstance(item, MedicationReminder) or not isinstance(item.recurrence, AsNeeded):
            continue
        if item.medicine.casefold() in said:
            return item, item.recurrence
    return None


def named(resident: ResidentPlan, transcript: str) -> tuple[MedicationReminder, ...]:
    """Return the medicines with a time of their own that an utterance names; none where none."""
    said = transcript.casefold()
    return tuple(
        item
        for item in resident.plan.items
        if isinstance(item, MedicationReminder)
        and not isinstance(item.recurrence, AsNeeded)
        and item.medicine.casefold() in said
    )


def reports(tasks: Iterable[Task], now: datetime) -> tuple[Report, ...]:
    """Return what was reported within a day before `now`, aware, or dated ahead of it."""
    return tuple(
        task.report
        for task in tasks
        if task.report is not None and task.report.reported_at > now - DAY
    )


def taken_as_needed(resident: ResidentPlan, item: MedicationReminder, now: datetime) -> Task:
    """Return the task of a dose that was taken as needed: it was never due before it was told."""
    local = now.astimezone(ZoneInfo(resident.plan.zone))
    slot = f"as_needed/{local:%H:%M:%S.%f}"
    occurrence = Occurrence(
        id=occurrence_id(item.id, local.date(), slot),
        item_id=item.id,
        resident_id=resident.resident_id,
        local_on=local.date(),
        slot=slot,
        due_at=now,
        window_opens_at=now,
        window_closes_at=now + item.window.after,
    )
    return Task(occurrence=occurrence, ladder=None, tells_when_missed=False)


def last_answered(
    resident: ResidentPlan,
    now: datetime,
    tasks_of: TasksOf,
    among: Collection[MedicationReminder] = (),
) -> tuple[Task, MedicationReminder, Report] | None:
    """Return the dose of today that was answered last, None where none was.

    Args:
        resident: Whose.
        now: Aware.
        tasks_of: Tells the tasks of an item.
        among: The medicines that were named; none for any.
    """
    today = now.astimezone(ZoneInfo(resident.plan.zone)).date()
    answered = [
        (task, item, task.report)
        for item in resident.plan.items
        if isinstance(item, MedicationReminder) and not isinstance(item.recurrence, AsNeeded)
        for task in tasks_of(item.id)
        if task.occurrence.local_on == today
        and task.report is not None
        and task.report.outcome.is_final
        and (not among or item in among)
    ]
    return max(answered, key=lambda each: each[2].reported_at, default=None)
