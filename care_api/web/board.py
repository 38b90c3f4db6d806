"""The unit's board: who needs somebody, what comes next, how the robots are."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.alerts.state import AlertState
from care_api.handovers import service as handovers
from care_api.residents import service as residents
from care_api.residents.following import followed
from care_api.residents.service import NEXT_SHOWN, Listed
from care_api.robots import signs
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


ROWS_SHOWN = 40
"""Residents on one page: those who need somebody first, so a nurse of a large unit misses none."""
TASKS_SHOWN = 25
ROBOTS_SHOWN = 10
_TOLD_STILL = timedelta(hours=1)
"""How long the unit's day goes on to show what was due, where it cannot show all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Which part of the board the reader wants."""

    shown: BoardFilter = BoardFilter.ALL
    words: str = ""
    """Of a name or a room; empty: anybody."""
    side: int = 1
    """From 1; one that does not exist is the last."""


def board(
    session: Session,
    staff: StaffIdentity,
    unit_ids: frozenset[UUID],
    at: Moment,
    asked: Asked,
) -> BoardView:
    """Return the board of the units; the number of queries does not grow with the residents."""
    everybody = residents.listed(session, unit_ids)
    mine = followed(session, staff.id)
    chosen = _chosen(everybody, mine, asked)
    names = {person.id: person.name for person in chosen}
    waiting = shown_alerts(session, alerts.open_alerts(session, unit_ids), staff)
    unheard = signs.unheard(session, names, now=at.now, silent_after=at.silent_after)
    ordered = sorted(_standing(chosen, waiting, unheard), key=_urgency)
    sides = max(1, -(-len(ordered) // ROWS_SHOWN))
    side = min(asked.side, sides)
    drawn = ordered[(side - 1) * ROWS_SHOWN : side * ROWS_SHOWN]
    day, is_whole_day = _day(session, names, at)
    machines, more_machines = signs.least_heard(
        session, unit_ids, ROBOTS_SHOWN, now=at.now, silent_after=at.silent_after
    )
    return BoardView(
        shown=asked.shown,
        words=asked.words,
        side=side,
        sides=sides,
        first=(side - 1) * ROWS_SHOWN + 1,
        found=len(ordered),
        needs=Counter(standing.need for standing in ordered),
        everybody=len(everybody),
        mine=sum(person.id in mine for person in everybody),
        waiting_elsewhere=sum(
            alert.state is AlertState.REPORTED
            and alert.resident_id is not None
            and alert.resident_id not in names
            for alert in waiting
        ),
        unsigned=handovers.unsigned(session, unit_ids),
        residents=_rows(session, drawn, mine, at),
        alerts=tuple(alert for alert in waiting if alert.resident_id is None),
        tasks=day,
        is_whole_day=is_whole_day,
        robots=machines,
        more_robots=more_machines,
    )


def _chosen(people: Sequence[Listed], mine: frozenset[UUID], asked: Asked) -> Sequence[Listed]:
    wanted = asked.words.strip().casefold()
    return [
        person
        for person in people
        if (asked.shown is BoardFilter.ALL or person.id in mine)
        and (wanted in person.name.casefold() or wanted == person.room.casefold())
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Standing:
    """How one resident is, before anything more is read about them."""

    resident: Listed
    need: Need
    alerts: tuple[AlertView, ...]


def _standing(
    people: Iterable[Listed], waiting: Iterable[AlertView], unheard: Mapping[UUID, bool]
) -> Iterator[_Standing]:
    theirs: dict[UUID | None, list[AlertView]] = defaultdict(list)
    for alert in waiting:
        theirs[alert.resident_id].append(alert)
    for person in people:
        found = tuple(theirs.get(person.id, ()))
        needs = need(found, is_online=_is_online(person.id, unheard))
        yield _Standing(resident=person, need=needs, alerts=found)


def _is_online(resident_id: UUID, unheard: Mapping[UUID, bool]) -> bool | None:
    """Return whether the robot of a resident is online; None where none looks after them."""
    if resident_id not in unheard:
        return True
    return False if unheard[resident_id] else None


def _urgency(standing: _Standing) -> tuple[int, int, datetime, str]:
    """Return what orders the board: who needs somebody, the gravest alert, the oldest, the name."""
    gravest = max((alert.severity for alert in standing.alerts), default=0)
    oldest = min((alert.raised_at for alert in standing.alerts), default=_NEVER)
    return standing.need.rank, -gravest, oldest, standing.resident.name


def _day(
    session: Session, names: Mapping[UUID, str], at: Moment
) -> tuple[tuple[DueTask, ...], bool]:
    """Return the unit's day, and whether it is all of it: of a long one what comes next."""
    since = at.now - _TOLD_STILL
    found = tasks.around(session, names, at.local_on, since, TASKS_SHOWN + 1)
    drawn = sorted(found[:TASKS_SHOWN], key=attrgetter("due_at", "id"))
    return tuple(due_task(task, names) for task in drawn), len(found) <= TASKS_SHOWN


def _rows(
    session: Session, drawn: Sequence[_Standing], mine: frozenset[UUID], at: Moment
) -> tuple[ResidentRow, ...]:
    names = {standing.resident.id: standing.resident.name for standing in drawn}
    coming = tasks.next_of(session, names, NEXT_SHOWN)
    told = tasks.last_reported(session, names, at.local_on)
    late = decisions.overdue(session, names, at.local_on)
    seen = signs.of_residents(session, names, now=at.now, silent_after=at.silent_after)
    return tuple(
        ResidentRow(
            id=standing.resident.id,
            name=standing.resident.name,
            room=standing.resident.room,
            need=standing.need,
            alerts=standing.alerts,
            next_tasks=tuple(
                due_task(task, names) for task in coming.get(standing.resident.id, ())
            ),
            last_report=_told(told.get(standing.resident.id), names),
            robot=seen.get(standing.resident.id),
            is_mine=standing.resident.id in mine,
            evaluation_due_on=late.get(standing.resident.id),
        )
        for standing in drawn
    )


def _told(task: TaskView | None, names: Mapping[UUID, str]) -> DueTask | None:
    return due_task(task, names) if task else None


def due_task(task: TaskView, names: Mapping[UUID, str]) -> DueTask:
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


def need(found: Sequence[AlertView], *, is_online: bool | None) -> Need:
    """Return how much a resident needs somebody.

    `is_online` is the robot that looks after them; None: there is none.
    """
    if any(alert.state is AlertState.REPORTED for alert in found):
        return Need.NOW
    if found:
        return Need.FOLLOWED
    if is_online is None:
        return Need.NO_ROBOT
    return Need.FINE if is_online else Need.UNKNOWN
