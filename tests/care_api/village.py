"""A small world for tests: who lives and works there, and what a robot reports from it."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import jwt
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from httpx import Client
from sqlalchemy import delete

from care_api.audit.tables import AccessRow
from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.db import Database, Work
from care_api.events.identity import new_id
from care_api.residents.tables import ResidentRow
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.robot_identity import RobotIdentity
from care_api.robots.tables import RobotRow
from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants.tables import TenantRow, UnitRow
from codebook.event import Body, Event
from codebook.pairing import Claim
from schedules.care_plan import (
    Activity,
    CheckIn,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.locale import Locale
from schedules.occurrences import occurrence_id
from schedules.recurrence import DailyTimes, MealTimes

MORNING = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)
"""Monday, half past seven in Norway."""
SECRET_KEY = "71d0c5e2a94b3f68" * 4
PASSWORD = "seks lam på tunet"
PASSWORD_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

DOSE = MedicationReminder(
    id=UUID(int=1), medicine="Paracet", dose="én tablett", recurrence=DailyTimes(times=(time(8),))
)
CHECK = CheckIn(
    id=UUID(int=2),
    title="Morgentilsyn",
    questions=(Question(id="feeling", text="Hvordan går det?", kind=QuestionKind.FEELING),),
    recurrence=DailyTimes(times=(time(9),)),
)
SONG = Activity(
    id=UUID(int=3),
    title="Sang",
    message="Det er sang i stua.",
    recurrence=DailyTimes(times=(time(11),)),
)
DOSE_TODAY = occurrence_id(DOSE.id, MORNING.date(), "08:00")
CHECK_TODAY = occurrence_id(CHECK.id, MORNING.date(), "09:00")
SONG_TODAY = occurrence_id(SONG.id, MORNING.date(), "11:00")


@dataclass
class HandClock:
    """Stands still until it is moved."""

    moment: datetime = MORNING

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment

    def pass_by(self, time: timedelta) -> None:
        """Move on."""
        self.moment += time


@dataclass
class TestRobot:
    """A robot as the server sees it from outside."""

    __test__ = False

    id: UUID
    unit_id: UUID
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)
    boot_id: UUID = field(default_factory=uuid4)
    sequence: int = 0

    @property
    def identity(self) -> RobotIdentity:
        """As its token says."""
        return RobotIdentity(id=self.id, unit_id=self.unit_id)

    @property
    def public_key(self) -> str:
        """As a claim sends it."""
        return urlsafe_b64encode(self.key.public_key().public_bytes_raw()).decode().rstrip("=")

    def event(self, body: Body, resident_id: UUID | None, at: datetime) -> Event:
        """Return the robot's next event."""
        self.sequence += 1
        return Event(
            id=new_id(at),
            robot_id=self.id,
            boot_id=self.boot_id,
            sequence=self.sequence,
            resident_id=resident_id,
            occurred_at=at,
            body=body,
        )

    def assertion(self, now: datetime, **changes: object) -> str:
        """Return a signed request for a token."""
        claims: dict[str, Any] = {
            "iss": str(self.id),
            "sub": str(self.id),
            "aud": "nabo-care-api",
            "jti": uuid4().hex,
            "exp": int((now + timedelta(seconds=60)).timestamp()),
        }
        return jwt.encode({**claims, **changes}, self.key, algorithm="EdDSA")


