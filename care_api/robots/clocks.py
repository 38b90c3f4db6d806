"""Robots whose clock is off: what they record carries a wrong time, and reminders come wrongly."""

from datetime import datetime, timedelta
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.db import Work
from care_api.robots import repository
from care_api.robots.tables import RobotRow

MOST_OFF = timedelta(minutes=2)
"""How far a robot's clock may be from ours; half an hour's dose window is not to be eaten up."""


def note(work: Work, robot_id: UUID, sent_at: datetime) -> None:
    """Keep how far a robot's clock is behind ours; alert once when it is too far, until it is not.

    Args:
        work: The transaction.
        robot_id: Whose.
        sent_at: What its clock showed just now.
    """
    robot = repository.get(work.session, robot_id)
    if robot is None:
        return
    offset = work.now - sent_at
    robot.clock_offset_s = offset.total_seconds()
    work.session.add(robot)
    is_off = abs(offset) > MOST_OFF
    if is_off and robot.clock_off_at is None:
        robot.clock_off_at = work.now
        raising.raise_alert(work, _reason(robot, work.now))
    elif not is_off and robot.clock_off_at is not None:
        raising.resolve(work, _key(robot.id, robot.clock_off_at))
        robot.clock_off_at = None


def _reason(robot: RobotRow, at: datetime) -> Reason:
    return Reason(
        dedup_key=_key(robot.id, at),
        cause=Cause.ROBOT_CLOCK_OFF,
        unit_id=robot.unit_id,
        robot_id=robot.id,
    )


def _key(robot_id: UUID, at: datetime) -> str:
    return f"robot:{robot_id}:clock:{at.isoformat()}"
