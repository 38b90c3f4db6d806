"""When an attempt is made again, and when that is given up: pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from care_api.notifications.channel import Result
from care_api.notifications.state import State

BACK_OFF = (timedelta(seconds=5), timedelta(seconds=20), timedelta(seconds=60))
"""Between attempts: all are over before a critical alert's first three minutes are."""
MOST_ATTEMPTS = len(BACK_OFF) + 1
MOST_UNCERTAIN = 2
"""Attempts that may have arrived: so nobody is told the same more than once again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Next:
    """What becomes of a notification after an attempt."""

    state: State
    next_at: datetime | None
    """When it is tried again; None: never."""


def after(result: Result, made: int, uncertain: int, now: datetime) -> Next:
    """Return what becomes of a notification.

    Args:
        result: Of the latest attempt.
        made: How many attempts were made, that one included.
        uncertain: How many of them may have arrived, that one included.
        now: Aware UTC.
    """
    match result:
        case Result.ACCEPTED:
            return Next(state=State.SENT, next_at=None)
        case Result.REFUSED:
            return Next(state=State.FAILED, next_at=None)
        case Result.NOT_NOW | Result.UNCERTAIN:
            if made >= MOST_ATTEMPTS or uncertain >= MOST_UNCERTAIN:
                return Next(state=State.FAILED, next_at=None)
            return Next(state=State.WAITING, next_at=now + BACK_OFF[made - 1])
