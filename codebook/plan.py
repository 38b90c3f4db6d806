"""The plan document that the server hands to a robot."""

from uuid import UUID

from pydantic import Field

from codebook.manner import USUAL_PATIENCE_S, USUAL_VOLUME, Hearing
from codebook.model import Instant, Model
from schedules.care_plan import CarePlan
from schedules.locale import Locale


class LastTaken(Model):
    """When an item whose next time counts from it was last reported as taken."""

    item_id: UUID
    report_id: UUID
    """The report's event."""
    at: Instant
    """When it was reported."""


class ResidentPlan(Model):
    """One resident whom the robot looks after, and the plan to carry out."""

    resident_id: UUID
    spoken_name: str
    """How the resident wants to be addressed, e.g. `Solveig` or `fru Lund`."""
    locale: Locale
    end_silence_s: float = 1.25
    """Silence that ends this resident's turn, seconds, 0.5 to 2.5."""
    speech_rate: float = 1.0
    """Of the voice's normal speed, 0.5 to 2.0."""
    speech_volume: float = Field(default=USUAL_VOLUME, ge=0.1, le=1)
    """Ratio of full loudness; reminders that are repeated rise above it."""
    hearing: Hearing = Hearing.GOOD
    patience_s: float = Field(default=USUAL_PATIENCE_S, ge=5, le=60)
    """Silence after a question until it counts as unanswered, seconds."""
    dialect: str = ""
    """Where the resident's way of speaking is from, in plain words: for whoever chooses or trains
    their recogniser. The robot itself understands every dialect alike."""
    number_to_call: str
    """What to dial when the robot reaches nobody, as it is spoken."""
    plan: CarePlan
    last_taken: tuple[LastTaken, ...] = ()
    """What the server knows, for a robot whose own store was lost."""


class RobotPlans(Model):
    """All that one robot has to do. Its ETag is the version."""

    robot_id: UUID
    residents: tuple[ResidentPlan, ...]
    listening_refused_by: tuple[UUID, ...] = ()
    """Residents whose consent to a robot that listens was refused or taken back, planned for or
    not. While there are any, its ears are closed: a microphone does not tell who speaks."""
    may_sense_rooms: bool = False
    """Whether each of its residents has agreed that it notes in which room somebody is: a sensor
    does not tell who."""
