"""Where a conversation takes place: one resident, one voice, one pair of ears, one clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Self
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.event import Event, RobotBody
from codebook.speech import StoppedBy
from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.ports import Answer, Asking, Ears, Manner, Priority, Said, Voice

Acknowledged = Callable[[UUID, timedelta], Awaitable[bool]]
"""Waits until the server has stored an event, or until the time is up; `EventLog.acknowledged`."""

_GREETINGS = {
    "morning": Line.GREETING_MORNING,
    "day": Line.GREETING_DAY,
    "evening": Line.GREETING_EVENING,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What every conversation needs."""

    voice: Voice
    ears: Ears
    phrases: Phrases
    manner: Manner
    now: Callable[[], datetime]
    """The robot's clock, aware UTC."""
    zone: ZoneInfo
    """The resident's."""
    name: str
    """How the resident wants to be addressed."""
    number_to_call: str
    """What to dial when the robot reaches nobody, as it is spoken."""
    record: Callable[[RobotBody], Event]
    """Stores an event of this resident durably, now."""

    def spoken_with(self, priority: Priority, volume: float | None = None) -> Self:
        """Return the scene with another priority and loudness (ratio 0-1)."""
        loud = self.manner.volume if volume is None else volume
        return replace(self, manner=replace(self.manner, priority=priority, volume=loud))

    def opening(self) -> Self:
        """Return the scene as it begins: out of silence, a chime goes before the first words."""
        return replace(self, manner=replace(self.manner, has_chime=True))

    def sentence(self, line: Line, **slots: str) -> str:
        """Return a sentence; `name` and `number` fill themselves in."""
        return self.phrases.sentence(
            line, **{"name": self.name, "number": self.number_to_call, **slots}
        )

    def greeting(self) -> str:
        """Return the greeting that fits the time of day."""
        return self.sentence(_GREETINGS[spoken.part_of_day(self.local_now())])

    def local_now(self) -> datetime:
        """Return the present in the resident's zone."""
        return self.now().astimezone(self.zone)

    def at_clock(self, moment: datetime) -> str:
        """Return an aware instant as the resident's wall clock, spoken."""
        return spoken.at_clock(moment.astimezone(self.zone).time(), self.manner.locale)

    async def say(self, line: Line, **slots: str) -> Said:
        """Speak one sentence."""
        return await self.voice.say(self.sentence(line, **slots), self.manner)

    async def ask(self, line: Line, asking: Asking, **slots: str) -> Answer:
        """Speak one question and wait for the answer."""
        return await self.ears.ask(self.sentence(line, **slots), self.manner, asking)


def has_sounded(said: Said) -> bool:
    """Return whether the resident can know what was said: to the end, or cut short by them."""
    return said.is_complete or said.stopped_by is StoppedBy.RESIDENT
