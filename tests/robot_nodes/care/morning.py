"""A resident, her plan and a caretaker whose clock a test moves."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from pathlib import Path
from uuid import UUID

from codebook.event import Event
from codebook.plan import ResidentPlan, RobotPlans
from codebook.readership import Readership
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care.caretaker import Caretaker
from robot_nodes.care.ear_faults import EarFaults
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.scenes import Scenes
from robot_nodes.care.surroundings import Surroundings
from robot_nodes.care.talks import Talks
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.log_keeper import LogKeeper
from robot_nodes.ports import Answer, Asking, Ears, Manner, Said, Understanding, Voice
from robot_nodes.signals import CareState, Meant
from schedules.care_plan import CarePlan, CheckIn, PlanItem, Question, QuestionKind
from schedules.locale import Locale
from schedules.recurrence import DailyTimes
from schedules.task import Task
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice
from tests.schedules.plans import MORNING, activity, medicine

ROBOT = UUID(int=7)
SOLVEIG = UUID(int=200)
ARNE = UUID(int=201)
INTERPRETER = Interpreter.load([Locale.NB_NO])


def check_in() -> CheckIn:
    """Return a check-in at 08:00 with two questions."""
    return CheckIn(
        id=UUID(int=5),
        title="Morgen",
        questions=(
            Question(id="sleep", text="Hvordan har du sovet?", kind=QuestionKind.SLEEP),
            Question(id="feeling", text="Hvordan har du det?", kind=QuestionKind.FEELING),
        ),
        recurrence=DailyTimes(times=(time(8),)),
    )


def arne() -> ResidentPlan:
    """Return a neighbour of Solveig's, with nothing planned."""
    plan = CarePlan(
        id=UUID(int=101),
        resident_id=ARNE,
        version=1,
        zone="Europe/Oslo",
        effective_at=MORNING - timedelta(hours=12),
        items=(),
    )
    return ResidentPlan(
        resident_id=ARNE,
        spoken_name="Arne",
        locale=Locale.NB_NO,
        number_to_call="en en tre",
        plan=plan,
    )


def plans_with(
    *items: PlanItem, version: int = 1, others: tuple[ResidentPlan, ...] = ()
) -> RobotPlans:
    """Return plans for Solveig and `others`, in force since the evening before."""
    plan = CarePlan(
        id=UUID(int=100),
        resident_id=SOLVEIG,
        version=version,
        zone="Europe/Oslo",
        effective_at=MORNING - timedelta(hours=12),
        items=items,
    )
    solveig = ResidentPlan(
        resident_id=SOLVEIG,
        spoken_name="Solveig",
        locale=Locale.NB_NO,
        number_to_call="en en tre",
        plan=plan,
    )
    return RobotPlans(robot_id=ROBOT, residents=(solveig, *others))


def meant(
    intent: str,
    utterance_id: str = "u1",
    *,
    is_emergency: bool = False,
    is_doubted: bool = False,
    by: UUID = SOLVEIG,
) -> Meant:
    """Return an utterance, Solveig's unless somebody else is named."""
    return Meant(
        at=MORNING,
        utterance_id=utterance_id,
        resident_id=by,
        locale=Locale.NB_NO,
        understanding=Understanding(intent=intent, confidence=1.0, is_doubted=is_doubted),
        transcript=intent,
        is_emergency=is_emergency,
        speech_ended_at=MORNING,
    )


class EndlessVoice:
    """Speaks one sentence for ever, every other at once."""

    def __init__(self, endless: str) -> None:
        self._endless = endless
        self.sentences: list[str] = []
        self.stopped: list[str] = []

    async def say(self, text: str, manner: Manner) -> Said:
        """See `Voice.say`."""
        self.sentences.append(text)
        if self._endless in text:
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                self.stopped.append(text)
                raise
        return await FakeVoice().say(text, manner)


class StumblingEars:
    """Raises what no conversation expects."""

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """See `Ears.ask`."""
        raise RuntimeError(f"private: {text}, {manner}, {asking}")


