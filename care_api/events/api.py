"""The robots' upload, and a resident's day for staff."""

from collections.abc import Callable
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from sqlmodel import Session

from care_api.consents import service as consents
from care_api.days import Day
from care_api.db import Lock, Work, lock
from care_api.deps import (
    CurrentRobot,
    CurrentStaff,
    Now,
    Reading,
    ResidentInCare,
    RobotOfToken,
    RobotToManage,
    Wired,
)
from care_api.events import arrivals, isolation, log, parcel, service
from care_api.events.schemas import DeadLetterOut, TimelineOut
from care_api.events.service import Receipt
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.robot_identity import RobotIdentity
from care_api.staff.role import Permission
from codebook.erasure import without_transcript
from codebook.heartbeat import Heartbeat, HeartbeatAnswer
from codebook.upload import BatchResult, EventBatch

router = APIRouter(tags=["events"])

MOST_LEFT_OUT = 1_000_000
"""Events of one day before a page of it begins."""


async def _body(request: Request) -> bytes:
    return await request.body()


@router.post(
    "/robots/me/events",
    response_model=BatchResult,
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": EventBatch.model_json_schema()}},
        }
    },
)
def upload(
    robot_id: RobotOfToken, wired: Wired, now: Now, body: Annotated[bytes, Depends(_body)]
) -> Response:
    """Store a batch; what is called stored is on disk. Zstd and gzip are accepted."""

    def committed(step: Callable[[Work, RobotIdentity], Receipt]) -> Receipt:
        def in_session(session: Session) -> Receipt:
            robot = access.in_service(session, robot_id)
            return step(Work(session=session, now=now, boot_id=wired.boot_id), robot)

        return wired.uploads.run(in_session)

    receipt = isolation.take_in(
        parcel.opened(body, wired.reader.read),
        store=lambda part: committed(partial(service.ingest, parcel=part)),
        bury=lambda part, reason: committed(partial(service.bury, parcel=part, reason=reason)),
    )
    return Response(receipt.answer(), media_type="application/json")


@router.post("/robots/me/heartbeat")
def heartbeat(beat: Heartbeat, robot: CurrentRobot, wired: Wired, now: Now) -> HeartbeatAnswer:
    """Keep how the robot is, and tell it which acknowledged events are to be sent again."""
    with wired.working(now) as work:
        lock(work.session, Lock.STREAM)  # before the robot's row, as an upload does: no deadlock
        access.note_alive(work, access.in_service(work.session, robot.id), beat.sent_at)
        robots.note_heartbeat(work, robot.id, beat)
        missing = arrivals.missing(work, robot.id, beat.boots)
    return HeartbeatAnswer(received_at=now, missing=missing)


@router.get("/robots/{robot_id}/dead-letters")
def read_dead_letters(
    robot: RobotToManage, staff: CurrentStaff, session: Reading
) -> tuple[DeadLetterOut, ...]:
    """Return what the robot's batches held that was refused, newest first.

    What it says is shown to those with a duty of care only.
    """
    is_in_care = robot.unit_id in staff.units_where(Permission.READ_CARE)
    return tuple(
        DeadLetterOut(
            received_at=letter.received_at,
            reason=letter.reason,
            boot_id=letter.boot_id,
            sequence=letter.sequence,
            document=letter.document if is_in_care else None,
        )
        for letter in log.dead_letters(session, robot.id)
    )


@router.get("/residents/{resident_id}/events")
def read_timeline(
    resident: ResidentInCare,
    on: Day,
    session: Reading,
    offset: Annotated[int, Query(ge=0, le=MOST_LEFT_OUT)] = 0,
    limit: Annotated[int, Query(ge=1, le=log.MOST)] = log.MOST,
) -> TimelineOut:
    """Return what happened on one local date of the resident, in order.

    Without the words that were heard, where the resident does not want staff to read them.
    """
    page = log.day(session, resident.id, on, resident.zone, offset=offset, limit=limit)
    events = page.events
    if not consents.may_read_words(session, resident.id):
        events = tuple(without_transcript(event) for event in events)
    return TimelineOut(events=events, next_offset=page.next_offset)
