"""ROS message <-> value, for everything that stands outside the robot."""

from array import array
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import numpy as np
from nabo.msg import AudioChunk, Caption, CareEvent, CareState, SyncState

from codebook.event import Event
from robot_nodes.ros import instant, time_message
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from sim.mouth import Chunk
from sim.resident import Shown

__all__ = ["AudioChunk", "Caption", "CareEvent", "CareState", "SyncState"]

ROOM_FRAME = "resident"


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """A chunk of the robot's voice."""

    utterance_id: str
    samples: Samples
    sample_rate_hz: int
    plays_at: datetime
    """Aware UTC by the robot's clock; when its first sample is played."""

    @property
    def duration_s(self) -> float:
        """How long it sounds, seconds."""
        return len(self.samples) / self.sample_rate_hz


@dataclass(frozen=True, slots=True, kw_only=True)
class Doing:
    """What the robot is doing."""

    is_busy: bool
    conversation: str
    next_event_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """How far robot and server are apart."""

    is_online: bool
    waiting_events: int


def from_caption(message: Any) -> Shown:  # noqa: ANN401 - as above
    """Return what the robot is about to say."""
    return Shown(
        utterance_id=message.utterance_id, resident_id=message.resident_id, text=message.text
    )


def from_audio(message: Any) -> Sound:  # noqa: ANN401 - as above
    """Return a chunk of sound."""
    return Sound(
        message.utterance_id,
        np.array(message.samples, np.int16),
        message.sample_rate_hz,
        instant(message.header.stamp),
    )


def to_audio(chunk: Chunk, captured_at: datetime) -> Any:  # noqa: ANN401 - as above
    """Return 32 ms of the room; `captured_at` (aware) is when its first sample sounded."""
    message = AudioChunk()
    message.header.stamp = time_message(captured_at)
    message.header.frame_id = ROOM_FRAME
    message.sequence = chunk.sequence
    message.sample_rate_hz = HEARING_RATE_HZ
    message.samples = array("h", chunk.samples.tobytes())
    return message


def from_care_state(message: Any) -> Doing:  # noqa: ANN401 - as above
    """Return what the robot is doing."""
    next_at = instant(message.next_event_at) if message.has_next_event else None
    return Doing(is_busy=message.is_busy, conversation=message.conversation, next_event_at=next_at)


def from_sync_state(message: Any) -> Upload:  # noqa: ANN401 - as above
    """Return how far robot and server are apart."""
    return Upload(is_online=message.is_online, waiting_events=message.waiting_events)


def from_care_event(message: Any) -> Event:  # noqa: ANN401 - as above
    """Return a recorded event.

    Raises:
        ValueError: It is no event of this codebook.
    """
    return Event.model_validate_json(message.json)
