"""Where the care node's conversations take place, and how what comes of them is written down."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.event import Event, RobotBody
from codebook.plan import ResidentPlan
from codebook.readership import Readership
from robot_nodes.care.ledger import Ledger
from robot_nodes.care.memory import Memory
from robot_nodes.care.privacy import OpenEars
from robot_nodes.dialogue.conversations import Scene
from robot_nodes.dialogue.conversations.message import REACHED_WITHIN
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.ports import (
    Ears,
    EventLog,
    Manner,
    Said,
    ServerRefused,
    ServerUnreachable,
    Voice,
)
from schedules.locale import Locale
from schedules.task import Announced, Task


def _no_screen() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenes:
    """All that a conversation needs, whoever it is held with."""

    voice: Voice
    ears: Ears
    log: EventLog
    ledger: Ledger
    memory: Memory
    phrases: Callable[[Locale], Phrases]
    now: Callable[[], datetime]
    has_screen: Callable[[], bool] = _no_screen
    """Whether the resident can press buttons just now."""
    readership: Callable[[UUID], Awaitable[Readership]] | None = None
    """Asks the server who has read about a resident; None where no server is known."""

    def of(
        self, resident: ResidentPlan, record: Callable[[RobotBody], Event] | None = None
    ) -> Scene:
        """Return the scene with a resident.

        Args:
            resident: Whom.
            record: Stores what comes of it; None for storing it as it is.
        """

        def plainly(body: RobotBody) -> Event:
            return self.record(resident.resident_id, body)

        return Scene(
            voice=self.voice,
            ears=self._ears_for(resident.resident_id),
            phrases=self.phrases(resident.locale),
            basis=Manner(locale=resident.locale, resident_id=resident.resident_id),
            wishes=self.memory.manners.of(resident),
            now=self.now,
            zone=ZoneInfo(resident.plan.zone),
            name=resident.spoken_name,
            number_to_call=resident.number_to_call,
            record=record or plainly,
            acknowledged=self.log.acknowledged,
            readership=partial(self._who_has_read, resident.resident_id),
            hearing=resident.hearing,
            patience=timedelta(seconds=resident.patience_s),
            has_screen=self.has_screen(),
        )

    def heard(self, scene: Scene) -> Scene:
        """Return the scene with ears that open for its questions, whatever was wished."""
        return replace(scene, ears=OpenEars(self.ears, self.memory.privacy))

    def _ears_for(self, resident_id: UUID) -> Ears:
        """Return ears that open for this resident where only another one has refused."""
        privacy = self.memory.privacy
        opens = privacy.hears(resident_id) and not privacy.is_listening
        return OpenEars(self.ears, privacy) if opens else self.ears

    def record(self, resident_id: UUID, body: RobotBody) -> Event:
        """Store an event of a resident, now.

        Raises:
            StoreUnavailable: It could not be stored.
        """
        return self.log.record(body, resident_id=resident_id, at=self.now())

    def announcing(self, task: Task, way: Announced) -> Callable[[Said], None]:
        """Return what stores that a task was announced, and how, once that is known."""

        def announced(said: Said) -> None:
            done = replace(way, is_spoken=not said.is_shown)
            self.ledger.happened(task.occurrence.id, done)
            if task.ladder is not None:
                self.memory.bookmarks.open(task.occurrence.id)

        return announced

    def times_as_loud(self, resident: ResidentPlan, way: Announced) -> float:
        """Return how loud a task is announced, as a multiple of how loud this resident wishes."""
        usual = self.memory.manners.of(resident).level.volume
        return (way.volume or usual) / usual

    async def _who_has_read(self, resident_id: UUID) -> Readership | None:
        if self.readership is None:
            return None
        try:
            async with asyncio.timeout(REACHED_WITHIN.total_seconds()):
                return await self.readership(resident_id)
        except (ServerUnreachable, ServerRefused, TimeoutError):
            return None
