"""The commands on board: taken in once, begun once, and answered for.

Every step is on disk before anything follows from it. A robot that falls between beginning and end
says that it does not know what became of the command, and never tries again.
"""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from codebook.command import (
    Command,
    CommandDone,
    CommandExpired,
    CommandReceived,
    CommandRefused,
    CommandUncertain,
    Refusal,
    Restart,
)
from codebook.model import Model
from robot_nodes.ports import RobotStore, Step
from robot_nodes.sync.server_time import ServerTime
from schedules.clock import Clock

FORGOTTEN_AFTER = timedelta(days=7)
"""How long after its time a command is still known; the server hands none out that long."""
_NOTE = "command/"
"""How the names of the notes begin under which commands are kept, each by its id."""


class Progress(StrEnum):
    """How far the robot is with a command."""

    RECEIVED = "received"
    BEGUN = "begun"
    """Written down before anything is done, so that it is never done twice."""
    OVER = "over"


class Kept(Model):
    """A command on board."""

    progress: Progress
    command: Command


Ending = CommandDone | CommandExpired | CommandRefused | CommandUncertain


class CommandDesk:
    """Fulfils the port `Commands`; may be used from any thread."""

    def __init__(self, store: RobotStore, clock: Clock, server_time: ServerTime) -> None:
        """Open the desk on what is on board.

        Args:
            store: Where commands are kept.
            clock: The robot's, for events.
            server_time: By which commands run out; until it is known, none is begun or runs out.
        """
        self._store = store
        self._clock = clock
        self._server_time = server_time
        self._watchers: tuple[Callable[[], None], ...] = ()

    def observe(self, watcher: Callable[[], None]) -> None:
        """See `Commands.observe`."""
        self._watchers = (*self._watchers, watcher)

    def recover(self) -> None:
        """Answer for what an earlier run of the robot began.

        To be called once at the start, before anybody begins anything: a restart is done when the
        run that it ended has ended in good order.

        Raises:
            StoreUnavailable: The store cannot be read or written.
        """
        for kept in self._kept():
            if kept.progress is Progress.BEGUN:
                has_ended_well = self._store.previous_boot_ended_cleanly is True
                is_restarted = isinstance(kept.command.body, Restart) and has_ended_well
                kind = CommandDone if is_restarted else CommandUncertain
                self._close(kept.command, kind(command_id=kept.command.id))

    def take(self, commands: Iterable[Command], unreadable: Iterable[UUID] = ()) -> None:
        """Take in what the server hands out; what is on board already is left alone.

        Raises:
            StoreUnavailable: The store cannot be written; the server will hand it out again.
        """
        is_news = False
        for command in commands:
            is_news |= self._take(command)
        for command_id in unreadable:
            self._refuse_unreadable(command_id)
        if is_news:
            self.look_again()

    def look_again(self) -> None:
        """Tell whoever does them that there may be commands to begin."""
        for watch in self._watchers:
            watch()

    def waiting(self) -> tuple[Command, ...]:
        """See `Commands.waiting`."""
        if not self._server_time.is_known:
            return ()  # a clock that was never set would call a fresh command too late
        now = self._server_time.now()
        still: list[Command] = []
        for kept in self._kept():
            match kept.progress:
                case Progress.OVER:
                    self._forget(kept.command)
                case Progress.RECEIVED if kept.command.expires_at <= now:
                    self._close(kept.command, CommandExpired(command_id=kept.command.id))
                case Progress.RECEIVED:
                    still.append(kept.command)
                case Progress.BEGUN:
                    pass
        return tuple(still)

    def begin(self, command_id: UUID) -> bool:
        """See `Commands.begin`."""
        with self._store.transaction() as step:
            kept = self._find(command_id)
            if kept is None or kept.progress is not Progress.RECEIVED:
                return False
            if not self._server_time.is_known:
                return False
            obstacle = self._obstacle(kept.command)
            if obstacle is not None:
                self._write_end(step, kept.command, obstacle, self._clock.now())
                return False
            _keep(step, kept.command, Progress.BEGUN)
            return True

    def end(self, command_id: UUID, refusal: Refusal | None = None) -> None:
        """See `Commands.end`."""
        kept = self._find(command_id)
        if kept is None or kept.progress is Progress.OVER:
            return
        ending = (
            CommandDone(command_id=command_id)
            if refusal is None
            else CommandRefused(command_id=command_id, reason=refusal)
        )
        self._close(kept.command, ending)

    def _take(self, command: Command) -> bool:
        """Return whether it is new and to be done."""
        now = self._clock.now()
        with self._store.transaction() as step:
            if self._find(command.id) is not None:
                return False
            _keep(step, command, Progress.RECEIVED)
            resident_id = self._known(command.resident_id)
            received = CommandReceived(command_id=command.id)
            step.record(received, resident_id=resident_id, at=now)
            if resident_id != command.resident_id:
                refused = CommandRefused(command_id=command.id, reason=Refusal.NOT_HERE)
                self._write_end(step, command, refused, now)
                return False
        return True

    def _refuse_unreadable(self, command_id: UUID) -> None:
        """Refuse what cannot be read; said again at worst, for nothing is kept of it."""
        refused = CommandRefused(command_id=command_id, reason=Refusal.UNREADABLE)
        self._store.record(refused, resident_id=None, at=self._clock.now())

    def _obstacle(self, command: Command) -> Ending | None:
        """Return why a command must not be begun."""
        if command.expires_at <= self._server_time.now():
            return CommandExpired(command_id=command.id)
        if self._store.trouble():  # a robot that falls would not know that it was begun
            return CommandRefused(command_id=command.id, reason=Refusal.CANNOT)
        return None

    def _kept(self) -> tuple[Kept, ...]:
        """Return what is on board, oldest first: an id begins with its time."""
        notes = self._store.notes(_NOTE).values()
        return tuple(Kept.model_validate_json(text) for text in notes)

    def _find(self, command_id: UUID) -> Kept | None:
        text = self._store.notes(f"{_NOTE}{command_id}").get(f"{_NOTE}{command_id}")
        return Kept.model_validate_json(text) if text else None

    def _forget(self, command: Command) -> None:
        if self._server_time.now() - command.expires_at > FORGOTTEN_AFTER:
            with self._store.transaction() as step:
                step.keep_note(f"{_NOTE}{command.id}", None)

    def _close(self, command: Command, ending: Ending) -> None:
        with self._store.transaction() as step:
            self._write_end(step, command, ending, self._clock.now())

    def _write_end(self, step: Step, command: Command, ending: Ending, at: datetime) -> None:
        _keep(step, command, Progress.OVER)
        step.record(ending, resident_id=self._known(command.resident_id), at=at)

    def _known(self, resident_id: UUID | None) -> UUID | None:
        """Return the resident where the robot looks after them, or else None."""
        plans = self._store.plans()
        residents = plans.residents if plans else ()
        return resident_id if any(r.resident_id == resident_id for r in residents) else None


def _keep(step: Step, command: Command, progress: Progress) -> None:
    kept = Kept(progress=progress, command=command)
    step.keep_note(f"{_NOTE}{command.id}", kept.model_dump_json())
