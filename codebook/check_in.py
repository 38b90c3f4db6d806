"""The answers of a check-in."""

from typing import Literal
from uuid import UUID

from codebook.model import Model
from schedules.outcome import EvidenceGrade


class CheckInAnswered(Model):
    """One question of a check-in was answered."""

    kind: Literal["checkin.answered"] = "checkin.answered"
    version: Literal[1] = 1
    occurrence_id: UUID
    """The check-in's occurrence."""
    item_id: UUID
    """The plan item."""
    question_id: str
    """As the nurse's questionnaire names it."""
    answer: str
    """The intent understood, e.g. `feel_bad`; `unknown` where none fits."""
    transcript: str
    """The answer as recognised; personal data."""
    is_worrying: bool
    """Whether a nurse should see it at once, by the check-in policy."""
    grade: EvidenceGrade
    """How the answer is known."""
