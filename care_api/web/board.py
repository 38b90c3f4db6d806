"""The unit's board: who needs somebody, what comes next, how the robots are."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.state import AlertState
from care_api.handovers import service as handovers
from care_api.residents import service as residents
from care_api.residents.following import followed
from care_api.residents.service import BoardRow
from care_api.robots import service as robots
from care_api.robots.service import Robot, RobotState
from care_api.service_decisions import service as decisions
from care_api.staff.service import StaffIdentity
from care_api.tasks import service as tasks
from care_api.tasks.service import TaskView
from care_api.web.alert_views import shown_alerts
from care_api.web.views import (
    AlertView,
    BoardFilter,
    BoardView,
    DueTask,
    Need,
    ResidentRow,
    RobotView,
)

_NEVER = datetime.max.replace(tzinfo=UTC)


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
    session: Session,
    staff: StaffIdentity,
    unit_ids: frozenset[UUID],
    at: Moment,
    shown: BoardFilter = BoardFilter.ALL,
) -> BoardView:
    """Return the board of the units; the number of queries does not grow with the residents."""
    everybody = residents.board(session, unit_ids, now=at.now, silent_after=at.silent_after)
    mine = followed(session, staff.id)
    rows = _chosen(everybody, mine, shown)
    names = {row.resident.id: row.resident.name for row in rows}
    waiting = shown_alerts(session, alerts.open_alerts(session, unit_ids), staff)
    day = [due_task(task, names) for task in tasks.of_day(session, names, at.local_on)]
    machines = robots.of_units(session, unit_ids, now=at.now, silent_after=at.silent_after)
    late = decisions.overdue(session, names, at.local_on)
    drawn = [
        replace(
            _row(row, waiting, day, row.resident.id in mine),
            evaluation_due_on=late.get(row.resident.id),
        )
        for row in rows
    ]
    return BoardView(
        shown=shown,
        everybody=len(everybody),
        mine=sum(row.resident.id in mine for row in everybody),
        waiting_elsewhere=sum(
            alert.state is AlertState.REPORTED
            and alert.resident_id is not None
            and alert.resident_id not in names
            for alert in waiting
        ),
        unsigned=handovers.unsigned(session, unit_ids),
        residents=tuple(sorted(drawn, key=_urgency)),
        alerts=tuple(alert for alert in waiting if alert.resident_id is None),
        tasks=tuple(day),
        robots=tuple(_robot(machine) for machine in machines),
    )


def _chosen(
    rows: Sequence[BoardRow], mine: frozenset[UUID], shown: BoardFilter
) -> Sequence[BoardRow]:
    match shown:
        case BoardFilter.ALL:
            return rows
        case BoardFilter.MINE:
            return [row for row in rows if row.resident.id in mine]


def _urgency(row: ResidentRow) -> tuple[int, int, datetime, str]:
    """Return what orders the board: who needs somebody, the gravest alert, the oldest, the name."""
    gravest = max((alert.severity for alert in row.alerts), default=0)
    oldest = min((alert.raised_at for alert in row.alerts), default=_NEVER)
    return row.need.rank, -gravest, oldest, row.name


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
    is_mine: bool,  # noqa: FBT001 - one resident's row, called in one place
) -> ResidentRow:
    name = {row.resident.id: row.resident.name}
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
        next_tasks=tuple(due_task(task, name) for task in row.next_tasks),
        last_report=last[1] if last else None,
        robot=_robot(row.robot) if row.robot else None,
        is_mine=is_mine,
    )


def _robot(robot: Robot) -> RobotView:
    return RobotView(
        name=robot.name,
        is_online=robot.state is RobotState.ONLINE,
        last_seen_at=robot.last_seen_at,
    )