@dataclass
class Home:
    """What a test sees."""

    store: SqliteStore
    caretaker: Caretaker
    clock: HandMovedClock
    voice: FakeVoice | EndlessVoice
    states: list[CareState] = field(default_factory=list)
    alarms: list[datetime | None] = field(default_factory=list)
    recorded: list[Event] = field(default_factory=list)
    listening: list[bool] = field(default_factory=list)
    """Each time the ears were opened or closed."""

    @property
    def alarm(self) -> datetime:
        """When the caretaker will look again."""
        at = self.alarms[-1]
        assert at is not None
        return at

    async def settle(self) -> None:
        """Let every conversation come to its end or to rest."""
        for _ in range(200):
            await asyncio.sleep(0)

    async def at(self, after: timedelta) -> None:
        """Move the clock to so long after eight o'clock, and look."""
        self.clock.advance(MORNING + after - self.clock.now())
        self.caretaker.look()
        await self.settle()

    def events(self) -> list[Event]:
        """Return everything in the log since the boot, oldest first."""
        return self.recorded

    def kinds(self) -> list[str]:
        """Return the kinds of all events."""
        return [event.kind for event in self.events()]

    def task(self) -> Task:
        """Return the one task there is."""
        text = next(e for e in self.events() if e.kind == "task.due").body
        task = self.store.task(getattr(text, "occurrence_id"))  # noqa: B009 - of a union's member
        assert task is not None
        return task


@contextmanager
def opened(
    folder: Path, *items: PlanItem, others: tuple[ResidentPlan, ...] = ()
) -> Iterator[SqliteStore]:
    """Yield a store with the plans on board; opened again, it is the robot after a restart."""
    store = SqliteStore.open(
        folder / "robot.sqlite", robot_id=ROBOT, software_version="0.1.0", at=MORNING
    )
    try:
        with store.transaction() as step:
            step.save_plans('"1"', plans_with(*items, others=others))
        yield store
    finally:
        store.close()


def home(
    store: SqliteStore,
    voice: FakeVoice | EndlessVoice,
    ears: Ears,
    *,
    has_screen: bool = False,
    takes_all: bool = True,
    readership: Callable[[UUID], Awaitable[Readership]] | None = None,
) -> Home:
    """Return a caretaker over a store, at eight o'clock; to be made on a running loop."""
    clock = HandMovedClock(MORNING)
    states: list[CareState] = []
    alarms: list[datetime | None] = []
    listening: list[bool] = []
    phrases = Phrases.load(Locale.NB_NO)
    speaking: Voice = voice
    talks = Talks(
        Scenes(
            voice=speaking,
            ears=ears,
            log=store,
            ledger=Ledger(store, clock.now),
            memory=Memory.of(store, clock.now, listening.append),
            phrases=lambda _: phrases,
            now=clock.now,
            has_screen=lambda: has_screen,
            readership=readership,
        )
    )
    ear_faults = EarFaults()
    store.observe(ear_faults.heard)
    caretaker = Caretaker(
        Surroundings(
            store=store,
            talks=talks,
            log=LogKeeper(store, clock),
            now=clock.now,
            show=states.append,
            wake_at=alarms.append,
            locale=Locale.NB_NO,
            ear_faults=ear_faults.present,
        )
    )
    recorded: list[Event] = []
    store.observe(recorded.append)
    if takes_all:  # a server that is always there, unless a test brings its own
        store.observe(lambda event: store.settle([_stored(event)], clock.now()))
    return Home(store, caretaker, clock, voice, states, alarms, recorded, listening)


def _stored(event: Event) -> ItemResult:
    return ItemResult(id=event.id, status=ItemStatus.STORED)


@asynccontextmanager
async def morning(
    folder: Path,
    *items: PlanItem,
    answers: tuple[str, ...] = (),
    voice: FakeVoice | EndlessVoice | None = None,
    ears: Ears | None = None,
    others: tuple[ResidentPlan, ...] = (),
    has_screen: bool = False,
) -> AsyncIterator[Home]:
    """Yield a caretaker with a plan, before its first look."""
    with opened(folder, *items, others=others) as store:
        hearing = ears or ScriptedEars(INTERPRETER, answers)
        yield home(store, voice or FakeVoice(), hearing, has_screen=has_screen)


__all__ = ["MORNING", "activity", "medicine"]
