"""A scene with a voice that remembers and ears that follow a script."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from codebook.event import Event, RobotBody
from robot_nodes.dialogue.conversations.scene import Scene
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.ports import Manner
from schedules.locale import Locale
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
RESIDENT = UUID(int=7)


class Room:
    """A resident's room: what is said, asked, recorded, and what the server has got."""

    def __init__(self, interpreter: Interpreter) -> None:
        self.voice = FakeVoice()
        self.ears = ScriptedEars(interpreter)
        self.recorded: list[RobotBody] = []
        self.spoken_when_recorded: list[int] = []
        """How many sentences had been spoken when each event was recorded."""
        self.is_online = True
        self.online_after = 0
        """How many times the server is asked for in vain."""
        self.announcements = 0

    def answers(self, *said: str) -> None:
        """Let the resident answer this, question by question."""
        self.ears.answers = list(said)

    def announced(self) -> None:
        """Count."""
        self.announcements += 1

    def record(self, body: RobotBody) -> Event:
        """Keep the event."""
        self.recorded.append(body)
        self.spoken_when_recorded.append(len(self.voice.sentences))
        return Event(
            id=UUID(int=100 + len(self.recorded)),
            robot_id=UUID(int=1),
            boot_id=UUID(int=2),
            sequence=len(self.recorded),
            resident_id=RESIDENT,
            occurred_at=NOW,
            body=body,
        )

    async def acknowledged(self, event_id: UUID, within: timedelta) -> bool:
        """Tell whether the server has it, without waiting."""
        del event_id, within
        if self.online_after:
            self.online_after -= 1
            return False
        return self.is_online

    def scene(self, locale: Locale = Locale.NB_NO, now: datetime = NOW) -> Scene:
        """Return the scene in this room."""
        return Scene(
            voice=self.voice,
            ears=self.ears,
            phrases=Phrases.load(locale),
            manner=Manner(locale=locale, resident_id=RESIDENT),
            now=lambda: now,
            zone=ZoneInfo("Europe/Oslo"),
            name="Solveig",
            number_to_call="73 00 00 00",
            record=self.record,
        )

    @property
    def heard(self) -> str:
        """All that was spoken and asked, for a look at the words."""
        return " ".join([*self.voice.sentences, *self.ears.questions])


@pytest.fixture
def room(interpreter: Interpreter) -> Room:
    """Return a quiet room."""
    return Room(interpreter)
