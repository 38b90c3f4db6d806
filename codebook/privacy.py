"""When a resident is not to be heard, and what they want forgotten."""

from enum import StrEnum
from typing import Literal

from codebook.model import Instant, Model
from schedules.outcome import EvidenceGrade


class ListeningPaused(Model):
    """The resident asked the robot not to listen. Until then it hears no cry for help either."""

    kind: Literal["privacy.paused"] = "privacy.paused"
    version: Literal[1] = 1
    until: Instant
    """When it listens again by itself."""
    utterance_id: str
    """What was said, or the press of a button."""
    grade: EvidenceGrade
    """How it is known: said or touched."""


class ListeningStopped(Model):
    """The robot's ears are closed, as consent to a robot that listens was refused or taken back.

    Until it is given again the robot hears no cry for help, only what answers its own questions
    about medicine, and what is said after the help button was pressed.
    """

    kind: Literal["privacy.stopped"] = "privacy.stopped"
    version: Literal[1] = 1


class ResumeReason(StrEnum):
    """Why the robot listens again."""

    ASKED = "asked"
    """By the button: while it does not listen nobody can say so."""
    TIME_PASSED = "time_passed"
    CONSENTED = "consented"
    """The consent that had been refused or taken back was given again."""


class ListeningResumed(Model):
    """The robot listens again."""

    kind: Literal["privacy.resumed"] = "privacy.resumed"
    version: Literal[1] = 1
    reason: ResumeReason
    """Why."""


class WordsForgotten(Model):
    """The resident asked that the words of one utterance be erased, wherever they are kept.

    What was reported about a task, and that somebody called for help, stays.
    """

    kind: Literal["privacy.forgotten"] = "privacy.forgotten"
    version: Literal[1] = 1
    utterance_id: str
    """Whose words are erased, of this boot."""
