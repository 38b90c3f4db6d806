"""The port: a way to somebody outside of the pages."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from care_api.notifications.message import Message, Text


class Result(StrEnum):
    """What came of one attempt."""

    ACCEPTED = "accepted"
    """The other side has it. Whether it was read is not known."""
    NOT_NOW = "not_now"
    """Nobody there, or asked to wait: it is tried again."""
    REFUSED = "refused"
    """It will never be taken: it is not tried again."""
    UNCERTAIN = "uncertain"
    """It may have been taken: it is tried again once at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Delivery:
    """One attempt's result."""

    result: Result
    detail: str
    """Stable and short, e.g. `smtp_550`; never what the other side wrote, nor an address."""


class Channel(Protocol):
    """A way to somebody. It raises nothing: whatever happens is a result."""

    async def send(self, address: str, message: Message, text: Text) -> Delivery:
        """Try once to tell somebody, within a time of its own.

        Args:
            address: Where, in the channel's own form.
            message: What, as fields; its id is the same at every attempt.
            text: What, in words.
        """
        ...
