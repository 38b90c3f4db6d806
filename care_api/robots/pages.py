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
from care_api.robots import access, clocks, pairing, service, standing
from care_api.robots.schemas import NewRobotForm
from care_api.robots.service import RobotState
from care_api.robots.standing import Standing
from care_api.staff.role import Permission
from care_api.web import fault_words
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
    now = page.frame.times.now
    found = standing.of_units(session, units, now=now, silent_after=silent_after)
    may_assign = units & staff.units_where(Permission.ASSIGN_ROBOTS)
    looked_after = {who for each in found for who in each.residents}
    names = {who.id: who for who in residents.listed(session, may_assign, looked_after)}
    note_named(names)
    return page.show(
        "robots.html",
        section=Section.ROBOTS,
        robots=sorted(found, key=_urgency),
        may_assign=may_assign,
        names=names,
        unit_names={m.unit_id: m.unit_name for m in staff.memberships},
        in_words=fault_words.in_words,
        most_off=clocks.MOST_OFF,
        units=[m for m in staff.memberships if m.unit_id in units],
    )


@router.post("")
def add_robot(
    page: StaffPage,
    staff: CurrentStaff,
    units: RobotUnits,
    work: Writing,
    wired: Wired,
    new: Annotated[NewRobotForm, Form()],
) -> Response:
    """Add a robot, and show the code with which it is paired; the code is shown this once."""
    if new.unit_id not in units:
        raise NotFoundError("No such unit of yours.")
    name = new.name.strip()
    robot_id = service.add(work, new.unit_id, name, new.place.strip(), by=staff.id)
    code = access.new_pairing_code(work, robot_id, _secret_key(wired), by=staff.id)
    return _code_page(page, work, name, code)


@router.post("/{robot_id}/code")
def new_code(
    page: StaffPage, staff: CurrentStaff, robot: RobotToManage, work: Writing, wired: Wired
) -> Response:
    """Show a fresh code for a robot that is not paired, or was set up anew."""
    code = access.new_pairing_code(work, robot.id, _secret_key(wired), by=staff.id)
    return _code_page(page, work, robot.name, code)


@router.get("/{robot_id}/residents", name="read_robot_residents")
def show_residents(
    page: StaffPage,
    staff: CurrentStaff,
    robot: RobotToAssign,
    units: AssignUnits,
    session: Reading,
    note_named: NoteNamed,
) -> Response:
    """Show whom the robot looks after, and whom it could."""
    chosen = service.residents_now(session, [robot.id])[robot.id]
    people = {
        m.unit_name: residents.listed(session, [m.unit_id])
        for m in staff.memberships
        if m.unit_id in units
    }
    note_named(person.id for group in people.values() for person in group)
    return page.show(
        "robot_residents.html", section=Section.ROBOTS, robot=robot, people=people, chosen=chosen
    )


@router.post("/{robot_id}/residents")
def assign(
    robot: RobotToAssign,
    staff: CurrentStaff,
    units: AssignUnits,
    work: Writing,
    resident_ids: Annotated[list[UUID] | None, Form()] = None,
) -> Response:
    """Let the robot look after exactly these residents."""
    service.assign(work, robot.id, resident_ids or (), units, by=staff.id)
    return go_on("/robots")


@router.post("/{robot_id}/place")
def move(
    robot: RobotToManage,
    staff: CurrentStaff,
    work: Writing,
    place: Annotated[str, Form(max_length=80)] = "",
) -> Response:
    """Keep where the robot stands."""
    service.move(work, robot.id, place.strip(), by=staff.id)
    return go_on("/robots")


@router.post("/{robot_id}/restart")
def restart(staff: CurrentStaff, robot: RobotToManage, work: Writing) -> Response:
    """Have the robot start again, once no conversation is under way."""
    to = Addressee(robot_id=robot.id, unit_id=robot.unit_id)
    commands.send(work, to, Restart(), lasts=RESTART_WITHIN, sent_by=staff.id)
    service.note_restart(work, robot, staff.id)
    return go_on("/robots")


@router.post("/{robot_id}/revoke")
def revoke(robot: RobotToManage, staff: CurrentStaff, work: Writing) -> Response:
    """Let the robot in no more."""
    service.revoke(work, robot.id, by=staff.id)
    return go_on("/robots")


def _secret_key(wired: Wired) -> str:
    return wired.settings.secret_key.get_secret_value()


def _code_page(page: Page, work: Writing, name: str, code: str) -> Response:
    return page.show(
        "robot_code.html",
        section=Section.ROBOTS,
        name=name,
        code=code,
        expires_at=work.now + pairing.CODE_LENGTH,
    )


def _urgency(each: Standing) -> tuple[int, str]:
    """Order those that somebody should look at before the others."""
    robot = each.robot
    has_faults = each.condition is not None and bool(each.condition.faults)
    is_well = robot.state is RobotState.ONLINE and not has_faults and not each.is_battery_low
    is_revoked = robot.state is RobotState.REVOKED
    return 2 if is_revoked else int(is_well), robot.name
