"""Calls for help."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from codebook.model import Model
from schedules.outcome import EvidenceGrade


class HelpCause(StrEnum):
    """What the call was about, as said."""

    HELP = "help"
    FALLEN = "fallen"
    PAIN = "pain"
    UNWELL = "unwell"
    CALL_NURSE = "call_nurse"


class HelpRequested(Model):
    """The resident called for help. Raises an alert at once."""

    kind: Literal["help.requested"] = "help.requested"
    version: Literal[1] = 1
    cause: HelpCause
    """What was called out."""
    utterance_id: str
    """The cry, or the press of a button."""
    transcript: str
    """As recognised; personal data."""
    grade: EvidenceGrade
    """How it is known: said or touched."""


class HelpClarified(Model):
    """The rest of the cry, or what followed it, told more than its first words."""

    kind: Literal["help.clarified"] = "help.clarified"
    version: Literal[1] = 1
    utterance_id: str
    """The cry, as `help.requested` named it."""
    cause: HelpCause
    """What it turned out to be about."""
    grade: EvidenceGrade
    """How it is known."""


class HelpCancelled(Model):
    """The resident said that no help is needed. The call stays in the log."""

    kind: Literal["help.cancelled"] = "help.cancelled"
    version: Literal[1] = 1
    requested_event_id: UUID
    """The event of the call."""
    utterance_id: str
    """What was said, or the press of a button."""
    grade: EvidenceGrade
    """How it is known: said or touched."""
