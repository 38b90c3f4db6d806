"""A scene with a voice that remembers and ears that follow a script."""

from datetime import UTC, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from codebook.event import Event, RobotBody
from codebook.manner import Hearing
from codebook.readership import Readership, StaffReader
from robot_nodes.dialogue.conversations import Asked, Scene
from robot_nodes.dialogue.intents import Interpreter
from robot_nodes.dialogue.phrases import Phrases
from robot_nodes.dialogue.speech_level import SpeechLevel
from robot_nodes.ports import Manner, Said
from schedules.locale import Locale
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

NOW = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
PHRASES = {locale: Phrases.load(locale) for locale in Locale}
RESIDENT = UUID(int=7)


class FakeWishes:
    """Fulfils `robot_nodes.dialogue.conversations.Wishes`."""

    def __init__(self) -> None:
        self.level = SpeechLevel()
        self.utterances: list[str] = []

    def change(self, level: SpeechLevel, utterance_id: str) -> None:
        """Remember."""
        self.level = level
        self.utterances.append(utterance_id)


class FakeDiscretion:
    """Fulfils `robot_nodes.dialogue.conversations.Discretion`."""

    def __init__(self) -> None:
        self.paused_until: datetime | None = None
        self.has_words = True
        self.is_agreed = True

    def stop_listening(self, until: datetime, asked: Asked) -> None:
        """Remember."""
        del asked
        self.paused_until = until

    def listen_again(self) -> bool:
        """Remember."""
        self.paused_until = None
        return self.is_listening

    @property
    def is_listening(self) -> bool:
        """Whether nobody has stopped it."""
        return self.is_agreed and self.paused_until is None

    def forget_last(self) -> bool:
        """Forget once."""
        had, self.has_words = self.has_words, False
        return had


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
        self.wishes = FakeWishes()
        self.discretion = FakeDiscretion()
        self.hearing = Hearing.GOOD
        self.has_screen = False
        self.readers: dict[str, datetime] | None = None
        """Who of the staff has read, the latest first; None while nobody can be asked."""

    def answers(self, *said: str) -> None:
        """Let the resident answer this, question by question."""
        self.ears.answers = list(said)

    def announced(self, said: Said) -> None:
        """Count."""
        assert said.can_be_known
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

    async def readership(self) -> Readership | None:
        """Tell what the server knows."""
        if self.readers is None:
            return None
        staff = tuple(StaffReader(name=name, last_at=at) for name, at in self.readers.items())
        return Readership(since=NOW - timedelta(days=7), staff=staff)

    def scene(self, locale: Locale = Locale.NB_NO, now: datetime = NOW) -> Scene:
        """Return the scene in this room."""
        return Scene(
            voice=self.voice,
            ears=self.ears,
            phrases=PHRASES[locale],
            basis=Manner(locale=locale, resident_id=RESIDENT),
            wishes=self.wishes,
            now=lambda: now,
            zone=ZoneInfo("Europe/Oslo"),
            name="Solveig",
            number_to_call="73 00 00 00",
            record=self.record,
            acknowledged=self.acknowledged,
            readership=self.readership,
            hearing=self.hearing,
            has_screen=self.has_screen,
        )

    @property
    def heard(self) -> str:
        """All that was spoken and asked, for a look at the words."""
        return " ".join([*self.voice.sentences, *self.ears.questions])


@pytest.fixture
def room(interpreter: Interpreter) -> Room:
    """Return a quiet room."""
    return Room(interpreter)
