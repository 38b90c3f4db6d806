"""Robots that give no sign of life."""

from datetime import datetime, timedelta
from uuid import UUID

from care_api.alerts import raising
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.db import Work
from care_api.robots import repository
from care_api.robots.tables import RobotRow


def alert_about_silent(work: Work, *, listening_since: datetime, silent_after: timedelta) -> int:
    """Raise an alert for each robot that has gone silent; return how many have since last time.

    Args:
        work: The transaction.
        listening_since: Aware UTC; before, the server itself was away.
        silent_after: How long a robot may be quiet.
    """
    silent_since = work.now - silent_after
    if listening_since >= silent_since:
        return 0
    found = repository.newly_silent(work.session, silent_since)
    raising.raise_each(work, [_reason(robot) for robot in found])
    return len(found)


def _reason(robot: RobotRow) -> Reason:
    last_seen = robot.last_seen_at.isoformat() if robot.last_seen_at else "never"
    return Reason(
        dedup_key=f"{key_prefix(robot.id)}{last_seen}",
        cause=Cause.ROBOT_SILENT,
        unit_id=robot.unit_id,
        robot_id=robot.id,
    )


def key_prefix(robot_id: UUID) -> str:
    """Return how the dedup keys of a robot's silences begin: each silence is a cause of its own."""
    return f"robot:{robot_id}:silent:"
