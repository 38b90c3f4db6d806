"""What robots ask for, and how staff look after robots."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, Response

from care_api.deps import CurrentRobot, Now, Reading, RobotUnits, Wired, Writing
from care_api.errors import NotFoundError
from care_api.robots import access, pairing, service
from care_api.robots.schemas import Assignment, NewRobot, PairingCode, RobotOut
from codebook.pairing import AccessToken, Claim, Claimed, TokenRequest
from codebook.plan import RobotPlans

router = APIRouter(prefix="/robots", tags=["robots"])


@router.post("/claim")
def claim(claim: Claim, work: Writing, wired: Wired) -> Claimed:
    """Pair a robot by its one-time code."""
    return access.claim(work, claim, wired.settings.secret_key.get_secret_value())


@router.post("/token")
def token(request: TokenRequest, work: Writing, wired: Wired) -> AccessToken:
    """Exchange an assertion signed by the robot for an access token (RFC 7523)."""
    secret_key = wired.settings.secret_key.get_secret_value()
    return access.exchange(work, request.client_assertion, secret_key)


@router.get("/me/plans", response_model=RobotPlans)
def plans(
    robot: CurrentRobot,
    session: Reading,
    response: Response,
    if_none_match: Annotated[str, Header()] = "",
) -> Response | RobotPlans:
    """Return all that the robot has to do; 304 while its ETag holds."""
    etag, document = service.plans(session, robot.id)
    headers = {"ETag": etag, "Cache-Control": "no-cache"}
    if etag in (tag.strip() for tag in if_none_match.split(",")):
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return document


@router.get("")
def robots(units: RobotUnits, session: Reading, now: Now, wired: Wired) -> tuple[RobotOut, ...]:
    """Return the caller's units' robots."""
    found = service.of_units(
        session, units, now=now, silent_after=wired.settings.robot_silent_after
    )
    return tuple(
        RobotOut(
            id=robot.id,
            name=robot.name,
            state=robot.state,
            last_seen_at=robot.last_seen_at,
            software_version=robot.software_version,
        )
        for robot in found
    )


@router.post("", status_code=201)
def add(new: NewRobot, units: RobotUnits, work: Writing, wired: Wired) -> PairingCode:
    """Add a robot to a unit, and return the code that it claims."""
    if new.unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    robot_id = service.add(work, new.unit_id, new.name)
    code = access.new_pairing_code(work, robot_id, wired.settings.secret_key.get_secret_value())
    return PairingCode(robot_id=robot_id, code=code, expires_at=work.now + pairing.CODE_LENGTH)


@router.put("/{robot_id}/residents", status_code=204)
def assign(robot_id: UUID, assignment: Assignment, units: RobotUnits, work: Writing) -> None:
    """Let the robot look after exactly these residents."""
    service.require(work.session, robot_id, units)
    service.assign(work, robot_id, assignment.resident_ids, units)


@router.post("/{robot_id}/revoke", status_code=204)
def revoke(robot_id: UUID, units: RobotUnits, work: Writing) -> None:
    """Let the robot in no more."""
    service.require(work.session, robot_id, units)
    service.revoke(work, robot_id)
