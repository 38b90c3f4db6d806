"""What was said and heard. Transcripts are personal data, kept under the resident's own key."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from codebook.model import Model
from schedules.locale import Locale


class StoppedBy(StrEnum):
    """Why the robot ended a sentence."""

    COMPLETED = "completed"
    RESIDENT = "resident"
    """The resident began to speak, or said stop."""
    EMERGENCY = "emergency"
    PRIORITY = "priority"
    """A more important sentence came in between."""
    CANCELLED = "cancelled"
    FAULT = "fault"


class Modality(StrEnum):
    """How a resident answered."""

    SPEECH = "speech"
    TOUCH = "touch"
    """A button on the robot's screen."""


class SpeechSaid(Model):
    """The robot spoke. Holds only the words that really sounded."""

    kind: Literal["speech.said"] = "speech.said"
    version: Literal[1] = 1
    utterance_id: str
    """Short random id, unique within the robot's run."""
    locale: Locale
    """The language spoken."""
    text: str
    """The words that sounded, from the synthesiser's audio positions."""
    stopped_by: StoppedBy
    """Why the sentence ended."""
    duration_s: float = Field(ge=0)
    """Seconds of sound played."""


class SpeechHeard(Model):
    """Somebody spoke to the robot, or pressed a button on its screen, and what that means."""

    kind: Literal["speech.heard"] = "speech.heard"
    version: Literal[1] = 1
    utterance_id: str
    """Short random id; all messages about one utterance carry it."""
    locale: Locale
    """The language it was heard in."""
    transcript: str
    """As recognised, which may be wrong; of a button, what stood on it."""
    intent: str
    """A name of the intent list; `unknown` where none fits."""
    slots: dict[str, str] = Field(default_factory=dict)
    """Slot name to text, e.g. minutes to 10."""
    confidence: float = Field(ge=0, le=1)
    """The recogniser's own ratio; not to be trusted alone."""
    was_robot_speaking: bool
    """Whether it was said into the robot's own sentence."""
    modality: Modality = Modality.SPEECH
    """Spoken, or a button pressed."""
    is_erased: bool = False
    """Whether the resident had the words, and what they were taken to mean, erased."""


class TurnTiming(Model):
    """How long the resident waited for the robot's reply."""

    kind: Literal["turn.timing"] = "turn.timing"
    version: Literal[1] = 1
    utterance_id: str
    """The resident's utterance."""
    is_closed_question: bool
    """Whether the robot had asked something with a short set of answers."""
    endpoint_s: float = Field(ge=0)
    """Seconds from the end of speech until the turn was taken."""
    decode_s: float = Field(ge=0)
    """Seconds of final decoding."""
    understand_s: float = Field(ge=0)
    """Seconds from transcript to intent."""
    synthesise_s: float | None = Field(default=None, ge=0)
    """Seconds from the reply's turn to speak until its sound was there. None: not measured, as by
    robots of before.
    """
    reply_s: float = Field(ge=0)
    """Seconds from the end of speech to the first sample of the reply: the sum that counts."""
