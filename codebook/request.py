"""What a resident asked the robot to pass on. Nobody has promised anything."""

from enum import StrEnum
from typing import Literal
from uuid import UUID

from codebook.model import Model
from schedules.outcome import EvidenceGrade


class Request(Model):
    """What all requests name."""

    version: Literal[1] = 1
    utterance_id: str
    """What was said, or the press of a button."""
    grade: EvidenceGrade
    """How it is known: said or touched."""


class CompanyRequested(Request):
    """The resident would like a visitor."""

    kind: Literal["company.requested"] = "company.requested"


class ErrandRequested(Request):
    """The resident would like an errand done."""

    kind: Literal["errand.requested"] = "errand.requested"
    errand: str
    """In the resident's words, empty where they named none; personal data."""


class ContactReason(StrEnum):
    """Why the home care service should get in touch; no hurry, or they would have called."""

    FAMILY = "family"
    """Wants to talk to a relative; the robot has no telephone."""
    ACTIVITY = "activity"
    """Wants something to do."""
    MEDICINE_QUESTION = "medicine_question"
    """Asked what only a health worker may answer."""
    NOT_UNDERSTOOD = "not_understood"
    """Robot and resident did not understand each other, three times over."""


class ContactRequested(Request):
    """The resident would like to hear from the home care service, or should."""

    kind: Literal["contact.requested"] = "contact.requested"
    reason: ContactReason
    """Why."""
    who: str = ""
    """With `family`: whom, in the resident's words; personal data."""
    occurrence_id: UUID | None = None
    """With `not_understood`: the task that the talk was about, if any."""
