"""One unit with its nurse, residents and robot, for the tests of the pages."""

from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import jwt
from argon2 import PasswordHasher
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlmodel import Session

from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.db import Database, Work
from care_api.events.identity import new_id
from care_api.residents.tables import ResidentRow
from care_api.robots import access
from care_api.robots import service as robots
from care_api.staff.role import Role
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants.tables import TenantRow, UnitRow
from codebook.event import Body, Event
from schedules.care_plan import CheckIn, MedicationReminder, Question, QuestionKind
from schedules.locale import Locale
from schedules.occurrences import occurrence_id
from schedules.recurrence import DailyTimes

STARTED_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
"""Monday, eight o'clock in Norway."""
PASSWORD = "en fjord om våren"
SECRET_KEY = "9f1c4b7ad0e25386" * 4

PARACET = MedicationReminder(
    id=UUID(int=1),
    medicine="Paracet",
    dose="to tabletter",
    recurrence=DailyTimes(times=(time(8), time(14))),
)
MORNING_CHECK = CheckIn(
    id=UUID(int=2),
    title="Morgentilsyn",
    questions=(
        Question(id="feeling", text="Hvordan har du det i dag?", kind=QuestionKind.FEELING),
    ),
    recurrence=DailyTimes(times=(time(8, 40),)),
)
DOSE = occurrence_id(PARACET.id, STARTED_AT.date(), "08:00")
CHECK = occurrence_id(MORNING_CHECK.id, STARTED_AT.date(), "08:40")


@dataclass
class HandClock:
    """Stands still until it is moved."""

    moment: datetime = STARTED_AT

    def now(self) -> datetime:
        """Return the moment it was set to."""
        return self.moment


@dataclass
class House:
    """Who is there, and how the robot reports."""

    database: Database
    clock: HandClock
    unit_id: UUID = field(default_factory=uuid4)
    solveig: UUID = field(default_factory=uuid4)
    arne: UUID = field(default_factory=uuid4)
    stranger: UUID = field(default_factory=uuid4)
    """A resident of another unit."""
    address: str = ""
    _robot_id: UUID = field(default_factory=uuid4)
    _boot_id: UUID = field(default_factory=uuid4)
    _sequence: int = 0
    _headers: dict[str, str] = field(default_factory=dict)

    def furnish(self) -> None:
        """Let the unit, its people and its robot exist."""
        tenant_id, elsewhere = uuid4(), uuid4()
        with self.database.writing() as session:
            session.add(TenantRow(id=tenant_id, name="Fjordvik kommune"))
            session.flush()
            session.add(UnitRow(id=self.unit_id, tenant_id=tenant_id, name="Solbakken"))
            session.add(UnitRow(id=elsewhere, tenant_id=tenant_id, name="Nordli"))
            session.flush()
            session.add(_resident(self.solveig, self.unit_id, "Solveig Haugen", "101"))
            session.add(_resident(self.arne, self.unit_id, "Arne Bakken", "102"))
            session.add(_resident(self.stranger, elsewhere, "Olav Lien", "1"))
            for user_name, name in (("kari", "Kari Nes"), ("per", "Per Vik")):
                self._hire(session, tenant_id, user_name, name)
            work = self.work(session)
            self._robot_id = robots.add(work, self.unit_id, "Nabo 1")
            robots.assign(work, self._robot_id, [self.solveig, self.arne], [self.unit_id])
            draft = PlanDraft(items=(PARACET, MORNING_CHECK), effective_at=STARTED_AT)
            first = Precondition(if_none_match="*")
            care_plans.save(work, self.solveig, draft, precondition=first, staff_id=None)

    def pair(self) -> None:
        """Claim a one-time code and fetch a token, as a robot does."""
        key = Ed25519PrivateKey.generate()
        with self.database.writing() as session:
            code = access.new_pairing_code(self.work(session), self._robot_id, SECRET_KEY)
        public = urlsafe_b64encode(key.public_key().public_bytes_raw()).decode().rstrip("=")
        claim = {"code": code, "public_key": public, "software_version": "1"}
        self._post("robots/claim", claim)
        claims = {
            "iss": str(self._robot_id),
            "sub": str(self._robot_id),
            "aud": "nabo-care-api",
            "jti": str(uuid4()),
            "exp": (self.clock.now() + timedelta(seconds=60)).timestamp(),
        }
        signed = jwt.encode(claims, key, algorithm="EdDSA")
        token = self._post("robots/token", {"client_assertion": signed})["access_token"]
        self._headers = {"Authorization": f"Bearer {token}"}

    def report(self, *bodies: Body, resident: UUID | None = None) -> None:
        """Upload what the robot saw, each a second after the one before, the last one now."""
        first_at = self.clock.now() - timedelta(seconds=len(bodies) - 1)
        events = [
            self._event(body, first_at + timedelta(seconds=index), resident or self.solveig)
            for index, body in enumerate(bodies)
        ]
        batch = {"sent_at": self.clock.now().isoformat(), "events": events}
        results = self._post("robots/me/events", batch)["results"]
        assert [result["status"] for result in results] == ["stored"] * len(bodies), results

    def beat(self, **changes: object) -> None:
        """Send a sign of life, as a robot that is well does but for the changes."""
        beat = {
            "sent_at": self.clock.now().isoformat(),
            "software_version": "1",
            "plans_etag": "",
            "waiting_events": 0,
            "refused_events": 0,
        }
        self._post("robots/me/heartbeat", {**beat, **changes})

    def orders(self) -> httpx.Response:
        """Ask as the robot does for what it has to do."""
        address = f"{self.address}/api/v1/robots/me/orders"
        return httpx.get(address, headers=self._headers, timeout=10)

    def commands(self) -> list[dict[str, Any]]:
        """Return what the robot is asked to do now."""
        found: list[dict[str, Any]] = self.orders().json()["commands"]
        return found

    def _event(self, body: Body, at: datetime, resident: UUID) -> dict[str, Any]:
        self._sequence += 1
        event = Event(
            id=new_id(at),
            robot_id=self._robot_id,
            boot_id=self._boot_id,
            sequence=self._sequence,
            resident_id=resident,
            occurred_at=at,
            body=body,
        )
        return event.model_dump(mode="json")

    def _post(self, path: str, document: dict[str, Any]) -> Any:  # noqa: ANN401 - JSON
        answer = httpx.post(
            f"{self.address}/api/v1/{path}", json=document, headers=self._headers, timeout=10
        )
        assert answer.is_success, answer.text
        return answer.json()

    def work(self, session: Session) -> Work:
        """Return a change at the clock's time."""
        return Work(session=session, now=self.clock.now(), boot_id=self._boot_id)

    def _hire(self, session: Session, tenant_id: UUID, user_name: str, name: str) -> None:
        staff_id = uuid4()
        quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
        session.add(
            StaffRow(
                id=staff_id,
                tenant_id=tenant_id,
                user_name=user_name,
                name=name,
                password_hash=quick.hash(PASSWORD),
                locale=Locale.NB_NO.value,
            )
        )
        session.flush()
        session.add(StaffUnitRow(staff_id=staff_id, unit_id=self.unit_id, role=Role.NURSE.value))


def _resident(resident_id: UUID, unit_id: UUID, name: str, room: str) -> ResidentRow:
    return ResidentRow(
        id=resident_id,
        unit_id=unit_id,
        name=name,
        spoken_name=name.split(maxsplit=1)[0],
        room=room,
        locale=Locale.NB_NO.value,
        zone="Europe/Oslo",
        end_silence_s=1.25,
        speech_rate=1.0,
        number_to_call="en en tre",
    )
