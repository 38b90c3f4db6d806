"""Residents, and the unit's board: who needs somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from care_api.alerts import service as alerts
from care_api.events import log
from care_api.residents import repository
from care_api.residents.tables import ResidentRow
from care_api.robots import service as robots
from care_api.robots.service import Robot
from care_api.tasks import service as tasks
from care_api.tasks.service import TaskView
from codebook.alert import Severity
from schedules.locale import Locale

NEXT_SHOWN = 3
"""How many of a resident's next tasks the board shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Resident:
    """One person who is cared for. Personal data."""

    id: UUID
    unit_id: UUID
    name: str
    spoken_name: str
    """How the resident wants to be addressed."""
    room: str
    locale: Locale
    zone: str
    """IANA name."""
    number_to_call: str
    ended_at: datetime | None = None
    """When the service ended for them; None while it lasts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One resident in a list. Personal data."""

    id: UUID
    name: str
    room: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One resident on the unit's board."""

    resident: Resident
    open_alerts: int
    gravest: Severity | None
    """Of the open alerts."""
    next_tasks: tuple[TaskView, ...]
    """The first ones that are not over, in order of time."""
    last_heard_at: datetime | None
    """When the robot last heard the resident speak."""
    robot: Robot | None

    @property
    def next_task(self) -> TaskView | None:
        """The first that is not over."""
        return self.next_tasks[0] if self.next_tasks else None


def find(session: Session, resident_id: UUID, unit_ids: Iterable[UUID]) -> Resident | None:
    """Return a resident of one of the units."""
    row = repository.in_units(session, resident_id, unit_ids)
    return _resident(row) if row else None


def by_id(session: Session, resident_id: UUID) -> Resident:
    """Return a resident whom whoever asks is known to be allowed to read about."""
    return _resident(session.get_one(ResidentRow, resident_id))


def of_units(
    session: Session, unit_ids: Iterable[UUID], *, with_former: bool = False
) -> tuple[Resident, ...]:
    """Return the units' residents, by name; on demand those too whose service has ended."""
    rows = repository.of_units(session, unit_ids, with_former=with_former)
    return tuple(_resident(row) for row in rows)


def listed(
    session: Session, unit_ids: Iterable[UUID], resident_ids: Iterable[UUID] | None = None
) -> tuple[Listed, ...]:
    """Return the units' residents, by name, with no more than a list says of them.

    With `resident_ids` only those of them.
    """
    found = repository.listed(session, unit_ids, resident_ids)
    return tuple(Listed(id=who, name=name, room=room) for who, name, room in found)


def names(
    session: Session, resident_ids: Iterable[UUID], unit_ids: Iterable[UUID]
) -> dict[UUID, str]:
    """Return id -> name of those of the residents who live in one of the units."""
    return repository.names(session, resident_ids, unit_ids)


def board(
    session: Session, unit_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> tuple[BoardRow, ...]:
    """Return the units' residents and how each is doing, by name.

    Args:
        session: Any.
        unit_ids: Whose board.
        now: Aware UTC.
        silent_after: How long a robot may be quiet.
    """
    people = of_units(session, unit_ids)
    ids = [person.id for person in people]
    counts = alerts.open_counts(session, ids)
    next_tasks = tasks.next_of(session, ids, NEXT_SHOWN)
    heard = log.last_heard(session, ids)
    machines = robots.of_residents(session, ids, now=now, silent_after=silent_after)
    return tuple(
        BoardRow(
            resident=person,
            open_alerts=counts[person.id][0] if person.id in counts else 0,
            gravest=counts[person.id][1] if person.id in counts else None,
            next_tasks=next_tasks.get(person.id, ()),
            last_heard_at=heard.get(person.id),
            robot=machines.get(person.id),
        )
        for person in people
    )


def _resident(row: ResidentRow) -> Resident:
    return Resident(
        id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        spoken_name=row.spoken_name,
        room=row.room,
        locale=Locale(row.locale),
        zone=row.zone,
        number_to_call=row.number_to_call,
        ended_at=row.ended_at,
    )
