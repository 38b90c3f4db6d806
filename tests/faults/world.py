"""A server, its worker, a network and a robot in one simulated time that a test moves."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from random import Random
from uuid import UUID, uuid4

from sqlalchemy import Engine
from sqlmodel import col, select

from care_api.db import Database, make_engine
from care_api.migrate import upgrade
from care_api.robots import access
from care_api.robots import service as robots
from care_api.robots.tables import RobotRow
from care_api.settings import Settings as ServerSettings
from care_api.tasks.tables import TaskRow
from care_api.worker import Worker
from codebook.pairing import Claim
from robot_nodes.adapters.identity import Identity, write_identity
from schedules.care_plan import (
    Activity,
    CheckIn,
    MedicationReminder,
    PlanItem,
    Question,
    QuestionKind,
)
from schedules.clock import SystemClock, write_offset
from schedules.recurrence import DailyTimes, Meal, MealRelative, MealTimes
from tests.care_api.village import SECRET_KEY, HandClock, TestRobot, Village
from tests.faults.processes import ProcessDied, RobotProcess, ServerProcess, Standing
from tests.faults.proxy import Fault, RunningProxy, proxy
from tests.faults.robot_child import Settings

MEDICINES = ("Alfamet", "Betazin", "Gammasol", "Deltaren", "Epsilan", "Zetamin")
"""Invented; each is due once a day, so that a sentence names its occurrence."""
_TIMES = (time(2, 30), time(8), time(8, 20), time(13), time(20))
"""02:30 is skipped on one night of the year and comes twice on another; the last one follows
breakfast."""
BREAKFAST = MealTimes(breakfast=time(8, 40))
_LONGEST_STEP = timedelta(hours=2)
_SHORTEST_STEP = timedelta(seconds=20)
_JUST_AFTER = timedelta(seconds=1)
_QUIET_LOOKS = 3
_MOST_LOOKS = 40


def the_plan() -> tuple[PlanItem, ...]:
    """Return six medicines, a check-in and an announcement for every day."""
    rules: tuple[DailyTimes | MealRelative, ...] = (
        *(DailyTimes(times=(at,)) for at in _TIMES),
        MealRelative(meals=(Meal.BREAKFAST,)),
    )
    medicines = tuple(
        MedicationReminder(
            id=UUID(int=10 + number),
            medicine=name,
            dose="én tablett",
            recurrence=rule,
        )
        for number, (name, rule) in enumerate(zip(MEDICINES, rules, strict=True))
    )
    return (
        *medicines,
        CheckIn(
            id=UUID(int=2),
            title="Tilsyn",
            questions=(Question(id="feeling", text="Hvordan går det?", kind=QuestionKind.FEELING),),
            recurrence=DailyTimes(times=(time(10),)),
        ),
        Activity(
            id=UUID(int=3),
            title="Sang",
            message="Det er sang i stua.",
            recurrence=DailyTimes(times=(time(11),)),
        ),
    )


@dataclass(kw_only=True)
class World:
    """What a test of faults moves and breaks."""

    folder: Path
    village: Village
    engine: Engine
    database_url: str
    robots: list[RobotProcess]
    server: ServerProcess
    network: RunningProxy
    worker: Worker
    chance: Random
    clock: HandClock
    """Simulated time, as the server has it."""
    robot_is_ahead: timedelta = timedelta(0)
    """The robot's clock minus the server's."""
    injected: Counter[str] = field(default_factory=Counter)
    """What was broken, and how often; the network's faults are counted by the network."""
    before_look: Callable[["World"], None] = lambda _: None
    """Breaks something before a step, or does not."""

    @property
    def robot(self) -> RobotProcess:
        """The first one."""
        return self.robots[0]

    def set_clocks(self, to: datetime) -> None:
        """Move simulated time."""
        self.clock.moment = to
        ahead = to - SystemClock().now()
        write_offset(self.folder / "server.clock", ahead)
        write_offset(self.folder / "robot.clock", ahead + self.robot_is_ahead)

    def start_server(self) -> None:
        """Start the server, anew where it ran already."""
        self.network.lead_to(self.server.start())

    def run(self, length: timedelta) -> None:
        """Let simulated time pass, from one event to the next."""
        until = self.clock.now() + length
        while self.clock.now() < until:
            self.before_look(self)
            standing = self.look()
            self.work()
            self.set_clocks(min(until, self._next(standing)))

    def look(self, *, kill_after_s: float | None = None) -> Standing:
        """Let every robot look, booting it anew as often as it dies; return how they stand."""
        standings = [_look(robot, kill_after_s) for robot in self.robots]
        moments = [each.next_event_at for each in standings if each.next_event_at is not None]
        return Standing(
            next_event_at=min(moments, default=None),
            waiting=sum(each.waiting for each in standings),
            etag=standings[0].etag,
            trouble=" ".join(each.trouble for each in standings),
        )

    def add_robot(self, known: TestRobot) -> None:
        """Give a robot that the server knows a process of its own."""
        number = len(self.robots) + 1
        key_file = self.folder / f"key{number}.json"
        identity = Identity(robot_id=known.id, name=f"Nabo {number}", private_key=known.key)
        write_identity(key_file, identity)
        self.robots.append(
            RobotProcess(
                Settings(
                    store=str(self.folder / f"robot{number}.sqlite"),
                    key_file=str(key_file),
                    address=self.network.address,
                    clock_file=str(self.folder / "robot.clock"),
                    seed=self.chance.randrange(1_000_000),
                ),
                self.folder / f"witness{number}.jsonl",
            )
        )

    def give_plan(self) -> None:
        """Let every robot have its plan on board before anything is broken."""
        for _ in range(_MOST_LOOKS):
            if all(_look(robot, None).etag for robot in self.robots):
                return
        raise AssertionError("a robot does not get its plan")

    def catch_up(self) -> None:
        """Let the robots come to an end with what they still have to upload.

        Twice: that they have caught up is an event as well.
        """
        quiet = 0
        for _ in range(_MOST_LOOKS):
            quiet = quiet + 1 if self.look().waiting == 0 else 0
            if quiet == _QUIET_LOOKS:
                return
            self.set_clocks(self.clock.now() + _SHORTEST_STEP)
        raise AssertionError("a robot does not get rid of its events")

    def work(self) -> None:
        """Run the worker's jobs once, at simulated time."""
        self.worker.run(self.worker.make_tasks_ahead)
        self.worker.sweep()

    def _next(self, standing: Standing) -> datetime:
        now = self.clock.now()
        moments = [now + _LONGEST_STEP]
        if standing.next_event_at is not None:
            moments.append(standing.next_event_at - self.robot_is_ahead)
        closing = self._next_window_close(now)
        if closing is not None:
            moments.append(closing + _JUST_AFTER)
        return max(min(moments), now + _SHORTEST_STEP)

    def _next_window_close(self, now: datetime) -> datetime | None:
        with self.village.database.reading() as session:
            query = (
                select(TaskRow.window_closes_at)
                .where(col(TaskRow.window_closes_at) > now)
                .order_by(col(TaskRow.window_closes_at))
            )
            return session.exec(query).first()


