"""The care servers that the contract is tried on: the fake, and the real care API over HTTP."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Protocol
from uuid import UUID, uuid4

import httpx
from pydantic import SecretStr
from sqlmodel import col, select

from care_api.alerts.cause import Cause
from care_api.alerts.tables import AlertRow
from care_api.app import create_app
from care_api.audit import service as audit
from care_api.care_plans import service as care_plans
from care_api.care_plans.schemas import PlanDraft
from care_api.care_plans.service import Precondition
from care_api.commands import service as commands
from care_api.consents import service as consents
from care_api.consents.scope import Scope
from care_api.consents.service import Decision
from care_api.db import Database, Work, make_engine
from care_api.demo.people import ROBOT_ID, SOLVEIG, UNIT_ID
from care_api.demo.seed import seed_demo
from care_api.events.identity import new_id
from care_api.events.tables import EventRow
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.tables import RobotRow
from care_api.settings import Settings
from care_api.staff.tables import StaffRow
from codebook.command import CallBack, CheckInNow, Command, SayThis
from codebook.event import Event
from codebook.orders import KnownReport
from codebook.task import TaskReported
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.pairing import pair
from robot_nodes.ports import CareServer
from schedules.locale import Locale
from tests.care_api.web.server import serving
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, plans
from tests.robot_nodes.adapters.stores import SOLVEIG as SOLVEIG_OF_THE_FAKE
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock, OffClock

LASTS = timedelta(minutes=15)
"""How long a command is worth carrying out."""


class Counterpart(Protocol):
    """A care server, and what a test may ask of it behind the robot's back."""

    clock: HandMovedClock
    """The server's, and the robot's while that is not off."""
    robot_clock: OffClock
    robot_id: UUID
    resident_id: UUID
    """One of the robot's residents."""

    @property
    def server(self) -> CareServer:
        """The server as the robot sees it."""
        ...

    def stored(self) -> list[UUID]:
        """Return the ids of the events of the robot, in the order of storing."""
        ...

    def edit_plan(self) -> None:
        """Let there be a newer version of the resident's plan."""
        ...

    def send(self, body: SayThis | CheckInNow | CallBack) -> UUID:
        """Have the robot do something for the resident; return the command's id."""
        ...

    def revoke_robot(self) -> None:
        """Let the robot in no more."""
        ...

    def be_read_about(self) -> None:
        """Have one member of staff, and nobody before, read about the resident now."""
        ...

    def tell_another_robot(self, body: TaskReported) -> UUID:
        """Have the resident tell another robot something; return the event's id."""
        ...

    def vanish(self) -> None:
        """Be unreachable from now on."""
        ...


class Fake:
    """The fake of the robot's other tests."""

    def __init__(self) -> None:
        self.clock = HandMovedClock(MORNING)
        self.robot_clock = OffClock(self.clock)
        self.robot_id = ROBOT
        self.resident_id = SOLVEIG_OF_THE_FAKE
        self._version = 0
        self.server = FakeCareServer(self.clock)
        self.server.residents = frozenset({self.resident_id})
        self.edit_plan()

    def stored(self) -> list[UUID]:
        return list(self.server.stored)

    def edit_plan(self) -> None:
        self._version += 1
        self.server.offer(f'"{self._version}"', plans(self._version))

    def send(self, body: SayThis | CheckInNow | CallBack) -> UUID:
        command = Command(
            id=uuid4(),
            resident_id=self.resident_id,
            created_at=self.clock.now(),
            expires_at=self.clock.now() + LASTS,
            body=body,
        )
        self.server.commands.append(command)
        return command.id

    def revoke_robot(self) -> None:
        self.server.knows_the_robot = False

    def be_read_about(self) -> None:
        self.server.readers["Kari Moen"] = self.clock.now()

    def tell_another_robot(self, body: TaskReported) -> UUID:
        told = KnownReport(
            occurrence_id=body.occurrence_id,
            item_id=body.item_id,
            resident_id=self.resident_id,
            report_id=uuid4(),
            robot_id=uuid4(),
            outcome=body.outcome,
            grade=body.grade,
            at=self.clock.now(),
        )
        self.server.told_elsewhere.append(told)
        return told.report_id

    def vanish(self) -> None:
        self.server.is_reachable = False


