"""What a person, or the server, asks of one robot now, and what became of it.

A command is handed out until the robot says that it has it, is never carried out twice, and is
worth nothing after its time.
"""

from enum import StrEnum
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field, StringConstraints

from codebook.model import Instant, Model

MAX_SPOKEN = 280
"""Characters of a sentence that somebody wants said: one idea, twenty seconds."""

Spoken = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True, min_length=1, max_length=MAX_SPOKEN, pattern=r"^[^\x00-\x1f\x7f]+$"
    ),
]
"""A sentence to be spoken: one line of printable text."""


class SayThis(Model):
    """Speak a sentence that a person wrote, as from her."""

    kind: Literal["say"] = "say"
    text: Spoken
    """What to say, in the resident's language; personal data."""


class CheckInNow(Model):
    """Ask the resident how things are, now."""

    kind: Literal["check_in"] = "check_in"
    item_id: UUID | None = None
    """The plan's check-in whose questions are asked; None for how they feel."""


class CallBack(Model):
    """Tell the resident that a nurse will ring. Sent only by a person who has said she will."""

    kind: Literal["call_back"] = "call_back"


class AlertSeen(Model):
    """A person has seen an alert about the resident and owns it. Sent by the server itself."""

    kind: Literal["alert_seen"] = "alert_seen"
    alert_id: UUID
    """The alert on the server."""
    code: str
    """Its VKP alert code, e.g. `4.1`."""
    cause_event_id: UUID | None
    """The robot's event that it follows from, e.g. of the call; None where it was silence."""


class Restart(Model):
    """End in good order and start again."""

    kind: Literal["restart"] = "restart"


CommandBody = SayThis | CheckInNow | CallBack | AlertSeen | Restart


class Command(Model):
    """One thing to be done once."""

    version: Literal[1] = 1
    id: UUID
    """UUIDv7, made by the server."""
    resident_id: UUID | None
    """Whom it concerns; None for the robot's own matters."""
    created_at: Instant
    """By the server's clock."""
    expires_at: Instant
    """By the server's clock: from then on it is not begun any more."""
    body: Annotated[CommandBody, Field(discriminator="kind")]
    """What to do."""


class CommandStage(Model):
    """What all answers to a command name."""

    version: Literal[1] = 1
    command_id: UUID
    """The command, as the server named it."""


class CommandReceived(CommandStage):
    """The command is on board, and survives a crash."""

    kind: Literal["command.received"] = "command.received"


class CommandDone(CommandStage):
    """It was carried out."""

    kind: Literal["command.done"] = "command.done"


class CommandExpired(CommandStage):
    """Its time was over before it could be begun; nothing was done."""

    kind: Literal["command.expired"] = "command.expired"


class Refusal(StrEnum):
    """Why a robot does not carry out a command."""

    UNREADABLE = "unreadable"
    """This release does not know it: update the robot."""
    NOT_HERE = "not_here"
    """The resident, or the plan's item, is none of this robot's."""
    INTERRUPTED = "interrupted"
    """Begun and broken off, e.g. by a call for help; it was not said to its end."""
    CANNOT = "cannot"
    """A part of the robot that it needs has failed."""
    ONLY_SHOWN = "only_shown"
    """The robot could not speak: it stood on its screen to be read, and was not said."""


class CommandRefused(CommandStage):
    """It was not carried out."""

    kind: Literal["command.refused"] = "command.refused"
    reason: Refusal
    """Why not."""


class CommandUncertain(CommandStage):
    """The robot fell while it carried it out: maybe done, maybe not, and never tried again."""

    kind: Literal["command.uncertain"] = "command.uncertain"
