"""Robots whose clock is off: what they record carries a wrong time, and reminders come wrongly."""

from datetime import datetime, timedelta
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.db import Work
from care_api.robots.robot_identity import RobotIdentity

MOST_OFF = timedelta(minutes=2)
"""How far a robot's clock may be from ours; half an hour's dose window is not to be eaten up."""


def noted(work: Work, robot: RobotIdentity, sent_at: datetime) -> dict[str, object]:
    """Return for a robot's columns how far its clock is behind ours.

    Alert once when that is too far, until it is not.

    Args:
        work: The transaction.
        robot: As it stands in this transaction.
        sent_at: What its clock showed just now.
    """
    offset = work.now - sent_at
    off_at = robot.clock_off_at
    is_off = abs(offset) > MOST_OFF
    if is_off and off_at is None:
        off_at = work.now
        raising.raise_alert(work, _reason(robot, work.now))
    elif not is_off and off_at is not None:
        raising.resolve(work, _key(robot.id, off_at))
        off_at = None
    return {"clock_offset_s": offset.total_seconds(), "clock_off_at": off_at}


def _reason(robot: RobotIdentity, at: datetime) -> Reason:
    return Reason(
        dedup_key=_key(robot.id, at),
        cause=Cause.ROBOT_CLOCK_OFF,
        unit_id=robot.unit_id,
        robot_id=robot.id,
    )


def _key(robot_id: UUID, at: datetime) -> str:
    return f"robot:{robot_id}:clock:{at.isoformat()}"
