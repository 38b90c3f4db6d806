"""Where a conversation takes place: one resident, one voice, one pair of ears, one clock."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from codebook.event import Event, RobotBody
from codebook.manner import USUAL_PATIENCE_S, Hearing
from codebook.readership import Readership
from robot_nodes.dialogue import spoken
from robot_nodes.dialogue.line import Line
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.dialogue.speech_level import SpeechLevel
from robot_nodes.ports import Answer, Asking, Ears, Manner, Priority, Said, Voice
from schedules.locale import Locale

Acknowledged = Callable[[UUID, timedelta], Awaitable[bool]]
"""Waits until the server has stored an event, or until the time is up; `EventLog.acknowledged`."""

Announced = Callable[[Said], None]
"""Told how a reminder has reached the resident, before an answer to it is waited for."""

_GREETINGS = {
    "morning": Line.GREETING_MORNING,
    "day": Line.GREETING_DAY,
    "evening": Line.GREETING_EVENING,
}


async def _unreachable() -> None:
    return None


class Wishes(Protocol):
    """How one resident wants to be spoken to."""

    @property
    def level(self) -> SpeechLevel:
        """As they have wished last, or as the plan says."""
        ...

    def change(self, level: SpeechLevel, utterance_id: str) -> None:
        """Remember a wish for good, and let the nurse know."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Scene:
    """What every conversation needs."""

    voice: Voice
    ears: Ears
    phrases: Phrases
    basis: Manner
    """How to speak, but for rate and volume."""
    wishes: Wishes
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
    acknowledged: Acknowledged
    readership: Callable[[], Awaitable[Readership | None]] = _unreachable
    """Asks the server who of the staff has read about the resident; None where it cannot tell."""
    hearing: Hearing = Hearing.GOOD
    patience: timedelta = timedelta(seconds=USUAL_PATIENCE_S)
    """Silence after a question until it counts as unanswered."""
    has_screen: bool = False
    """Whether the resident can press buttons."""
    times_as_loud: float = 1.0
    """As usual, up to full loudness."""

    @property
    def manner(self) -> Manner:
        """How to speak now: as the resident has wished last."""
        level = self.wishes.level.heard_by(self.hearing).times_as_loud(self.times_as_loud)
        return replace(self.basis, rate=level.rate, volume=level.volume)

    @property
    def locale(self) -> Locale:
        """The resident's language."""
        return self.basis.locale

    def spoken_with(self, priority: Priority, times_as_loud: float = 1.0) -> Self:
        """Return the scene with another priority and loudness."""
        basis = replace(self.basis, priority=priority)
        return replace(self, basis=basis, times_as_loud=times_as_loud)

    def opening(self) -> Self:
        """Return the scene as it begins: out of silence, a chime goes before the first words."""
        return replace(self, basis=replace(self.basis, has_chime=True))

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
        return spoken.at_clock(moment.astimezone(self.zone).time(), self.locale)

    async def say(self, line: Line, **slots: str) -> Said:
        """Speak one sentence."""
        return await self.voice.say(self.sentence(line, **slots), self.manner)

    async def ask(self, line: Line, asking: Asking, **slots: str) -> Answer:
        """Speak one question and wait for the answer."""
        return await self.put(self.sentence(line, **slots), asking)

    async def put(self, question: str, asking: Asking) -> Answer:
        """Speak a question in these words and wait as long as this resident needs."""
        patient = replace(asking, patience=max(asking.patience, self.patience))
        return await self.ears.ask(question, self.manner, patient)
