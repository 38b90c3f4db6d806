"""How far a notification has come."""

from enum import StrEnum


class State(StrEnum):
    """How far a notification has come."""

    WAITING = "waiting"
    """To be sent, for the first time or again."""
    SENDING = "sending"
    """An attempt is under way, or its result was lost."""
    SENT = "sent"
    """The other side has accepted it. Whether it was read is not known."""
    FAILED = "failed"
    """Given up."""
    WITHDRAWN = "withdrawn"
    """Needless before it was sent: the alert was taken, handled or closed."""
