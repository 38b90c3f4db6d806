"""How much something wants to be seen."""

from enum import StrEnum


class Tone(StrEnum):
    """How much a line wants to be seen; each has its own shape and colour."""

    CALM = "calm"
    GOOD = "good"
    ATTENTION = "attention"
    URGENT = "urgent"
