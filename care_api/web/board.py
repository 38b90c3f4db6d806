"""The unit's board: who needs somebody, what comes next, how the robots are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.state import AlertState
from care_api.residents import service as residents
from care_api.residents.service import BoardRow
from care_api.robots import service as robots
from care_api.robots.service import Robot, RobotState
from care_api.staff.service import StaffIdentity
from care_api.tasks import service as tasks
from care_api.tasks.service import TaskView
from care_api.web.alert_views import shown_alerts
from care_api.web.views import AlertView, BoardView, DueTask, Need, ResidentRow, RobotView


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What the board is drawn at."""

    now: datetime
    """Aware UTC."""
    local_on: date
    """The unit's date."""
    silent_after: timedelta
    """How long a robot may be quiet."""


def board(
    session: Session, staff: StaffIdentity, unit_ids: frozenset[UUID], at: Moment
) -> BoardView:
    """Return the board of the units; the number of queries does not grow with the residents."""
    rows = residents.board(session, unit_ids, now=at.now, silent_after=at.silent_after)
    names = {row.resident.id: row.resident.name for row in rows}
    waiting = shown_alerts(session, alerts.open_alerts(session, unit_ids), staff)
    day = [due_task(task, names) for task in tasks.of_day(session, names, at.local_on)]
    machines = robots.of_units(session, unit_ids, now=at.now, silent_after=at.silent_after)
    shown = [_row(row, waiting, day, names) for row in rows]
    return BoardView(
        residents=tuple(sorted(shown, key=_urgency)),
        alerts=tuple(alert for alert in waiting if alert.resident_id is None),
        tasks=tuple(day),
        robots=tuple(_robot(machine) for machine in machines),
    )


def _urgency(row: ResidentRow) -> tuple[int, int, str]:
    """Return what orders the board: who needs somebody, then the gravest alert, then the name."""
    return row.need.rank, -max((alert.severity for alert in row.alerts), default=0), row.name


def due_task(task: TaskView, names: dict[UUID, str]) -> DueTask:
    """Return a task as the pages show it."""
    return DueTask(
        occurrence_id=task.id,
        resident_id=task.resident_id,
        resident_name=names[task.resident_id],
        subject=task.title,
        due_at=task.due_at,
        stage=task.stage,
        outcome=task.outcome,
        grade=task.grade,
        reported_at=task.reported_at,
    )


def need(found: Sequence[AlertView], robot: Robot | None) -> Need:
    """Return how much a resident needs somebody."""
    if any(alert.state is AlertState.REPORTED for alert in found):
        return Need.NOW
    if found:
        return Need.FOLLOWED
    is_seen = robot is not None and robot.state is RobotState.ONLINE
    return Need.FINE if is_seen else Need.UNKNOWN


def _row(
    row: BoardRow,
    waiting: Sequence[AlertView],
    day: Sequence[DueTask],
    names: dict[UUID, str],
) -> ResidentRow:
    theirs = tuple(alert for alert in waiting if alert.resident_id == row.resident.id)
    reported = [
        (task.reported_at, task)
        for task in day
        if task.reported_at and task.resident_id == row.resident.id
    ]
    last = max(reported, key=lambda report: report[0], default=None)
    return ResidentRow(
        id=row.resident.id,
        name=row.resident.name,
        room=row.resident.room,
        need=need(theirs, row.robot),
        alerts=theirs,
        next_task=due_task(row.next_task, names) if row.next_task else None,
        last_report=last[1] if last else None,
    )


def _robot(robot: Robot) -> RobotView:
    return RobotView(
        name=robot.name,
        is_online=robot.state is RobotState.ONLINE,
        last_seen_at=robot.last_seen_at,
    )
