"""What one robot has to do: plans, commands and what it must know, under one strong ETag.

The ETag is made of what identifies each part, so that it is known without reading the plans
themselves. It names when a plan was saved: a server restored from a backup may use a version's
number twice.
"""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version
from uuid import UUID

from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.commands import service as commands
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.residents.address import spoken_address
from care_api.residents.tables import ResidentRow
from care_api.robots import known_reports, repository
from care_api.tasks import counting
from codebook.manner import Hearing
from codebook.orders import KnownReport, Orders
from codebook.plan import LastTaken, ResidentPlan, RobotPlans
from schedules.care_plan import CarePlan
from schedules.locale import Locale

Held = Mapping[tuple[UUID, Scope], bool]
"""Resident and what was asked -> whether it is given; what nobody has asked about is missing."""
_ASKED = (Scope.LISTENING, Scope.ROOM_SENSORS)
_RELEASE = version("nabo-care")
"""Another release may word the same plan differently."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tags:
    """The versions of what a robot has to do."""

    plans: str
    """Of the plans alone, quoted."""
    orders: str
    """Of plans, commands and what other robots were told, quoted."""


def tags(session: Session, robot_id: UUID, now: datetime) -> Tags:
    """Return the versions without reading any plan."""
    plans = plans_tags(session, [robot_id])[robot_id]
    waiting = commands.waiting_for(session, robot_id, now)
    told = known_reports.to_others(session, robot_id, now)
    parts = [*(command.id for command in waiting), *told]
    orders = _digest([plans.strip('"'), *map(str, parts)])
    return Tags(plans=plans, orders=f'"{orders}"')


def plans_tags(session: Session, robot_ids: Collection[UUID]) -> dict[UUID, str]:
    """Return robot -> version of its plans, quoted; as many queries for many robots as for one."""
    people: dict[UUID, list[ResidentRow]] = {robot_id: [] for robot_id in robot_ids}
    for robot_id, resident in repository.residents_of_each(session, robot_ids):
        people[robot_id].append(resident)
    everybody = {resident.id for theirs in people.values() for resident in theirs}
    saved = care_plans.identities(session, everybody)
    held = consents.held(session, sorted(everybody), _ASKED)
    return {
        robot_id: f'"{_plans_digest(robot_id, theirs, saved, held)}"'
        for robot_id, theirs in people.items()
    }


def _plans_digest(
    robot_id: UUID, people: Sequence[ResidentRow], saved: Mapping[UUID, str], held: Held
) -> str:
    parts = [
        f"{_as_handed_out(resident, _NO_PLAN).model_dump_json()} {saved[resident.id]}"
        for resident in people
        if resident.id in saved
    ]
    decided = _decided(held, [resident.id for resident in people])
    return _digest([_RELEASE, str(robot_id), *parts, str(decided)])


def orders(session: Session, robot_id: UUID, now: datetime) -> tuple[str, Orders]:
    """Return all that the robot has to do, and its strong ETag."""
    known = tags(session, robot_id, now)
    document = Orders(
        plans_etag=known.plans,
        plans=plans(session, robot_id),
        commands=commands.waiting_for(session, robot_id, now),
        reports=_reports(session, robot_id, now),
    )
    return known.orders, document


def _reports(session: Session, robot_id: UUID, now: datetime) -> tuple[KnownReport, ...]:
    people = repository.residents_of(session, robot_id)
    return known_reports.of_residents(session, [resident.id for resident in people], now)


def plans(session: Session, robot_id: UUID) -> RobotPlans:
    """Return the plans of the residents whom the robot looks after."""
    people = repository.residents_of(session, robot_id)
    saved = {resident.id: care_plans.latest(session, resident.id) for resident in people}
    residents = tuple(
        _as_handed_out(resident, version.plan, last_taken(session, version.plan))
        for resident in people
        if (version := saved[resident.id]) is not None
    )
    held = consents.held(session, sorted(saved), _ASKED)
    refused_by, may_sense_rooms = _decided(held, saved)
    return RobotPlans(
        robot_id=robot_id,
        residents=residents,
        listening_refused_by=refused_by,
        may_sense_rooms=may_sense_rooms,
    )


def _decided(held: Held, resident_ids: Iterable[UUID]) -> tuple[tuple[UUID, ...], bool]:
    """Return who refuses to be listened to, and whether all agree to room sensors."""
    people = sorted(resident_ids)
    refused_by = tuple(each for each in people if held.get((each, Scope.LISTENING)) is False)
    is_agreed = all(held.get((each, Scope.ROOM_SENSORS), False) for each in people)
    return refused_by, bool(people) and is_agreed


def last_taken(session: Session, plan: CarePlan) -> tuple[LastTaken, ...]:
    """Return from when a plan's items count: for a robot that has lost its own reports.

    It is not part of the ETag: who has lost nothing knows it better.
    """
    last = counting.anchors(session, plan)
    return tuple(
        LastTaken(item_id=item.id, report_id=anchor.report_id, at=anchor.at)
        for item in plan.items
        if (anchor := last.get(item.id)) is not None and anchor.report_id is not None
    )


def _as_handed_out(
    resident: ResidentRow, plan: CarePlan, taken: tuple[LastTaken, ...] = ()
) -> ResidentPlan:
    return ResidentPlan(
        resident_id=resident.id,
        spoken_name=spoken_address(resident),
        locale=Locale(resident.locale),
        end_silence_s=resident.end_silence_s,
        speech_rate=resident.speech_rate,
        speech_volume=resident.speech_volume,
        hearing=Hearing(resident.hearing),
        patience_s=resident.patience_s,
        dialect=resident.dialect,
        number_to_call=resident.number_to_call,
        plan=plan,
        last_taken=taken,
    )


_NO_PLAN = CarePlan(
    id=UUID(int=0),
    resident_id=UUID(int=0),
    version=1,
    zone="UTC",
    effective_at=datetime(2000, 1, 1, tzinfo=UTC),
    items=(),
)
"""In place of the plan, where only the rest is compared."""


def _digest(parts: list[str]) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()
