"""Plans and tasks for the tests of this folder."""

from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from schedules.care_plan import Activity, CarePlan, MedicationReminder, PlanItem, Window
from schedules.occurrences import occurrences
from schedules.pause import Pause
from schedules.recurrence import DailyTimes, MealTimes, Recurrence
from schedules.task import Task

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""08:00 in Oslo, a Monday."""
MEALS = MealTimes(breakfast=time(8), lunch=time(12), dinner=time(16), supper=time(20))


def medicine(
    *times: time, item: int = 1, recurrence: Recurrence | None = None, after_min: int = 60
) -> MedicationReminder:
    return MedicationReminder(
        id=UUID(int=item),
        medicine="Paracet",
        dose="to tabletter",
        recurrence=recurrence or DailyTimes(times=times or (time(8),)),
        window=Window(after=timedelta(minutes=after_min)),
    )


def activity() -> Activity:
    return Activity(
        id=UUID(int=9),
        title="Dagens program",
        message="Klokka elleve er det sang i stua.",
        recurrence=DailyTimes(times=(time(8),)),
    )


def plan_of(
    *items: PlanItem,
    zone: str = "Europe/Oslo",
    meals: MealTimes = MEALS,
    pauses: tuple[Pause, ...] = (),
) -> CarePlan:
    return CarePlan(
        id=UUID(int=100),
        resident_id=UUID(int=200),
        version=1,
        zone=zone,
        effective_at=datetime(2015, 1, 1, tzinfo=UTC),
        items=items,
        meals=meals,
        pauses=pauses,
    )


def task_of(item: MedicationReminder | Activity) -> Task:
    """Return the item's task at 08:00 on that Monday."""
    (occurrence,) = occurrences(plan_of(item), MORNING, MORNING + timedelta(minutes=1))
    ladder = item.ladder if isinstance(item, MedicationReminder) else None
    return Task(occurrence=occurrence, ladder=ladder)
