"""What is measured from outside the robot, with the resident's own ears and watch."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal, TypeAlias

from pydantic import Field, TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class RobotSpoke:
    """A sentence of the robot as it was heard; what was not audible leaves no trace."""

    utterance_id: str
    resident_id: str
    text: str
    """The caption: what the robot meant to say."""
    loudest_dbfs: float
    began_at: datetime
    """First audible sample, by the demonstration's clock, aware UTC."""
    sounded_s: float
    """From the first to the last audible sample, seconds."""
    kind: Literal["robot_spoke"] = "robot_spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentBegan:
    """An answer or a cry begins: for those who tell the story as it happens."""

    resident_id: str
    text: str
    began_at: datetime
    """By the demonstration's clock, aware UTC."""
    kind: Literal["resident_began"] = "resident_began"


@dataclass(frozen=True, slots=True, kw_only=True)
class ResidentSpoke:
    """An answer or a cry as it was spoken into the room."""

    line: str
    resident_id: str
    text: str
    began_at: datetime
    ended_at: datetime
    """By the demonstration's clock, aware UTC."""
    began_s: float
    """First sample, by the machine's monotonic clock, seconds."""
    ended_s: float
    """Last voiced sample, by the same clock."""
    kind: Literal["resident_spoke"] = "resident_spoke"


@dataclass(frozen=True, slots=True, kw_only=True)
class TurnTaken:
    """How long a resident waited for the robot's reply."""

    line: str
    is_closed: bool
    """Whether it answered a question with a short set of answers."""
    reply_s: float
    """From the last voiced sample published to the first audible one received, seconds."""
    kind: Literal["turn_taken"] = "turn_taken"


@dataclass(frozen=True, slots=True, kw_only=True)
class BargedIn:
    """How fast the robot fell silent when it was spoken into. All in seconds."""

    line: str
    utterance_id: str
    """The interrupted sentence."""
    cry_s: float
    """How long the cry lasted."""
    silent_s: float
    """From the cry's first sample to the last audible one of the sentence."""
    reply_s: float
    """From the cry's first sample to the first audible one of the answer."""
    kind: Literal["barged_in"] = "barged_in"


Measure: TypeAlias = RobotSpoke | ResidentBegan | ResidentSpoke | TurnTaken | BargedIn

_MEASURE: TypeAdapter[Measure] = TypeAdapter(Annotated[Measure, Field(discriminator="kind")])


def to_json(measure: Measure) -> str:
    """Return one line of JSON."""
    return _MEASURE.dump_json(measure).decode()


def from_json(text: str | bytes) -> Measure:
    """Read what `to_json` wrote.

    Raises:
        ValueError: It is no measure.
    """
    return _MEASURE.validate_json(text)
