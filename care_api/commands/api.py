"""Staff have a robot do something now, and see what became of it."""

from uuid import UUID

from fastapi import APIRouter
from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.commands import service
from care_api.commands.schemas import CommandOut, ResidentCommand, RobotCommand
from care_api.commands.service import Addressee
from care_api.deps import (
    CurrentStaff,
    Reading,
    ResidentInCare,
    ResidentToSpeakTo,
    RobotToManage,
    Writing,
)
from care_api.errors import FieldFault, InvalidDocumentError
from care_api.robots import service as robots
from codebook.command import CheckInNow
from schedules.care_plan import CheckIn

router = APIRouter(tags=["commands"])


@router.post("/residents/{resident_id}/commands", status_code=201)
def send_to_resident(
    resident: ResidentToSpeakTo, new: ResidentCommand, staff: CurrentStaff, work: Writing
) -> CommandOut:
    """Have the resident's robot say something, check in, or tell that a nurse will ring."""
    asked = new.asked
    if isinstance(asked, CheckInNow) and asked.item_id is not None:
        _check_planned(work.session, resident.id, asked.item_id)
    sent = service.send_to_resident(work, resident.id, asked, lasts=new.lasts, sent_by=staff.id)
    return CommandOut.of(sent)


@router.get("/residents/{resident_id}/commands")
def of_resident(resident: ResidentInCare, session: Reading) -> tuple[CommandOut, ...]:
    """Return the latest commands about the resident, newest first."""
    return tuple(CommandOut.of(view) for view in service.of_resident(session, resident.id))


@router.post("/robots/{robot_id}/commands", status_code=201)
def send_to_robot(
    robot: RobotToManage, new: RobotCommand, staff: CurrentStaff, work: Writing
) -> CommandOut:
    """Have a robot start again."""
    to = Addressee(robot_id=robot.id, unit_id=robot.unit_id)
    sent = service.send(work, to, new.body, lasts=new.lasts, sent_by=staff.id)
    robots.note_restart(work, robot, staff.id)
    return CommandOut.of(sent)


@router.get("/robots/{robot_id}/commands")
def of_robot(robot: RobotToManage, session: Reading) -> tuple[CommandOut, ...]:
    """Return the latest commands that are the robot's own matter, newest first."""
    return tuple(CommandOut.of(view) for view in service.of_robot(session, robot.id))


def _check_planned(session: Session, resident_id: UUID, item_id: UUID) -> None:
    version = care_plans.latest(session, resident_id)
    items = version.plan.items if version else ()
    if not any(item.id == item_id and isinstance(item, CheckIn) for item in items):
        fault = FieldFault(field="body.item_id", remedy="name a check-in of the resident's plan")
        raise InvalidDocumentError(f"{fault.field}: {fault.remedy}", faults=(fault,))
