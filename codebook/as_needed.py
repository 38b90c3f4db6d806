"""What is taken as needed (PRN): never due, never reminded of."""

from typing import Literal
from uuid import UUID

from codebook.model import Instant, Model
from schedules.outcome import EvidenceGrade


class AsNeededTooSoon(Model):
    """The resident spoke of a medicine taken as needed before the plan allows one more.

    The robot told what plan and log say, and gave no advice. Nothing was taken by this alone.
    """

    kind: Literal["as_needed.too-soon"] = "as_needed.too-soon"
    version: Literal[1] = 1
    item_id: UUID
    """The plan item."""
    next_at: Instant
    """From when on one more is allowed, unless more is taken."""
    is_daily_maximum: bool
    """True: as many were reported within 24 hours as may be. False: the last is too near."""
    says_taken: bool
    """Whether they said that they took it, rather than ask."""
    utterance_id: str
    """What was said, or the press of a button."""
    grade: EvidenceGrade
    """How it is known: said or touched."""