@contextmanager
def world(
    folder: Path,
    *,
    start: datetime,
    seed: int,
    next_fault: Callable[[], Fault] = lambda: Fault.NONE,
    database_url: str = "",
) -> Iterator[World]:
    """Build a world at `start` (aware UTC) and run its processes until the block ends."""
    url = database_url or f"sqlite:///{folder / 'nabo.sqlite'}"
    engine = make_engine(url)
    upgrade(engine)
    clock = HandClock(start)
    village = Village(database=Database(engine), clock=clock)
    village.settle()
    with village.work() as work:
        village.plan(work, *the_plan(), meals=BREAKFAST)
    with proxy(next_fault) as network:
        built = World(
            folder=folder,
            village=village,
            engine=engine,
            database_url=url,
            robots=[],
            server=ServerProcess(url, folder / "server.clock"),
            network=network,
            worker=Worker(
                village.database,
                clock,
                uuid4(),
                ServerSettings(secret_key=SECRET_KEY, demo=True),
            ),
            chance=Random(seed),
            clock=clock,
        )
        built.add_robot(village.robot)
        built.set_clocks(start)
        try:
            built.start_server()
            built.give_plan()
            yield built
        finally:
            for robot in built.robots:
                robot.kill()
            built.server.kill()
            engine.dispose()


def pair_another(built: World) -> TestRobot:
    """Pair a second robot, for the same resident."""
    village = built.village
    other = TestRobot(id=uuid4(), unit_id=village.solbakken)
    with village.work() as work:
        work.session.add(RobotRow(id=other.id, unit_id=other.unit_id, name="Nabo 2"))
        work.session.flush()
        code = access.new_pairing_code(work, other.id, SECRET_KEY)
        work.session.flush()
        claim = Claim(code=code, public_key=other.public_key, software_version="0.1.0")
        access.claim(work, claim, SECRET_KEY)
        robots.assign(work, other.id, [village.solveig], [village.solbakken])
    return other


def back_up(built: World, copy: Path) -> None:
    """Write a copy of the server's database, as it runs."""
    database = built.database_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def restore(built: World, copy: Path) -> None:
    """Put the copy in the place of the server's database, and start it anew."""
    built.server.kill()
    built.engine.dispose()
    database = Path(built.database_url.removeprefix("sqlite:///"))
    for part in ("", "-wal", "-shm"):
        Path(f"{database}{part}").unlink(missing_ok=True)
    shutil.copy(copy, database)
    built.start_server()


def _look(robot: RobotProcess, kill_after_s: float | None) -> Standing:
    while True:
        if not robot.is_alive:
            robot.boot()
        try:
            return robot.look(kill_after_s=kill_after_s)
        except ProcessDied:
            kill_after_s = None
