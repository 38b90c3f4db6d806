"""ROS message <-> value, for everything that stands outside the robot."""

from array import array
from dataclasses import dataclass
from datetime import datetime
from math import cos, nan, sin
from typing import Any

import numpy as np
from geometry_msgs.msg import PoseStamped
from nabo.action import GoTo
from nabo.msg import AudioChunk, Caption, CareEvent, CareState, SyncState
from sensor_msgs.msg import BatteryState

from codebook.event import Event
from robot_nodes.ros import instant, time_message
from robot_nodes.speech.audio import HEARING_RATE_HZ, Samples
from sim.battery import Charge
from sim.body import Body
from sim.mouth import Chunk
from sim.resident import Shown

__all__ = ["AudioChunk", "Caption", "CareEvent", "CareState", "GoTo", "SyncState"]

ROOM_FRAME = "resident"
MAP_FRAME = "map"
"""Of the whole home (REP-105)."""


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


def go_to_arrived() -> Any:  # noqa: ANN401 - as above
    """Return the result of a drive that has come to its end."""
    return GoTo.Result(code=GoTo.Result.ARRIVED)


def go_to_failed(reason: str) -> Any:  # noqa: ANN401 - as above
    """Return the result of a drive that came to nothing; `reason` says what to do."""
    return GoTo.Result(code=GoTo.Result.FAILED, error=reason)


def go_to_cancelled() -> Any:  # noqa: ANN401 - as above
    """Return the result of a drive that was ended on the way."""
    return GoTo.Result(code=GoTo.Result.CANCELLED)


def go_to_feedback(remaining_m: float) -> Any:  # noqa: ANN401 - as above
    """Return how far it still is."""
    return GoTo.Feedback(distance_m=remaining_m)


def to_pose(body: Body, at: datetime) -> PoseStamped:
    """Return where the robot is and where it looks, `at` an aware instant."""
    message = PoseStamped()
    message.header.stamp = time_message(at)
    message.header.frame_id = MAP_FRAME
    place, heading_rad = body.spot(at).at, body.drive.heading_rad(at)
    message.pose.position.x, message.pose.position.y = place.x_m, place.y_m
    message.pose.orientation.z = sin(heading_rad / 2)
    message.pose.orientation.w = cos(heading_rad / 2)
    return message


def to_battery(charge: Charge, at: datetime) -> BatteryState:
    """Return how the battery is, `at` an aware instant; what is not simulated is unknown."""
    ratio = charge.now(at)
    message = BatteryState(percentage=ratio, present=True)
    message.header.stamp = time_message(at)
    message.voltage = message.current = message.charge = message.capacity = nan
    message.power_supply_status = (
        BatteryState.POWER_SUPPLY_STATUS_DISCHARGING
        if not charge.is_docked
        else BatteryState.POWER_SUPPLY_STATUS_FULL
        if ratio >= 1.0
        else BatteryState.POWER_SUPPLY_STATUS_CHARGING
    )
    return message
