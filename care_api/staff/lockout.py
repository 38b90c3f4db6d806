"""Repeated failures lock a user name, whether anybody has it or not (decision 16).

Wrong passwords and wrong one-time codes count alike.
"""

import hashlib
from datetime import datetime, timedelta

from sqlmodel import Session

from care_api.errors import LockedOutError
from care_api.staff import repository
from care_api.staff.tables import LoginFailureRow

FREE_ATTEMPTS = 5
"""Failures under one name before it is locked."""
FIRST_LOCK = timedelta(minutes=1)
"""Doubled by every further failure."""
LONGEST_LOCK = timedelta(minutes=15)


def refuse_locked(session: Session, user_name: str, now: datetime) -> None:
    """Let nobody try who has failed too often.

    Raises:
        LockedOutError: It says how long to wait.
    """
    failure = session.get(LoginFailureRow, _name_hash(user_name))
    if failure is not None and failure.locked_until > now:
        wait = failure.locked_until - now
        raise LockedOutError("Too many failed attempts; try again later.", retry_after=wait)


def note_failure(session: Session, user_name: str, now: datetime) -> None:
    """Count a failure, and lock the name where it is one too many."""
    failure = repository.failure(session, _name_hash(user_name))
    if failure is None:
        failure = LoginFailureRow(
            user_name_hash=_name_hash(user_name), failures=0, locked_until=now
        )
        session.add(failure)
    failure.failures += 1
    beyond = failure.failures - FREE_ATTEMPTS
    if beyond >= 0:
        failure.locked_until = now + min(FIRST_LOCK * 2 ** min(beyond, 10), LONGEST_LOCK)


def forget_failures(session: Session, user_name: str) -> None:
    """Begin to count anew: who it is has been shown."""
    failure = repository.failure(session, _name_hash(user_name))
    if failure is not None:
        session.delete(failure)


def _name_hash(user_name: str) -> str:
    return hashlib.sha256(user_name.encode()).hexdigest()
