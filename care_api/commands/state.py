"""How far a command has come: the robot's word counts before the server's guess."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from codebook.command import (
    CommandDone,
    CommandExpired,
    CommandReceived,
    CommandRefused,
    CommandStage,
    CommandUncertain,
)


class CommandState(StrEnum):
    """Where a command is."""

    SENT = "sent"
    """Waits for the robot to fetch it."""
    UNDELIVERED = "undelivered"
    """Its time ran out before the robot said that it has it."""
    RECEIVED = "received"
    """On board the robot."""
    DONE = "done"
    REFUSED = "refused"
    EXPIRED = "expired"
    """The robot has it, and did not begin it in time."""
    UNCERTAIN = "uncertain"
    """The robot fell in the midst of it: maybe done."""


_RANK: Mapping[CommandState, int] = MappingProxyType(
    {
        CommandState.SENT: 0,
        CommandState.UNDELIVERED: 1,
        CommandState.RECEIVED: 2,
        CommandState.REFUSED: 3,
        CommandState.EXPIRED: 3,
        CommandState.UNCERTAIN: 3,
        CommandState.DONE: 3,
    }
)


def later(present: CommandState, told: CommandState) -> CommandState:
    """Return which of two states holds, whatever order they became known in; a first end stays."""
    return told if _RANK[told] > _RANK[present] else present


def told_by(stage: CommandStage) -> CommandState:
    """Return the state that a robot's event tells of.

    Raises:
        TypeError: It is no stage of a command.
    """
    match stage:
        case CommandReceived():
            return CommandState.RECEIVED
        case CommandDone():
            return CommandState.DONE
        case CommandRefused():
            return CommandState.REFUSED
        case CommandExpired():
            return CommandState.EXPIRED
        case CommandUncertain():
            return CommandState.UNCERTAIN
        case _:
            raise TypeError(f"no stage of a command: {type(stage).__name__}")
