"""How a resident wants to be spoken with, and what they changed about it by voice."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from codebook.model import Model

SLOWEST = 0.6
FASTEST = 1.4
SOFTEST = 0.4
LOUDEST = 1.0
USUAL_VOLUME = 0.8
USUAL_PATIENCE_S = 10.0


class Hearing(StrEnum):
    """How well a resident hears."""

    GOOD = "good"
    REDUCED = "reduced"
    """Louder and slower from the first word, and a question that meets silence is repeated."""


class MannerChanged(Model):
    """The resident asked the robot to speak in another way, and it has done so ever since."""

    kind: Literal["resident.manner-changed"] = "resident.manner-changed"
    version: Literal[1] = 1
    utterance_id: str
    """What was said, or empty when a button was pressed."""
    rate: float = Field(ge=SLOWEST, le=FASTEST)
    """Of the voice's normal speed, from now on."""
    volume: float = Field(ge=SOFTEST, le=LOUDEST)
    """Ratio of full loudness, from now on."""
