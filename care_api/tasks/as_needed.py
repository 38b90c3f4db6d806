"""Medicines that are taken as needed: never due, so only the log knows of them."""

from datetime import date
from zoneinfo import ZoneInfo

from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.events import log
from care_api.residents.service import Resident
from care_api.tasks import service as tasks
from care_api.tasks.adherence import Dated
from care_api.tasks.progress import progress
from codebook.task import TaskReported


def reported(session: Session, resident: Resident, days: tuple[date, date]) -> tuple[Dated, ...]:
    """Return what a resident told of taking as needed, from one local date to another, both in."""
    items = care_plans.as_needed(session, resident.id)
    if not items:
        return ()
    told = log.between(session, resident.id, days, resident.zone, ["task.reported"])
    bodies = [event.body for event in told if isinstance(event.body, TaskReported)]
    ids = {body.occurrence_id: body.item_id for body in bodies if body.item_id in items}
    planned = tasks.by_ids(session, ids)
    found: list[Dated] = []
    for occurrence_id, events in log.of_occurrences(session, ids.keys() - planned.keys()).items():
        so_far = progress(events)
        first_at = next(each.occurred_at for each in events if isinstance(each.body, TaskReported))
        local_on = first_at.astimezone(ZoneInfo(resident.zone)).date()
        if days[0] <= local_on <= days[1]:
            item = items[ids[occurrence_id]]
            found.append(
                Dated(
                    occurrence_id=occurrence_id,
                    item_id=item.id,
                    kind=item.kind,
                    title=item.title,
                    local_on=local_on,
                    stage=so_far.stage,
                    outcome=so_far.outcome,
                    grade=so_far.grade,
                    is_due=False,
                )
            )
    return tuple(found)
