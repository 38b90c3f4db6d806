"""What the conversations and the nodes need from the world. Adapters provide it; tests fake it."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Protocol
from uuid import UUID

from codebook.command import Command, Refusal
from codebook.event import Event, RobotBody
from codebook.heartbeat import Heartbeat, HeartbeatAnswer, Missing, Reach
from codebook.orders import KnownReport
from codebook.plan import RobotPlans
from codebook.readership import Readership
from codebook.speech import Modality, StoppedBy
from codebook.upload import BatchResult, ItemResult
from schedules.locale import Locale
from schedules.task import Approach, CaptionShown, Task


class Priority(IntEnum):
    """How much a sentence or conversation matters, 0-255; a higher one interrupts a lower one."""

    SMALL_TALK = 64
    NORMAL = 128
    REMINDER = 160
    CRITICAL = 240
    """A cry for help: above everything else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How to speak to one resident."""

    locale: Locale
    rate: float = 1.0
    """Of the voice's normal speed, 0.5-2.0."""
    volume: float = 1.0
    """Ratio 0-1."""
    priority: Priority = Priority.NORMAL
    is_interruptible: bool = True
    has_chime: bool = False
    """Begins a conversation: where it is silent, a chime goes before it."""
    resident_id: UUID | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """What really sounded."""

    text: str
    stopped_by: StoppedBy
    is_shown: bool = False
    """Whether it could not sound, and stood on a screen that was open as long as reading takes."""

    @property
    def is_complete(self) -> bool:
        """Whether the whole sentence was spoken."""
        return self.stopped_by is StoppedBy.COMPLETED

    @property
    def can_be_known(self) -> bool:
        """Whether the resident can know all of it: spoken, cut short by them, or shown."""
        return self.is_complete or self.is_shown or self.stopped_by is StoppedBy.RESIDENT


class Voice(Protocol):
    """Speaks."""

    async def say(self, text: str, manner: Manner) -> Said:
        """Speak one sentence to its end, or until something stops it.

        Cancelling the awaiting task stops the voice.
        """
        ...


class AnswerCode(StrEnum):
    """How a question ended."""

    ANSWERED = "answered"
    SILENCE = "silence"
    UNCLEAR = "unclear"
    """Something was said that is not an answer to what was asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understanding:
    """What an utterance means."""

    intent: str
    slots: Mapping[str, str] = field(default_factory=dict)
    confidence: float = 0.0
    """Ratio 0-1."""
    is_doubted: bool = False
    """Only one of the decoders heard it: to be asked once more before anything follows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What came back on a question."""

    code: AnswerCode
    understanding: Understanding | None = None
    """None on silence."""
    transcript: str = ""
    utterance_id: str = ""
    modality: Modality = Modality.SPEECH


@dataclass(frozen=True, slots=True, kw_only=True)
class Asking:
    """What a question expects."""

    intents: tuple[str, ...]
    """What counts as an answer; empty: anything said."""
    is_closed: bool = True
    """A short set of answers: the turn may end early."""
    patience: timedelta = timedelta(seconds=10)
    """Silence after the question until it counts as unanswered."""


class Ears(Protocol):
    """Listens for the answer to a question."""

    async def ask(self, text: str, manner: Manner, asking: Asking) -> Answer:
        """Speak the question and wait for the answer."""
        ...


class Navigator(Protocol):
    """Moves the robot, where it can move."""

    async def approach(self, resident_id: UUID) -> Approach:
        """Come closer to a resident and return what came of it, within a minute."""
        ...


class Captions(Protocol):
    """Lets a reminder be read on the robot's screen."""

    def show(self, text: str) -> CaptionShown:
        """Show a line in place of the one before, and return whether anybody shows it."""
        ...

    def clear(self) -> None:
        """Show nothing any more."""
        ...


