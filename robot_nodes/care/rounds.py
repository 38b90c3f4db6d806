"""Which tasks want attention, and when the next one will."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta
from uuid import UUID

from codebook.manner import USUAL_VOLUME
from codebook.plan import ResidentPlan, RobotPlans
from schedules.agenda import HORIZON
from schedules.care_plan import CarePlan, PlanItem, Told, WhenMissed, as_due
from schedules.occurrences import Occurrence, occurrences
from schedules.reminder_policy import rung_number
from schedules.speaking_time import quiet_spans
from schedules.task import Announced, Approach, CaptionShown, Task

_JUST_AFTER = timedelta(microseconds=1)


def resident_plan(plans: RobotPlans, resident_id: UUID) -> ResidentPlan | None:
    """Return the plan of one resident, or None where the robot does not look after them."""
    return next((r for r in plans.residents if r.resident_id == resident_id), None)


def end_silence_s(plans: RobotPlans, resident_id: UUID | None) -> float:
    """Return the silence that ends a resident's turn, seconds; 0 where none is known.

    Before anybody was visited it is that of the slowest: nobody is cut short.
    """
    return max(
        (r.end_silence_s for r in plans.residents if resident_id in {None, r.resident_id}),
        default=0.0,
    )


def item_of(plans: RobotPlans, occurrence: Occurrence) -> tuple[ResidentPlan, PlanItem] | None:
    """Return whose occurrence it is and what is to be done, None once the plan has dropped it.

    The item is as it is due on that day: a taper's step may name its own dose.
    """
    resident = resident_plan(plans, occurrence.resident_id)
    if resident is None:
        return None
    items = {item.id: item for item in resident.plan.items}
    item = items.get(occurrence.item_id)
    return None if item is None else (resident, as_due(item, occurrence.local_on))


def new_task(plan: CarePlan, occurrence: Occurrence) -> Task:
    """Return the task of an occurrence whose time has come."""
    item = plan.item(occurrence.item_id)
    return Task(
        occurrence=occurrence,
        ladder=None if isinstance(item, Told) else item.ladder,
        quiet=quiet_spans(plan, item, occurrence),
        tells_when_missed=item.when_missed is WhenMissed.TELL_NURSE,
    )


def way_of(task: Task, resident: ResidentPlan, now: datetime) -> Announced:
    """Return how a task is to be announced now, before anything came of coming closer.

    A rung is as loud as it says to whom the usual loudness suits, and in proportion to others.
    """
    if task.ladder is None:
        return Announced(volume=resident.speech_volume)
    number = task.intends.rung if task.intends else rung_number(task.ladder, task.counted_from, now)
    rung = task.ladder.spoken[min(number, len(task.ladder.spoken)) - 1]
    return Announced(
        rung=number,
        volume=min(1.0, (rung.volume or 1.0) * resident.speech_volume / USUAL_VOLUME),
        approach=Approach.UNAVAILABLE if rung.approaches else Approach.NOT_ASKED,
        caption=CaptionShown.UNAVAILABLE if rung.shows_caption else CaptionShown.NOT_ASKED,
    )


def fallen_due(
    plans: RobotPlans, is_known: Callable[[UUID], bool], now: datetime, since: datetime
) -> Iterator[tuple[ResidentPlan, Occurrence]]:
    """Yield each occurrence whose time has come and that has no task yet, and whose it is.

    Args:
        plans: The plans on board.
        is_known: Whether an occurrence has its task.
        now: Aware UTC.
        since: Aware UTC; how far back to look for what came while the robot was off.
    """
    for resident in plans.residents:
        for occurrence in occurrences(resident.plan, since, now + _JUST_AFTER):
            if not is_known(occurrence.id):
                yield resident, occurrence


def wakes_at(task: Task, speaks_not_before: datetime | None) -> datetime | None:
    """Return when a task next wants a look, aware UTC; None once it is over.

    Args:
        task: The task.
        speaks_not_before: Until when nothing is to be said about it; its other steps go on.
    """
    if task.stage.is_over:
        return None
    speaks_at = task.speaks_at
    if speaks_at is not None and speaks_not_before is not None:
        speaks_at = max(speaks_at, speaks_not_before)
    moments = (speaks_at, task.escalates_at, task.occurrence.window_closes_at)
    return min(moment for moment in moments if moment is not None)


def next_event_at(
    plans: RobotPlans,
    tasks: Iterable[Task],
    speaks_not_before: Callable[[Task], datetime | None],
    now: datetime,
) -> datetime | None:
    """Return when something is to be done next, not before `now`; None if nothing is planned.

    Args:
        plans: The plans on board.
        tasks: The open tasks.
        speaks_not_before: Tells until when nothing is to be said about a task.
        now: Aware UTC.
    """
    moments = [
        moment
        for task in tasks
        if item_of(plans, task.occurrence) is not None
        and (moment := wakes_at(task, speaks_not_before(task))) is not None
    ]
    for resident in plans.residents:
        coming = next(occurrences(resident.plan, now + _JUST_AFTER, now + HORIZON), None)
        if coming is not None:
            moments.append(coming.due_at)
    return max(now, min(moments)) if moments else None
