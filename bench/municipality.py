"""A municipality of a thousand residents in twenty units: who lives and who works there."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from argon2 import PasswordHasher
from pydantic import TypeAdapter
from sqlalchemy import Engine

from bench.databases import insert
from bench.sweep import resident
from bench.usual_day import SLOTS, Slot
from care_api.care_plans.tables import CarePlanRow
from care_api.residents.tables import ResidentRow
from care_api.robots.tables import RobotResidentRow, RobotRow, RobotStateRow
from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants.tables import TenantRow, UnitRow
from schedules.care_plan import (
    CarePlan,
    CheckIn,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.locale import Locale
from schedules.recurrence import DailyTimes

UNITS, RESIDENTS = 20, 1000
NOW = datetime(2026, 3, 2, 20, 30, tzinfo=UTC)
"""When pages are looked at: in the evening, after the day's last task."""
PASSWORD = "seks lam på tunet"  # noqa: S105 - invented people's
OF_ALL, OF_ONE = "kari", "siri"
"""The night's nurse, who looks after all units, and a nurse of one."""
_FIRST = ("Solveig", "Arne", "Ingrid", "Olav", "Astrid", "Kåre", "Gerd", "Leif", "Berit", "Odd")
_LAST = ("Haugen", "Bakken", "Moen", "Vik", "Dahl", "Lien", "Berge", "Solberg", "Strand", "Aas")
_PLAN = TypeAdapter(CarePlan)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A resident, and the robot that looks after them alone."""

    number: int
    id: UUID
    unit_id: UUID
    robot_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Municipality:
    """All of them."""

    units: tuple[UUID, ...]
    people: tuple[Person, ...]
    nurse_id: UUID
    """Of all units."""


def item_id(slot: int, person: int) -> UUID:
    """Return the id of what a person's plan has in a slot of the day."""
    return UUID(int=(slot + 1 << 96) + person)


def settle(engine: Engine) -> Municipality:
    """Write everybody into an empty database."""
    units = tuple(uuid4() for _ in range(UNITS))
    people = tuple(
        Person(number=n, id=uuid4(), unit_id=units[n % UNITS], robot_id=uuid4())
        for n in range(RESIDENTS)
    )
    made = Municipality(units=units, people=people, nurse_id=uuid4())
    tenant = uuid4()
    with engine.begin() as connection:
        insert(connection, TenantRow, [{"id": tenant, "name": "Fjordvik kommune"}])
        insert(connection, UnitRow, _units(tenant, units))
        insert(connection, ResidentRow, map(_resident, people))
        insert(connection, RobotRow, map(_robot, people))
        insert(connection, RobotStateRow, map(_condition, people))
        cared_for = ({"robot_id": each.robot_id, "resident_id": each.id} for each in people)
        insert(connection, RobotResidentRow, cared_for)
        insert(connection, CarePlanRow, map(_plan, people))
        staff = {OF_ALL: (made.nurse_id, units), OF_ONE: (uuid4(), units[:1])}
        insert(
            connection, StaffRow, (_staff(tenant, name, who) for name, (who, _) in staff.items())
        )
        insert(
            connection,
            StaffUnitRow,
            (
                {"staff_id": who, "unit_id": unit, "role": Role.NURSE.value}
                for who, theirs in staff.values()
                for unit in theirs
            ),
        )
    return made


def _units(tenant: UUID, units: tuple[UUID, ...]) -> Iterator[dict[str, Any]]:
    for number, unit in enumerate(units, 1):
        yield {"id": unit, "tenant_id": tenant, "name": f"Solbakken {number}"}


def _resident(person: Person) -> dict[str, Any]:
    first, last = _FIRST[person.number % 10], _LAST[person.number // 10 % 10]
    return resident(person.id, person.unit_id) | {
        "name": f"{first} {last} {person.number // 100}",
        "spoken_name": first,
        "room": str(person.number // UNITS + 1),
    }


def _robot(person: Person) -> dict[str, Any]:
    return {
        "id": person.robot_id,
        "unit_id": person.unit_id,
        "name": f"Nabo {person.number}",
        "paired_at": NOW - timedelta(days=400),
        "last_seen_at": NOW - timedelta(seconds=30),
    }


def _condition(person: Person) -> dict[str, Any]:
    return {
        "robot_id": person.robot_id,
        "reported_at": NOW - timedelta(seconds=30),
        "plans_etag": "",
        "waiting_events": 0,
        "refused_events": 0,
        "battery": 0.8,
        "is_charging": True,
        "plans": f'{{"{person.id}": 1}}',
        "faults": "[]",
    }


def _staff(tenant: UUID, user_name: str, staff_id: UUID) -> dict[str, Any]:
    return {
        "id": staff_id,
        "tenant_id": tenant,
        "user_name": user_name,
        "name": f"{user_name.title()} Lund",
        "password_hash": PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD),
        "locale": Locale.NB_NO.value,
    }


def _plan(person: Person) -> dict[str, Any]:
    saved_at = NOW - timedelta(days=400)
    plan = CarePlan(
        id=uuid4(),
        resident_id=person.id,
        version=1,
        zone="Europe/Oslo",
        effective_at=saved_at,
        items=tuple(_item(slot, person) for slot in SLOTS),
    )
    return {
        "plan_id": plan.id,
        "version": 1,
        "resident_id": person.id,
        "effective_at": saved_at,
        "document": _PLAN.dump_json(plan).decode(),
        "saved_at": saved_at,
        "saved_by": None,
    }


def _item(slot: Slot, person: Person) -> PlanItem:
    own_id, times = item_id(slot.number, person.number), DailyTimes(times=(slot.at,))
    if slot.kind == "medication":
        medicine, dose = slot.title.split(", ")
        return MedicationReminder(id=own_id, medicine=medicine, dose=dose, recurrence=times)
    question = Question(id="feeling", text="Hvordan går det?", kind=QuestionKind.FEELING)
    return CheckIn(id=own_id, title=slot.title, questions=(question,), recurrence=times)
