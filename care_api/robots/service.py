"""Robots: pairing, tokens, signs of life, what each has to do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID, uuid4

from pydantic import TypeAdapter
from sqlmodel import Session

from care_api.audit import service as audit
from care_api.audit.act import Act
from care_api.audit.service import Done
from care_api.db import Work
from care_api.errors import NotFoundError
from care_api.robots import news, repository
from care_api.robots.tables import RobotResidentRow, RobotRow, RobotStateRow
from codebook.heartbeat import Heartbeat, PresentFault

_PLANS = TypeAdapter(dict[UUID, int])
_FAULTS = TypeAdapter(tuple[PresentFault, ...])


class RobotState(StrEnum):
    """How a robot is doing, as far as the server knows."""

    UNPAIRED = "unpaired"
    ONLINE = "online"
    SILENT = "silent"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """How a robot was at its latest heartbeat."""

    reported_at: datetime
    plans_etag: str
    """Of the plans on board."""
    waiting_events: int
    refused_events: int
    battery: float | None
    """Ratio; None where it is unknown."""
    is_charging: bool | None
    clock_offset_s: float | None
    """Server's clock minus the robot's, seconds."""
    plans: Mapping[UUID, int] | None
    """Resident -> version on board; None where the robot does not say."""
    faults: tuple[PresentFault, ...]
    """What ails it, oldest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Robot:
    """One robot as the pages show it."""

    id: UUID
    unit_id: UUID
    name: str
    place: str
    """Where it stands, in plain words."""
    state: RobotState
    last_seen_at: datetime | None
    software_version: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotOfUnit:
    """A robot that exists, and whose it is."""

    id: UUID
    unit_id: UUID
    name: str


def add(work: Work, unit_id: UUID, name: str, place: str = "", *, by: UUID | None = None) -> UUID:
    """Add a robot to a unit, unpaired; return its id.

    `by` is who does it, here and below; None: the server.
    """
    row = RobotRow(id=uuid4(), unit_id=unit_id, name=name, place=place)
    work.session.add(row)
    work.session.flush()
    _note(work, Act.ROBOT_ADDED, row, by)
    return row.id


def require(session: Session, robot_id: UUID, unit_ids: Iterable[UUID]) -> RobotOfUnit:
    """Return a robot of one of the units.

    Raises:
        NotFoundError: There is no such robot, or it belongs to another one.
    """
    robot = repository.get(session, robot_id)
    if robot is None or robot.unit_id not in set(unit_ids):
        raise NotFoundError("No such robot of your units.")
    return RobotOfUnit(id=robot.id, unit_id=robot.unit_id, name=robot.name)


def move(work: Work, robot_id: UUID, place: str, *, by: UUID | None = None) -> None:
    """Keep where the robot stands from now on."""
    robot = repository.get(work.session, robot_id)
    if robot is not None and robot.place != place:
        detail = f"{robot.name}: {robot.place or '-'} → {place or '-'}"
        robot.place = place
        work.session.add(robot)
        audit.note_unit_act(work, Act.ROBOT_MOVED, robot.unit_id, staff_id=by, detail=detail)


def note_restart(work: Work, robot: RobotOfUnit, by: UUID) -> None:
    """Write down that somebody has the robot start again."""
    audit.note_unit_act(work, Act.ROBOT_RESTARTED, robot.unit_id, staff_id=by, detail=robot.name)


def revoke(work: Work, robot_id: UUID, *, by: UUID | None = None) -> None:
    """Let the robot in no more, from its very next request on."""
    robot = repository.get(work.session, robot_id)
    if robot is not None and robot.revoked_at is None:
        robot.revoked_at = work.now
        robot.public_key = None
        work.session.add(robot)
        work.session.flush()
        _note(work, Act.ROBOT_REVOKED, robot, by)
        news.for_robots(work.session, [robot_id])  # one that waits for news is turned away at once


