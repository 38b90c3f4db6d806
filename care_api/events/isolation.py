"""One event that cannot be dealt with harms no other: it becomes a dead letter, found by halving.

A batch is stored whole in one transaction. Where that fails for something that the batch itself
holds, each half is tried in a transaction of its own, and so on, until the event that fails
stands alone. What fails for a passing reason is not tried here: the robot sends it again.
"""

import logging
from collections.abc import Callable
from dataclasses import replace
from traceback import format_tb

from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    MultipleResultsFound,
    NoResultFound,
    SQLAlchemyError,
    StatementError,
)

from care_api.errors import RobotUnknownError
from care_api.events.parcel import Parcel
from care_api.events.service import Receipt

_log = logging.getLogger(__name__)


def take_in(
    parcel: Parcel, *, store: Callable[[Parcel], Receipt], bury: Callable[[Parcel, str], Receipt]
) -> Receipt:
    """Store what can be stored, and bury what cannot; return what became of all of it.

    Args:
        parcel: A batch.
        store: Stores a part of it and does what it calls for, whole or not at all.
        bury: Keeps a part as dead letters, for a reason.

    Raises:
        Exception: As `store` or `bury` did, for a reason that passes; the parts before are kept.
    """
    try:
        return store(parcel)
    except Exception as fault:
        if is_passing(fault) or not parcel.items:
            raise
        if len(parcel.items) == 1:
            return bury(parcel, _told(fault))
    middle = len(parcel.items) // 2
    halves = (
        take_in(replace(parcel, items=items), store=store, bury=bury)
        for items in (parcel.items[:middle], parcel.items[middle:])
    )
    return _joined(*halves)


def is_passing(fault: Exception) -> bool:
    """Return whether the same may be stored later, or by another release: not the event's fault.

    A table that is missing, a database that is locked, full or away, and a robot that was revoked
    say nothing about an event.
    """
    match fault:
        case RobotUnknownError() | OSError() | MemoryError():
            return True
        case IntegrityError() | DataError() | NoResultFound() | MultipleResultsFound():
            return False
        case DBAPIError():
            return True
        case StatementError():
            return False  # a value that no column takes
        case _:
            return isinstance(fault, SQLAlchemyError)


def _told(fault: Exception) -> str:
    """Say what happened, to the log and in a dead letter, without what the event says."""
    kind = type(fault).__name__
    where = "".join(format_tb(fault.__traceback__))
    _log.error("an event failed by itself (%s) and is kept as a dead letter\n%s", kind, where)
    return f"the server failed at what it calls for ({kind}); its log says where, report it"


def _joined(first: Receipt, second: Receipt) -> Receipt:
    acks = {each.boot_id: each for each in (*first.boots, *second.boots)}
    return Receipt(
        received_at=second.received_at,
        items=(*first.items, *second.items),
        verdicts=(*first.verdicts, *second.verdicts),
        boots=tuple(acks.values()),
    )
