"""The answers of a check-in."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from codebook.model import Model
from schedules.care_plan import HIGHEST_SCORE, LOWEST_SCORE, QuestionKind
from schedules.outcome import EvidenceGrade


class CheckInAnswered(Model):
    """One question of a check-in was answered."""

    kind: Literal["checkin.answered"] = "checkin.answered"
    version: Literal[1, 2] = 2
    """Version 1 had neither `question_kind` nor `score` nor `utterance_id`."""
    occurrence_id: UUID
    """The check-in's occurrence."""
    item_id: UUID
    """The plan item."""
    question_id: str
    """As the nurse's questionnaire names it."""
    question_kind: QuestionKind | None = None
    """What sort of answer was asked for; None in version 1."""
    answer: str
    """The intent understood, e.g. `feel_bad`, `affirm` or `deny`; `unknown` where none fits."""
    score: int | None = Field(default=None, ge=LOWEST_SCORE, le=HIGHEST_SCORE)
    """With the kind `scale`: the number named, 1 to 5; None where none was."""
    utterance_id: str = ""
    """What was said, or the press of a button; empty on silence and in version 1."""
    transcript: str
    """The answer as recognised; personal data."""
    is_worrying: bool
    """Whether a nurse should see it at once, by the check-in policy."""
    grade: EvidenceGrade
    """How the answer is known."""
