"""The robots' upload, and a resident's day for staff."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from care_api.deps import CurrentRobot, Reading, ResidentInCare, Writing
from care_api.events import log, service
from care_api.events.schemas import TimelineOut
from care_api.robots import access
from codebook.upload import BatchResult, EventBatch

router = APIRouter(tags=["events"])


@router.post("/robots/me/events")
def upload(batch: EventBatch, robot: CurrentRobot, work: Writing) -> BatchResult:
    """Store a batch; what is called stored is on disk. Gzip is accepted."""
    access.note_alive(work, robot.id)
    return service.ingest(work, robot, batch)


@router.get("/residents/{resident_id}/events")
def read_timeline(
    resident: ResidentInCare,
    on: date,
    session: Reading,
    offset: Annotated[int, Query(ge=0)] = 0,
    limit: Annotated[int, Query(ge=1, le=log.MOST)] = log.MOST,
) -> TimelineOut:
    """Return what happened on one local date of the resident, in order."""
    page = log.day(session, resident.id, on, resident.zone, offset=offset, limit=limit)
    return TimelineOut(events=page.events, next_offset=page.next_offset)
