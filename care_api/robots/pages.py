"""Pages: the units' robots; pair one, say whom it looks after, start it again, revoke it."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form
from fastapi.responses import Response

from care_api.commands import service as commands
from care_api.commands.service import Addressee
from care_api.deps import (
    AssignUnits,
    CurrentStaff,
    NoteNamed,
    Reading,
    RobotToAssign,
    RobotToManage,
    RobotUnits,
    Wired,
    Writing,
)
from care_api.errors import NotFoundError
from care_api.residents import service as residents
from care_api.robots import access, pairing, service
from care_api.robots.service import Robot, RobotState
from care_api.staff.role import Permission
from care_api.web.frame import Section
from care_api.web.page import Page, StaffPage
from care_api.web.redirects import go_on
from codebook.command import Restart

router = APIRouter(prefix="/robots")

RESTART_WITHIN = timedelta(minutes=15)


@router.get("", name="read_robots_page")
def show_robots(
    page: StaffPage,
    staff: CurrentStaff,
    units: RobotUnits,
    session: Reading,
    wired: Wired,
    note_named: NoteNamed,
) -> Response:
    """Show the units' robots and how each is."""
    silent_after = wired.settings.robot_silent_after
    found = service.of_units(session, units, now=page.frame.times.now, silent_after=silent_after)
    people = residents.of_units(session, units & staff.units_where(Permission.ASSIGN_ROBOTS))
    note_named(person.id for person in people)
    return page.show(
        "robots.html",
        section=Section.ROBOTS,
        robots=sorted(found, key=_urgency),
        people=people,
        looked_after=service.residents_now(session, [robot.id for robot in found]),
        units=[m for m in staff.memberships if m.unit_id in units],
    )


@router.post("")
def add_robot(
    page: StaffPage,
    units: RobotUnits,
    work: Writing,
    wired: Wired,
    unit_id: Annotated[UUID, Form()],
    name: Annotated[str, Form(min_length=1, max_length=60)],
) -> Response:
    """Add a robot, and show the code with which it is paired; the code is shown this once."""
    if unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    robot_id = service.add(work, unit_id, name.strip())
    return _code_page(page, work, wired, robot_id, name.strip())


@router.post("/{robot_id}/code")
def new_code(page: StaffPage, robot: RobotToManage, work: Writing, wired: Wired) -> Response:
    """Show a fresh code for a robot that is not paired, or was set up anew."""
    return _code_page(page, work, wired, robot.id, robot.name)


@router.post("/{robot_id}/residents")
def assign(
    robot: RobotToAssign,
    units: AssignUnits,
    work: Writing,
    resident_ids: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """Let the robot look after exactly these residents."""
    service.assign(work, robot.id, resident_ids or (), units)
    return go_on("/robots")


@router.post("/{robot_id}/restart")
def restart(staff: CurrentStaff, robot: RobotToManage, work: Writing) -> Response:
    """Have the robot start again, once no conversation is under way."""
    to = Addressee(robot_id=robot.id, unit_id=robot.unit_id)
    commands.send(work, to, Restart(), lasts=RESTART_WITHIN, sent_by=staff.id)
    return go_on("/robots")


@router.post("/{robot_id}/revoke")
def revoke(robot: RobotToManage, work: Writing) -> Response:
    """Let the robot in no more."""
    service.revoke(work, robot.id)
    return go_on("/robots")


def _code_page(page: Page, work: Writing, wired: Wired, robot_id: UUID, name: str) -> Response:
    secret_key = wired.settings.secret_key.get_secret_value()
    return page.show(
        "robot_code.html",
        section=Section.ROBOTS,
        name=name,
        code=access.new_pairing_code(work, robot_id, secret_key),
        expires_at=work.now + pairing.CODE_LENGTH,
    )


def _urgency(robot: Robot) -> tuple[int, str]:
    """Order those that somebody should look at before the others."""
    is_well = robot.state in {RobotState.ONLINE, RobotState.REVOKED}
    return int(is_well) + int(robot.state is RobotState.REVOKED), robot.name
