"""What came of a task, and how well that is known."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Outcome(StrEnum):
    """What a resident reported, or what the absence of a report is called."""

    TAKEN = "taken"
    NOT_TAKEN = "not_taken"
    """Says that it was not taken, without refusing it."""
    REFUSED = "refused"
    LATER = "later"
    """Asked to be reminded again: the task stays open."""
    UNCLEAR = "unclear"
    """Something was said that could not be understood: the task stays open."""
    ANSWERED = "answered"
    """All questions of a check-in were answered, or an activity was acknowledged."""
    UNANSWERED = "unanswered"
    """The ladder came to its end without an answer."""
    MISSED = "missed"
    """The window closed without a report."""

    @property
    def is_final(self) -> bool:
        """Whether the resident need not be asked again."""
        return self in {Outcome.TAKEN, Outcome.REFUSED, Outcome.ANSWERED, Outcome.MISSED}


class EvidenceGrade(StrEnum):
    """How a report is known, from weakest to strongest; never more than was perceived."""

    ANNOUNCED = "announced"
    """The robot spoke, or showed it; nothing is known of the resident."""
    HEARD = "heard"
    """Somebody made a sound in answer."""
    SAID = "said"
    """The resident said so: VKP medication event 3, never a dispensing."""
    TOUCHED = "touched"
    """The resident pressed a button on the robot's screen."""
    DISPENSED = "dispensed"
    """A dispenser reported that it opened."""
    OBSERVED = "observed"
    """A nurse saw it."""

    @property
    def strength(self) -> int:
        """0 for the weakest grade, rising by one."""
        return list(EvidenceGrade).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was reported about a task, as an event will say it."""

    outcome: Outcome
    grade: EvidenceGrade
    reported_at: datetime
    """Aware UTC."""
    id: UUID | None = None
    """Of the event that tells of it; None until it is stored."""
