"""What the nodes tell each other, as values; `wire` turns them into messages and back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from uuid import UUID

from codebook.speech import Modality
from robot_nodes.ports import Answer, Asking, Manner, Understanding
from robot_nodes.speech.audio import Samples
from schedules.locale import Locale
from schedules.outcome import EvidenceGrade, Outcome


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Chunk:
    """A run of samples."""

    samples: Samples
    sample_rate_hz: int
    at: datetime
    """When the first sample is played or was captured, aware UTC."""
    sequence: int
    utterance_id: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """The same speech through another decoder."""

    text: str
    confidence: float = 0.0
    unknown_words: int = 0
    """Stretches of speech outside its vocabulary."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Live:
    """What one voice says, while it says it and when it has ended."""

    at: datetime
    """When this was understood, aware UTC."""
    utterance_id: str
    locale: Locale
    text: str
    confidence: float = 0.0
    unknown_words: int = 0
    """Stretches of speech outside the vocabulary: a "not" may hide in each."""
    others: tuple[Reading, ...] = ()
    """What other decoders made of it; none where only one listened."""
    speech_ended_at: datetime | None = None
    """End of the last voiced sound; None while the voice still speaks."""
    decode_s: float = 0.0

    @property
    def is_final(self) -> bool:
        """Whether the utterance has ended."""
        return self.speech_ended_at is not None

    @property
    def is_anything(self) -> bool:
        """Whether any decoder heard a word, known or not: a cough is nothing."""
        is_word = bool(self.text or self.unknown_words)
        return is_word or any(other.text or other.unknown_words for other in self.others)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """What an utterance was understood to mean."""

    at: datetime
    utterance_id: str
    resident_id: UUID | None
    locale: Locale
    understanding: Understanding
    transcript: str
    is_emergency: bool
    speech_ended_at: datetime | None
    """None where a cry was understood before it ended, and of a button."""
    modality: Modality = Modality.SPEECH


STANDING_BUTTONS = frozenset({"help", "resume_listening"})
"""Intents of buttons that answer no question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """A button on the robot's screen was pressed."""

    at: datetime
    intent: str
    label: str
    """What stood on it."""
    locale: Locale
    question: int
    """The question that it answers; 0 for none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What the dialogue waits for."""

    question: int = 0
    """Counts the questions of one run; 0 where none was asked."""
    is_waiting: bool = False
    intents: tuple[str, ...] = ()
    """What counts as an answer; empty: anything said."""
    is_closed: bool = False
    """A short set of answers: the turn may end as soon as one is complete."""
    end_silence_s: float = 0.0
    """The resident's own end-of-speech silence; 0 where none is known."""


class Doing(StrEnum):
    """What kind of conversation is under way."""

    NOTHING = ""
    REMINDER = "reminder"
    CHECK_IN = "check_in"
    HELP = "help"
    QUESTION = "question"
    ANNOUNCEMENT = "announcement"


DOING_BY_KIND: Mapping[str, Doing] = MappingProxyType(
    {
        "medication": Doing.REMINDER,
        "check_in": Doing.CHECK_IN,
        "activity": Doing.ANNOUNCEMENT,
        "appointment": Doing.ANNOUNCEMENT,
        "hydration": Doing.ANNOUNCEMENT,
    }
)
"""Kind of plan item -> the conversation about it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CareState:
    """What the care node is doing, and for whom."""

    is_busy: bool = False
    conversation: Doing = Doing.NOTHING
    resident_id: UUID | None = None
    locale: Locale
    next_event_at: datetime | None = None
    """When it will act next if nothing is said before, aware UTC."""


class SayCode(StrEnum):
    """How a sentence ended."""

    COMPLETED = "completed"
    INTERRUPTED = "interrupted"
    CANCELLED = "cancelled"
    FAILED = "failed"
    SHOWN = "shown"
    """It could not sound, and stood on a screen as long as reading it takes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A sentence as text, at the moment when it begins to sound, or in place of its sound."""

    at: datetime
    """Aware UTC."""
    utterance_id: str
    resident_id: UUID | None
    locale: Locale
    text: str
    synthesise_s: float | None
    """What its sound took; None where it cannot sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence to speak."""

    text: str
    manner: Manner
    caller: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SayResult:
    """What came of a sentence."""

    code: SayCode
    spoken_text: str = ""
    utterance_id: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskGoal:
    """A question to ask."""

    sentence: Sentence
    asking: Asking


@dataclass(frozen=True, slots=True, kw_only=True)
class AskResult:
    """What came of a question: an answer, or None and why there is none."""

    answer: Answer | None
    is_cancelled: bool = False
    error: str = ""


class SkillCode(StrEnum):
    """How a reminder or check-in that somebody asked for ended."""

    DONE = "done"
    """Reported or answered."""
    UNANSWERED = "unanswered"
    CANCELLED = "cancelled"
    UNKNOWN_OCCURRENCE = "unknown_occurrence"
    ALREADY_ANSWERED = "already_answered"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkillResult:
    """What came of it."""

    code: SkillCode
    outcome: Outcome | None = None
    grade: EvidenceGrade | None = None
    is_worrying: bool = False