def assign(
    work: Work,
    robot_id: UUID,
    resident_ids: Iterable[UUID],
    unit_ids: Iterable[UUID],
    *,
    by: UUID | None = None,
) -> None:
    """Let the robot look after exactly these residents of the units, and whom it has of others.

    Raises:
        NotFoundError: One of them lives in none of the units.
    """
    wanted = set(resident_ids)
    robot = work.session.get_one(RobotRow, robot_id)
    known = {each.resident_id: each for each in repository.assignments(work.session, robot_id)}
    ours = repository.cared_for(work.session, wanted | set(known), unit_ids)
    if not wanted <= ours:
        raise NotFoundError("resident_ids: one of them is no resident of your units.")
    before = {who for who, each in known.items() if each.ended_at is None and who in ours}
    if wanted == before:
        return
    for resident_id in sorted(wanted - before):
        row = known.get(resident_id)
        row = row or RobotResidentRow(robot_id=robot_id, resident_id=resident_id)
        row.ended_at = None
        work.session.add(row)
        _note(work, Act.ROBOT_GIVEN, robot, by, resident_id)
    for resident_id in sorted(before - wanted):
        known[resident_id].ended_at = work.now
        work.session.add(known[resident_id])
        _note(work, Act.ROBOT_TAKEN, robot, by, resident_id)
    work.session.flush()
    news.for_robots(work.session, [robot_id])


def _note(
    work: Work, act: Act, robot: RobotRow, by: UUID | None, resident_id: UUID | None = None
) -> None:
    done = Done(
        act=act,
        staff_id=by,
        resident_id=resident_id,
        unit_id=robot.unit_id,
        detail=robot.name,
    )
    audit.note_act(work, done)


def note_heartbeat(work: Work, robot_id: UUID, beat: Heartbeat) -> None:
    """Keep how the robot is now."""
    robot = repository.get(work.session, robot_id)
    if robot is None:
        return
    robot.software_version = beat.software_version
    row = RobotStateRow(
        robot_id=robot_id,
        reported_at=work.now,
        plans_etag=beat.plans_etag,
        waiting_events=beat.waiting_events,
        refused_events=beat.refused_events,
        battery=beat.battery,
        is_charging=beat.is_charging,
        plans=_as_json(beat),
        faults=None if beat.faults is None else _FAULTS.dump_json(beat.faults).decode(),
    )
    work.session.add(robot)
    work.session.merge(row)


