"""A resident's tasks, and how they went."""

from datetime import timedelta

from fastapi import APIRouter

from care_api.days import Day
from care_api.deps import Reading, ResidentInCare
from care_api.errors import InvalidDocumentError
from care_api.tasks import as_needed, service
from care_api.tasks.adherence import Period
from care_api.tasks.schemas import AdherenceOut, ItemAdherence, TaskOut

router = APIRouter(prefix="/residents/{resident_id}", tags=["tasks"])

LONGEST = timedelta(days=366)
"""Counted at once."""


@router.get("/tasks")
def read_tasks(resident: ResidentInCare, on: Day, session: Reading) -> tuple[TaskOut, ...]:
    """Return what is due on one local date of the resident, and what came of it."""
    return tuple(TaskOut.model_validate(t) for t in service.of_day(session, [resident.id], on))


@router.get("/adherence")
def read_adherence(
    resident: ResidentInCare,
    first_on: Day,
    last_on: Day,
    session: Reading,
    period: Period = Period.WHOLE,
) -> AdherenceOut:
    """Return, for each plan item, how its tasks of some local dates went.

    Raises:
        InvalidDocumentError: The dates are in the wrong order, or more than a year apart.
    """
    if not timedelta(0) <= last_on - first_on <= LONGEST:
        raise InvalidDocumentError("last_on: from first_on on, and within a year of it.")
    days = first_on, last_on
    told = as_needed.reported(session, resident, days)
    found = service.adherence_of(session, resident.id, days, period, told)
    items = tuple(ItemAdherence.model_validate(each) for each in found)
    return AdherenceOut(first_on=first_on, last_on=last_on, period=period, items=items)