class RealCareApi:
    """The real server on a port of this machine, on the demonstration's data."""

    def __init__(self, folder: Path, running: ExitStack) -> None:
        self.clock = HandMovedClock(MORNING)
        self.robot_clock = OffClock(self.clock)
        self.robot_id = ROBOT_ID
        self.resident_id = SOLVEIG.id
        self._file, self._backup = folder / "server.sqlite", folder / "backup.sqlite"
        settings = Settings(
            database_url=f"sqlite:///{self._file}",
            secret_key=SecretStr("9f1c4b7ad0e25386" * 4),
            demo=True,
            run_worker=False,
        )
        seed = seed_demo(settings, self.clock, Locale.NB_NO)
        engine = make_engine(settings.database_url)
        running.callback(engine.dispose)
        self._database = Database(engine)
        self._serving = running.enter_context(ExitStack())
        self._app = create_app(settings, self.clock, engine)
        self._secret_key = settings.secret_key.get_secret_value()
        self._folder = folder
        address = self._serving.enter_context(serving(self._app))
        self._address = address
        self.port = httpx.URL(address).port or 0
        self._identity = pair(
            address, seed.pairing_code, folder / "key.json", software_version="0.1.0"
        )
        self.server = self.seen_at(address)

    def seen_at(self, address: str) -> CareServerHttp:
        """Return the server as the robot sees it by another way."""
        return CareServerHttp(address, self._identity, self.robot_clock)

    def clock_alerts(self) -> list[bool]:
        """Return of each alert about the robot's clock whether it is open, oldest first."""
        query = (
            select(AlertRow.closed_at)
            .where(AlertRow.cause == Cause.ROBOT_CLOCK_OFF)
            .order_by(col(AlertRow.raised_at))
        )
        with self._database.reading() as session:
            return [closed_at is None for closed_at in session.exec(query)]

    def clock_offset(self) -> timedelta:
        """Return how far the server holds the robot's clock to be behind."""
        with self._database.reading() as session:
            return timedelta(seconds=session.get_one(RobotRow, self.robot_id).clock_offset_s or 0.0)

    def back_up(self) -> None:
        """Keep a copy of the database as it is now."""
        self._copy(self._file, self._backup)

    def restore(self) -> None:
        """Be as at the backup; to be called while nothing is served."""
        self._copy(self._backup, self._file)

    def _copy(self, origin: Path, copy: Path) -> None:
        with closing(sqlite3.connect(origin)) as source, closing(sqlite3.connect(copy)) as target:
            source.backup(target)

    def stored(self) -> list[UUID]:
        query = (
            select(EventRow.id)
            .where(EventRow.robot_id == self.robot_id)
            .order_by(col(EventRow.stream))
        )
        with self._database.reading() as session:
            return list(session.exec(query))

    def edit_plan(self) -> None:
        with self._writing() as work:
            before = care_plans.latest(work.session, self.resident_id)
            assert before
            care_plans.save(
                work,
                self.resident_id,
                PlanDraft(items=before.plan.items),
                precondition=Precondition(if_match=before.etag),
                staff_id=None,
            )

    def agree(self, scope: Scope, *, is_given: bool) -> None:
        """Have a nurse write down, a little later, that the resident consents, or no longer does.

        At the very same instant nobody could tell which of two decisions came last.
        """
        self.clock.advance(timedelta(seconds=1))
        with self._writing() as work:
            nurse = work.session.exec(select(StaffRow.id)).first()
            assert nurse
            decision = Decision(
                scope=scope,
                is_given=is_given,
                decided_on=work.now.date(),
                decided_by="Solveig Haugen",
                note="",
            )
            consents.record(work, self.resident_id, decision, nurse)

    def kinds(self) -> list[str]:
        """Return the kinds of the robot's events, in the order of storing."""
        query = (
            select(EventRow.kind)
            .where(EventRow.robot_id == self.robot_id)
            .order_by(col(EventRow.stream))
        )
        with self._database.reading() as session:
            return list(session.exec(query))

    def send(self, body: SayThis | CheckInNow | CallBack) -> UUID:
        with self._writing() as work:
            nurse = work.session.exec(select(StaffRow.id)).first()
            assert nurse
            sent = commands.send_to_resident(
                work, self.resident_id, body, lasts=LASTS, sent_by=nurse
            )
        return sent.command.id

    def revoke_robot(self) -> None:
        with self._writing() as work:
            robots.revoke(work, self.robot_id)

    def be_read_about(self) -> None:
        with self._writing() as work:
            nurse = work.session.exec(select(StaffRow.id)).first()
            assert nurse
            audit.note_access(
                work.session,
                staff_id=nurse,
                resident_id=self.resident_id,
                what="read_timeline",
                now=work.now,
            )

    def add_robot(self, *, takes_over: bool = False) -> tuple[UUID, CareServerHttp]:
        """Let another robot look after the resident, beside the first or in its place.

        Returns:
            Its id, and the server as it sees it.
        """
        with self._writing() as work:
            robot_id = robots.add(work, UNIT_ID, "Nabo 2")
            code = access.new_pairing_code(work, robot_id, self._secret_key)
            robots.assign(work, robot_id, [self.resident_id], [UNIT_ID])
            if takes_over:
                robots.assign(work, self.robot_id, [], [UNIT_ID])
        key = self._folder / f"{robot_id}.json"
        identity = pair(self._address, code, key, software_version="0.1.0")
        return robot_id, CareServerHttp(self._address, identity, self.clock)

    def tell_another_robot(self, body: TaskReported) -> UUID:
        robot_id, server = self.add_robot()
        event = Event(
            id=new_id(self.clock.now()),
            robot_id=robot_id,
            boot_id=uuid4(),
            sequence=1,
            resident_id=self.resident_id,
            occurred_at=self.clock.now(),
            body=body,
        )

        async def upload() -> None:
            await server.upload([event], self.clock.now())
            await server.close()

        asyncio.run(upload())
        return event.id

    def vanish(self) -> None:
        self._serving.close()

    def come_back(self) -> None:
        """Answer again where it did before."""
        self._serving.enter_context(serving(self._app, self.port))

    @contextmanager
    def _writing(self) -> Iterator[Work]:
        with self._database.writing() as session:
            yield Work(session=session, now=self.clock.now(), boot_id=uuid4())


@contextmanager
def real_care_api(folder: Path) -> Iterator[RealCareApi]:
    """Run one until the block ends."""
    with ExitStack() as running:
        yield RealCareApi(folder, running)
