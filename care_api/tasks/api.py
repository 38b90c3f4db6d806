"""A resident's tasks."""

from datetime import date

from fastapi import APIRouter

from care_api.deps import Reading, ResidentInCare
from care_api.tasks import service
from care_api.tasks.schemas import TaskOut

router = APIRouter(prefix="/residents/{resident_id}/tasks", tags=["tasks"])


@router.get("")
def read_tasks(resident: ResidentInCare, on: date, session: Reading) -> tuple[TaskOut, ...]:
    """Return what is due on one local date of the resident, and what came of it."""
    return tuple(TaskOut.model_validate(t) for t in service.of_day(session, [resident.id], on))