@dataclass
class Village:
    """Solbakken and Fjellheim of one tenant, Elvebakken of another."""

    database: Database
    clock: HandClock
    boot_id: UUID = field(default_factory=uuid4)
    solbakken: UUID = field(default_factory=uuid4)
    fjellheim: UUID = field(default_factory=uuid4)
    elvebakken: UUID = field(default_factory=uuid4)
    solveig: UUID = field(default_factory=uuid4)
    """Lives in Solbakken; has a plan and the robot."""
    arne: UUID = field(default_factory=uuid4)
    """Lives in Solbakken; has the robot and no plan."""
    ingrid: UUID = field(default_factory=uuid4)
    """Lives in Fjellheim."""
    olav: UUID = field(default_factory=uuid4)
    """Lives in Elvebakken, in another municipality."""
    staff: dict[str, UUID] = field(default_factory=dict)
    robot: TestRobot = field(init=False)

    def settle(self) -> None:
        """Put everybody into the database; what a test does is the first in the audit log."""
        self.robot = TestRobot(id=uuid4(), unit_id=self.solbakken)
        with self.work() as work:
            self._build_units(work)
            self.employ(work, "kari", self.solbakken, Role.NURSE)
            self.employ(work, "siri", self.solbakken, Role.CARER)
            self.employ(work, "mons", self.solbakken, Role.LEADER)
            self.employ(work, "hege", self.elvebakken, Role.NURSE)
            for resident_id, unit_id, name in (
                (self.solveig, self.solbakken, "Solveig Haugen"),
                (self.arne, self.solbakken, "Arne Bakken"),
                (self.ingrid, self.fjellheim, "Ingrid Moen"),
                (self.olav, self.elvebakken, "Olav Vik"),
            ):
                self.move_in(work, resident_id, unit_id, name)
            work.session.flush()
            self._pair(work, self.robot)
            self.plan(work, DOSE, CHECK, SONG)
            work.session.flush()
            work.session.execute(delete(AccessRow))

    @contextmanager
    def work(self) -> Iterator[Work]:
        """Give a transaction at the clock's time."""
        with self.database.writing() as session:
            yield Work(session=session, now=self.clock.now(), boot_id=self.boot_id)

    def plan(self, work: Work, *items: PlanItem, meals: MealTimes | None = None) -> None:
        """Save Solveig's next plan."""
        before = care_plans.latest(work.session, self.solveig)
        precondition = Precondition(
            if_match=before.etag if before else None, if_none_match=None if before else "*"
        )
        care_plans.save(
            work,
            self.solveig,
            PlanDraft(items=items, meals=meals or MealTimes()),
            precondition=precondition,
            staff_id=self.staff["kari"],
        )

    def _build_units(self, work: Work) -> None:
        for tenant, units in (
            ("Fjordvik", {"Solbakken": self.solbakken, "Fjellheim": self.fjellheim}),
            ("Elvedal", {"Elvebakken": self.elvebakken}),
        ):
            tenant_id = uuid4()
            work.session.add(TenantRow(id=tenant_id, name=f"{tenant} kommune"))
            work.session.flush()
            for name, unit_id in units.items():
                work.session.add(UnitRow(id=unit_id, tenant_id=tenant_id, name=name))
        work.session.flush()

    def employ(self, work: Work, user_name: str, unit_id: UUID, *roles: Role) -> None:
        """Let somebody work in a unit, in these roles."""
        unit = work.session.get_one(UnitRow, unit_id)
        staff_id = self.staff[user_name] = uuid4()
        work.session.add(
            StaffRow(
                id=staff_id,
                tenant_id=unit.tenant_id,
                user_name=user_name,
                name=f"{user_name.title()} Lund",
                password_hash=PASSWORD_HASH,
                locale=Locale.NB_NO.value,
            )
        )
        work.session.flush()
        self.employ_also(work, user_name, unit_id, *roles)

    def employ_also(self, work: Work, user_name: str, unit_id: UUID, *roles: Role) -> None:
        """Let a colleague work in a further unit."""
        work.session.add_all(
            StaffUnitRow(staff_id=self.staff[user_name], unit_id=unit_id, role=role.value)
            for role in roles
        )

    def move_in(self, work: Work, resident_id: UUID, unit_id: UUID, name: str) -> None:
        """Let somebody live in a unit."""
        work.session.add(
            ResidentRow(
                id=resident_id,
                unit_id=unit_id,
                name=name,
                spoken_name=name.split(maxsplit=1)[0],
                room="1",
                locale=Locale.NB_NO.value,
                zone="Europe/Oslo",
                end_silence_s=1.25,
                speech_rate=1.0,
                number_to_call="tjue førti",
            )
        )

    def add_robot(self) -> TestRobot:
        """Put a second robot beside the first, for the same residents."""
        second = TestRobot(id=uuid4(), unit_id=self.solbakken)
        with self.work() as work:
            self._pair(work, second, "Nabo 2")
        return second

    def _pair(self, work: Work, robot: TestRobot, name: str = "Nabo 1") -> None:
        work.session.add(RobotRow(id=robot.id, unit_id=self.solbakken, name=name))
        work.session.flush()
        code = access.new_pairing_code(work, robot.id, SECRET_KEY)
        work.session.flush()
        claim = Claim(code=code, public_key=robot.public_key, software_version="0.1.0")
        access.claim(work, claim, SECRET_KEY)
        robots.assign(work, robot.id, [self.solveig, self.arne], [self.solbakken])

    def robot_headers(self, client: Client, robot: TestRobot | None = None) -> dict[str, str]:
        """Return the header with which a robot, or the village's own, is let in."""
        assertion = (robot or self.robot).assertion(self.clock.now())
        answer = client.post("/api/v1/robots/token", json={"client_assertion": assertion})
        return {"Authorization": f"Bearer {answer.json()['access_token']}"}

    def log_in(self, client: Client, user_name: str) -> dict[str, str]:
        """Log in, and return the header that every change needs."""
        answer = client.post(
            "/api/v1/staff/login", json={"user_name": user_name, "password": PASSWORD}
        )
        return {"X-CSRF-Token": answer.json()["csrf_token"]}
