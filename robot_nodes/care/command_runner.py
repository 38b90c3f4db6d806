"""Carries out what a person, or the server, asks of the robot now: each once, and answered for."""

import asyncio
import logging
from collections.abc import Callable
from functools import partial
from uuid import UUID

from codebook.command import AlertSeen, CallBack, CheckInNow, Command, Refusal, Restart, SayThis
from codebook.plan import ResidentPlan
from robot_nodes.care.caretaker import Caretaker
from robot_nodes.care.talks import Talks
from robot_nodes.ports import Commands, Priority, Said, StoreUnavailable
from schedules.care_plan import CheckIn

CALLS = frozenset({"3", "4.1"})
"""VKP codes of alerts that a resident knows of, having called out: a call, and a fall."""
_LOG = logging.getLogger(__name__)


class CommandRunner:
    """Used on the conversation loop only."""

    def __init__(
        self,
        commands: Commands,
        caretaker: Caretaker,
        talks: Talks,
        restart: Callable[[], None],
    ) -> None:
        """Do nothing before the first `look`.

        Args:
            commands: What is asked.
            caretaker: Gives the floor.
            talks: What is said.
            restart: Ends the robot's software in good order so that it starts again.
        """
        self._commands = commands
        self._caretaker = caretaker
        self._talks = talks
        self._restart = restart
        self._is_leaving = False

    def look(self) -> None:
        """Begin what waits; to be called whenever something new does, or a conversation ends."""
        try:
            for command in () if self._is_leaving else self._commands.waiting():
                self._take_up(command)
        except StoreUnavailable as fault:
            _LOG.warning("commands wait: %s", fault)

    def _take_up(self, command: Command) -> None:
        if isinstance(command.body, Restart):
            self._leave(command)
            return
        is_seen = isinstance(command.body, AlertSeen)
        is_here = command.resident_id is not None and self._caretaker.hold(
            command.resident_id,
            f"order {command.id}",
            Priority.CRITICAL if is_seen else Priority.REMINDER,
            partial(self._carry_out, command),
        )
        if not is_here and self._commands.begin(command.id):
            self._commands.end(command.id, Refusal.NOT_HERE)

    def _leave(self, command: Command) -> None:
        """End the robot unless a conversation is under way: then once that is over.

        The next run answers for the command.
        """
        if self._caretaker.is_free and self._commands.begin(command.id):
            self._is_leaving = True
            self._restart()

    async def _carry_out(self, command: Command, resident: ResidentPlan) -> None:
        """Do it once: a command that was begun is never begun again."""
        if not self._commands.begin(command.id):
            return
        try:
            refusal = await self._done(command, resident)
        except asyncio.CancelledError:
            self._commands.end(command.id, Refusal.INTERRUPTED)
            raise
        except Exception:
            self._commands.end(command.id, Refusal.CANNOT)
            raise
        self._commands.end(command.id, refusal)

    async def _done(self, command: Command, resident: ResidentPlan) -> Refusal | None:
        match command.body:
            case SayThis(text=text):
                return _unsaid(await self._talks.tell_message(resident, text))
            case CallBack():
                return _unsaid(await self._talks.tell_call_back(resident))
            case CheckInNow(item_id=item_id):
                return await self._looked_in(command.id, resident, item_id)
            case AlertSeen(code=code):
                if code in CALLS:
                    await self._talks.tell_that_it_was_seen(resident)
            case Restart():
                pass  # needs no resident: `_take_up`
        return None

    async def _looked_in(
        self, command_id: UUID, resident: ResidentPlan, item_id: UUID | None
    ) -> Refusal | None:
        items = {item.id: item for item in resident.plan.items if isinstance(item, CheckIn)}
        if item_id is not None and item_id not in items:
            return Refusal.NOT_HERE
        if not self._talks.can_ask(resident):
            return Refusal.CANNOT
        item = items.get(item_id) if item_id is not None else None
        was_answered = await self._talks.check_ins.look_in(resident, item, command_id)
        return None if was_answered else Refusal.INTERRUPTED


def _unsaid(said: Said) -> Refusal | None:
    """Return why a sentence does not count as said, None where it does."""
    if said.is_shown:
        return Refusal.ONLY_SHOWN
    return None if said.can_be_known else Refusal.INTERRUPTED
