"""What robots ask for, and how staff look after robots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Response

from care_api.deps import (
    AssignUnits,
    CurrentRobot,
    CurrentStaff,
    Now,
    OpenToAnybody,
    Reading,
    RobotOfToken,
    RobotToAssign,
    RobotToManage,
    RobotUnits,
    Wired,
    Writing,
)
from care_api.errors import NotFoundError
from care_api.robots import access, orders, pairing, polling, service
from care_api.robots.polling import Desk, Poll, poll
from care_api.robots.readership import readership
from care_api.robots.schemas import Assignment, ConditionOut, NewRobot, PairingCode, RobotOut
from care_api.robots.service import Condition
from codebook.orders import Orders
from codebook.pairing import AccessToken, Claim, Claimed, TokenRequest
from codebook.readership import Readership

router = APIRouter(prefix="/robots", tags=["robots"])


@router.post("/claim", dependencies=[OpenToAnybody])
def claim(claim: Claim, work: Writing, wired: Wired) -> Claimed:
    """Pair a robot by its one-time code."""
    return access.claim(work, claim, wired.settings.secret_key.get_secret_value())


@router.post("/token", dependencies=[OpenToAnybody])
def token(request: TokenRequest, work: Writing, wired: Wired) -> AccessToken:
    """Exchange an assertion signed by the robot for an access token (RFC 7523)."""
    secret_key = wired.settings.secret_key.get_secret_value()
    return access.exchange(work, request.client_assertion, secret_key)


@router.get("/me/orders", response_model=Orders)
async def read_orders(
    robot_id: RobotOfToken, wired: Wired, asked: Annotated[Poll, Depends(poll)]
) -> Response:
    """Return all that the robot has to do; 304 while its ETag holds.

    With `Prefer: wait=25` (RFC 7240) the answer comes when there is news, or after as many seconds.
    """
    desk = Desk(
        database=wired.database, clock=wired.clock, boot_id=wired.boot_id, waiting=wired.waiting
    )
    return await polling.answer(desk, robot_id, asked)


@router.get("/me/residents/{resident_id}/readership")
def read_readership(
    robot: CurrentRobot, resident_id: UUID, session: Reading, now: Now
) -> Readership:
    """Return who of the staff has read about a resident of the robot's in the last seven days."""
    return readership(session, robot.id, resident_id, now)


@router.get("")
def robots(units: RobotUnits, session: Reading, now: Now, wired: Wired) -> tuple[RobotOut, ...]:
    """Return the caller's units' robots, and how each was at its latest heartbeat."""
    found = service.of_units(
        session, units, now=now, silent_after=wired.settings.robot_silent_after
    )
    conditions = service.conditions(session, [robot.id for robot in found])
    newest = orders.plans_tags(session, conditions)
    return tuple(
        RobotOut(
            id=robot.id,
            name=robot.name,
            place=robot.place,
            state=robot.state,
            last_seen_at=robot.last_seen_at,
            software_version=robot.software_version,
            condition=_condition(conditions[robot.id], newest[robot.id])
            if robot.id in conditions
            else None,
        )
        for robot in found
    )


def _condition(condition: Condition, newest_plans: str) -> ConditionOut:
    return ConditionOut(
        reported_at=condition.reported_at,
        has_newest_plans=condition.plans_etag == newest_plans,
        waiting_events=condition.waiting_events,
        refused_events=condition.refused_events,
        battery=condition.battery,
        is_charging=condition.is_charging,
        clock_offset_s=condition.clock_offset_s,
        plans=dict(condition.plans) if condition.plans is not None else None,
        faults=condition.faults,
    )


@router.post("", status_code=201)
def add(
    new: NewRobot, staff: CurrentStaff, units: RobotUnits, work: Writing, wired: Wired
) -> PairingCode:
    """Add a robot to a unit, and return the code that it claims."""
    if new.unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    robot_id = service.add(work, new.unit_id, new.name, new.place, by=staff.id)
    secret_key = wired.settings.secret_key.get_secret_value()
    code = access.new_pairing_code(work, robot_id, secret_key, by=staff.id)
    return PairingCode(robot_id=robot_id, code=code, expires_at=work.now + pairing.CODE_LENGTH)


@router.put("/{robot_id}/residents", status_code=204)
def assign(
    robot: RobotToAssign,
    assignment: Assignment,
    staff: CurrentStaff,
    units: AssignUnits,
    work: Writing,
) -> None:
    """Let the robot look after exactly these residents."""
    service.assign(work, robot.id, assignment.resident_ids, units, by=staff.id)


@router.post("/{robot_id}/revoke", status_code=204)
def revoke(robot: RobotToManage, staff: CurrentStaff, work: Writing) -> None:
    """Let the robot in no more."""
    service.revoke(work, robot.id, by=staff.id)