def residents_now(session: Session, robot_ids: Iterable[UUID]) -> dict[UUID, frozenset[UUID]]:
    """Return robot -> whom it looks after, also where that is nobody."""
    found: dict[UUID, set[UUID]] = {robot_id: set() for robot_id in robot_ids}
    for row in repository.present_assignments(session, found):
        found[row.robot_id].add(row.resident_id)
    return {robot_id: frozenset(residents) for robot_id, residents in found.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Ever:
    """Somebody whom a robot looks, or has looked, after."""

    unit_id: UUID
    """Where they live now, or lived last."""
    is_former: bool
    """Whether the service has ended for them."""


def residents_ever(session: Session, robot_id: UUID) -> dict[UUID, Ever]:
    """Return resident -> what is to be known of them, of all whom the robot ever looked after."""
    return {
        resident_id: Ever(unit_id=unit_id, is_former=ended_at is not None)
        for resident_id, unit_id, ended_at in repository.residents_ever(session, robot_id)
    }


def others_looked_after(session: Session, resident_id: UUID) -> dict[UUID, frozenset[UUID]]:
    """Return robot -> whom else it looks after, of those that look after a resident."""
    present = [
        row.robot_id
        for row in repository.assignments_of_resident(session, resident_id)
        if row.ended_at is None
    ]
    now = residents_now(session, present)
    return {robot_id: others - {resident_id} for robot_id, others in now.items()}


def part(work: Work, resident_id: UUID, robot_ids: Iterable[UUID]) -> None:
    """Let robots look after a resident no more; what they still report is taken."""
    parted = set(robot_ids)
    for row in repository.assignments_of_resident(work.session, resident_id):
        if row.robot_id in parted and row.ended_at is None:
            row.ended_at = work.now
            work.session.add(row)
    work.session.flush()
    news.for_robots(work.session, parted)


def come_back(
    work: Work, resident_id: UUID, unit_id: UUID, freed: Mapping[UUID, frozenset[UUID]]
) -> None:
    """Let robots look after a resident again, but for those that were given to others meanwhile.

    Args:
        work: The transaction.
        resident_id: Whom.
        unit_id: Whose robots.
        freed: Robot -> whom else it looked after when it was freed.
    """
    now = residents_now(work.session, freed)
    back = {robot_id for robot_id, others in freed.items() if now[robot_id] <= others}
    back &= {row.id for row in repository.of_units(work.session, [unit_id])}
    for row in repository.assignments_of_resident(work.session, resident_id):
        if row.robot_id in back:
            row.ended_at = None
            work.session.add(row)
    work.session.flush()
    news.for_robots(work.session, back)


def hand_over(work: Work, robot_ids: Iterable[UUID], unit_id: UUID) -> None:
    """Let robots belong to another unit from now on."""
    handed = set(robot_ids)
    for robot_id in handed:
        robot = repository.get(work.session, robot_id)
        if robot is not None:
            robot.unit_id = unit_id
            work.session.add(robot)
    work.session.flush()
    news.for_robots(work.session, handed)


def of_units(
    session: Session, unit_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> tuple[Robot, ...]:
    """Return the units' robots by name."""
    rows = repository.of_units(session, unit_ids)
    return tuple(_robot(row, now, silent_after) for row in rows)


def conditions(session: Session, robot_ids: Iterable[UUID]) -> dict[UUID, Condition]:
    """Return robot -> how it was at its latest heartbeat; those that never had one are left out."""
    return {
        state.robot_id: Condition(
            reported_at=state.reported_at,
            plans_etag=state.plans_etag,
            waiting_events=state.waiting_events,
            refused_events=state.refused_events,
            battery=state.battery,
            is_charging=state.is_charging,
            clock_offset_s=offset_s,
            plans=None if state.plans is None else _PLANS.validate_json(state.plans),
            faults=() if state.faults is None else _FAULTS.validate_json(state.faults),
        )
        for state, offset_s in repository.states(session, robot_ids)
    }


def names(session: Session, unit_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Return id -> name of the units' robots."""
    return {row.id: row.name for row in repository.of_units(session, unit_ids)}


def of_residents(
    session: Session, resident_ids: Iterable[UUID], *, now: datetime, silent_after: timedelta
) -> dict[UUID, Robot]:
    """Return resident -> the robot that looks after them."""
    pairs = repository.robots_of_residents(session, resident_ids)
    return {resident_id: _robot(row, now, silent_after) for resident_id, row in pairs}


def _as_json(beat: Heartbeat) -> str | None:
    if beat.plans is None:
        return None
    return _PLANS.dump_json({each.resident_id: each.plan_version for each in beat.plans}).decode()


def _robot(row: RobotRow, now: datetime, silent_after: timedelta) -> Robot:
    return Robot(
        id=row.id,
        unit_id=row.unit_id,
        name=row.name,
        place=row.place,
        state=_state(row, now, silent_after),
        last_seen_at=row.last_seen_at,
        software_version=row.software_version,
    )


def _state(row: RobotRow, now: datetime, silent_after: timedelta) -> RobotState:
    if row.revoked_at is not None:
        return RobotState.REVOKED
    if row.paired_at is None or row.last_seen_at is None:
        return RobotState.UNPAIRED
    return RobotState.SILENT if now - row.last_seen_at > silent_after else RobotState.ONLINE