class EventLog(Protocol):
    """The robot's own log: what is recorded here reaches the server sooner or later."""

    def record(self, body: RobotBody, *, resident_id: UUID | None, at: datetime) -> Event:
        """Store an event durably, then return it.

        Args:
            body: What happened.
            resident_id: Whom it concerns.
            at: Aware UTC; when it happened.

        Raises:
            StoreUnavailable: It could not be written; nothing was recorded.
        """
        ...

    async def acknowledged(self, event_id: UUID, within: timedelta) -> bool:
        """Return True as soon as the server has stored the event, False after `within`."""
        ...

    def observe(self, watcher: Callable[[Event], None]) -> None:
        """Call `watcher` with each event after it was recorded."""
        ...


class Step(Protocol):
    """What belongs together: all of it is stored, or nothing."""

    def save_task(self, task: Task) -> None:
        """Store the task's new state in place of the one before."""
        ...

    def save_plans(self, etag: str, plans: RobotPlans) -> None:
        """Store the plans in place of the ones before."""
        ...

    def keep_note(self, name: str, text: str | None) -> None:
        """Store a note under its name in place of the one before; None lets go of it."""
        ...

    def forget_words(self, utterance_id: str) -> None:
        """Erase what was said in an utterance from all events that were never offered upwards."""
        ...

    def record(self, body: RobotBody, *, resident_id: UUID | None, at: datetime) -> Event:
        """Add an event, as `EventLog.record` does; watchers hear of it once the step is stored."""
        ...


class TaskStore(Protocol):
    """What the robot must still know after a crash."""

    def transaction(self) -> AbstractContextManager[Step]:
        """Store everything done inside the `with` block in one go when it ends.

        An exception inside the block leaves the store as it was. Keep it short and never await
        inside: other threads wait. Not to be nested.

        Raises:
            StoreUnavailable: It could not be written; nothing of the step was stored.
        """
        ...

    def task(self, occurrence_id: UUID) -> Task | None:
        """Return the task of an occurrence, or None where it was never saved."""
        ...

    def tasks_of(self, item_id: UUID) -> tuple[Task, ...]:
        """Return the tasks of a plan item that are still kept, in order of their due time.

        The last one that was reported as taken is always among them.
        """
        ...

    def open_tasks(self) -> tuple[Task, ...]:
        """Return the tasks that are not over, in order of their due time."""
        ...

    def plans(self) -> RobotPlans | None:
        """Return the plans on board, or None before the first arrived."""
        ...

    def notes(self, prefix: str) -> Mapping[str, str]:
        """Return name -> text of the notes whose names begin with `prefix`, by name."""
        ...

    def plans_confirmed_at(self) -> datetime | None:
        """Return when the server last said that the plans on board hold, aware UTC."""
        ...

    def confirm_plans(self, at: datetime) -> None:
        """Store that the plans on board hold, as the server has said at `at`, aware UTC.

        Cheap to call often: a confirmation that is hardly newer is not written.
        """
        ...

    def lost_before(self) -> datetime | None:
        """Return until when tasks may have been lost with a damaged store, aware UTC.

        What fell due before and is not here may have been answered: it is not to be spoken about.
        None where nothing was lost.
        """
        ...

    def plan_etag(self) -> str:
        """Return the version of the plans on board, or an empty string before the first."""
        ...


class Commands(Protocol):
    """What the robot is asked to do now, as those see it who do it."""

    def waiting(self) -> tuple[Command, ...]:
        """Return what is to be begun, oldest first; what came too late is over by this."""
        ...

    def begin(self, command_id: UUID) -> bool:
        """Write down that it begins, and return whether it may: once, and in time.

        Raises:
            StoreUnavailable: It could not be written down, so it must not be done.
        """
        ...

    def end(self, command_id: UUID, refusal: Refusal | None = None) -> None:
        """Write down that it is done, or why not; tells the server.

        Raises:
            StoreUnavailable: It could not be written; the next start will call it uncertain.
        """
        ...

    def observe(self, watcher: Callable[[], None]) -> None:
        """Call `watcher` whenever something new waits; in whatever thread took it in."""
        ...


