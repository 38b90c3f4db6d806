"""The plan document that the server hands to a robot."""

from uuid import UUID

from codebook.model import Model
from schedules.care_plan import CarePlan
from schedules.locale import Locale


class ResidentPlan(Model):
    """One resident whom the robot looks after, and the plan to carry out."""

    resident_id: UUID
    spoken_name: str
    """How the resident wants to be addressed, e.g. `Solveig`."""
    locale: Locale
    end_silence_s: float = 1.25
    """Silence that ends this resident's turn, seconds, 0.5 to 2.5."""
    speech_rate: float = 1.0
    """Of the voice's normal speed, 0.5 to 2.0."""
    number_to_call: str
    """What to dial when the robot reaches nobody, as it is spoken."""
    plan: CarePlan


class RobotPlans(Model):
    """All that one robot has to do. Its ETag is the version."""

    robot_id: UUID
    residents: tuple[ResidentPlan, ...]
