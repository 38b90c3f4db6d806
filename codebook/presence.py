"""In which room somebody was perceived. A sensor does not tell who it was."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from codebook.model import Model


class PresenceSource(StrEnum):
    """What perceived it."""

    SENSOR = "sensor"
    """A presence or door sensor in the home."""
    ROBOT = "robot"
    """The robot's own senses."""


class PresenceChanged(Model):
    """Somebody was perceived in another room, or in none: it holds until the next such event."""

    kind: Literal["presence.changed"] = "presence.changed"
    version: Literal[1] = 1
    room: str | None = Field(max_length=60)
    """What the home calls the room; None where nobody is perceived any more."""
    source: PresenceSource
    """What perceived it."""