class Outbox(Protocol):
    """The events that the server does not hold yet."""

    @property
    def previous_boot_ended_cleanly(self) -> bool | None:
        """Whether the run before stopped on request; None at the very first boot."""
        ...

    def pending(self, limit: int) -> tuple[Event, ...]:
        """Return the oldest events without an answer, at most `limit`, as they were recorded."""
        ...

    def settle(self, results: Sequence[ItemResult], at: datetime) -> None:
        """Store the server's answers.

        What it has, it has acknowledged; what it rejected is kept as a dead letter.

        Args:
            results: Each with the id of its event.
            at: Aware UTC; when the answers came.
        """
        ...

    def reach(self) -> tuple[Reach, ...]:
        """Return what is kept of each boot of whose events the server has acknowledged some."""
        ...

    def take_back(self, missing: Iterable[Missing]) -> int:
        """Let acknowledged events wait again that the server has lost; return how many do."""
        ...

    def waiting_count(self) -> int:
        """Return how many events have no answer yet."""
        ...

    def refused_count(self) -> int:
        """Return how many dead letters are kept."""
        ...

    def note_clock_offset(self, offset: timedelta) -> None:
        """Write `offset`, the server's clock minus the robot's, on every event from now on."""
        ...

    def trouble(self) -> str:
        """Return why a power cut would lose what is recorded now, with the remedy; empty if not."""
        ...

    def note_alive(self, at: datetime) -> None:
        """Store a sign of life, by which the next boot finds how long the robot was gone.

        Also the moment at which a store that could not be written is tried again.
        """
        ...


class RobotStore(EventLog, TaskStore, Outbox, Protocol):
    """All of the robot's memory, as one store keeps it."""


class ServerUnreachable(Exception):  # noqa: N818 - a state of the world, not a mistake
    """The care server did not answer, or answered that it cannot now; worth another try."""


class ServerFaltered(ServerUnreachable):
    """It was reached and did not manage: perhaps for how much, or what, it was sent."""


class ServerRefused(Exception):  # noqa: N818 - a decision of the server
    """The care server refused for good: names the thing and the remedy."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Orders:
    """What the server has for the robot now."""

    etag: str
    """Of all of it."""
    plans_etag: str
    """Of the plans alone."""
    plans: RobotPlans | None
    """None where this release cannot read them: those on board stay in force."""
    plans_fault: str = ""
    """Why they cannot be read."""
    commands: tuple[Command, ...] = ()
    """Those that the server has no receipt for, oldest first."""
    unreadable: tuple[UUID, ...] = ()
    """Commands of a kind that this release does not know."""
    reports: tuple[KnownReport, ...] = ()
    """What was reported lately, oldest first; those that cannot be read are left out."""


class CareServer(Protocol):
    """The care API as the robot sees it."""

    async def upload(self, events: Sequence[Event], sent_at: datetime) -> BatchResult:
        """Send events.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The robot is not (or no longer) known there.
        """
        ...

    async def heartbeat(self, beat: Heartbeat) -> HeartbeatAnswer:
        """Tell how the robot is, and learn what is to be sent again.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The robot is not (or no longer) known there.
        """
        ...

    async def orders(self, known_etag: str, wait: timedelta) -> Orders | None:
        """Return what is to be done, or None where `known_etag` still holds.

        Args:
            known_etag: Of the orders last seen; empty for none.
            wait: How long the server may hold the question until there is news.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The robot is not (or no longer) known there.
        """
        ...

    async def readership(self, resident_id: UUID) -> Readership:
        """Return who of the staff has read about a resident lately.

        Raises:
            ServerUnreachable: Try again later.
            ServerRefused: The robot, or the resident as its own, is not known there.
        """
        ...

    async def close(self) -> None:
        """Let go of connections."""
        ...


class StoreUnavailable(Exception):  # noqa: N818 - a state of the world
    """The robot's store cannot be read or written: names the file and the remedy."""

    def __init__(self, message: str, code: str = "store_unusable") -> None:
        """Say what is wrong, and in short: stable, as `RobotFault.code`."""
        super().__init__(message)
        self.code = code
