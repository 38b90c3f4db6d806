"""What the demonstration's director notices, as values in one queue."""

from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from cli.demo.evidence import AlertSeen
from codebook.event import Event
from sim.measures import Measure
from sim.wire import Doing, Upload


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionShown:
    """The robot is about to speak."""

    resident_id: str
    text: str
    at: datetime
    """By the demonstration's clock, aware UTC."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """The robot recorded an event."""

    event: Event


@dataclass(frozen=True, slots=True)
class Measured:
    """The resident measured something."""

    measure: Measure


@dataclass(frozen=True, slots=True)
class Alerted:
    """A new alert stands on the nurse's list."""

    alert: AlertSeen


@dataclass(frozen=True, slots=True)
class StateChanged:
    """The robot began or ended something."""

    doing: Doing


@dataclass(frozen=True, slots=True)
class UploadChanged:
    """Robot and server are apart, or together again."""

    upload: Upload


Observation: TypeAlias = CaptionShown | Recorded | Measured | Alerted | StateChanged | UploadChanged
