"""Transactions that wait for one another, committed together; each by itself whole or undone.

A commit waits for the disk. Those that would wait in line for it share one: whoever comes first
takes all that wait along, and all answer after the commit. A savepoint for each would have SQLite
keep what every page was before; where one fails, which is rare, all are done anew instead, each
with a commit of its own.
"""

import threading
from collections import deque
from collections.abc import Callable, Sequence
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session

from care_api.db import Database, Lock, lock

MOST = 16
"""Transactions in one commit: nobody waits long for the others."""

Result = TypeVar("Result")


class _UndoneError(Exception):
    """One of the transactions failed, which undoes all that share the commit."""


class _Turn:
    """What one thread wants done, and how it went."""

    def __init__(self, work: Callable[[Session], None]) -> None:
        self._work = work
        self.fault: Exception | None = None
        self.is_over = False

    def take(self, session: Session) -> None:
        """Do it, all but the commit.

        Raises:
            _UndoneError: It failed.
        """
        self.fault = None
        try:
            self._work(session)
            session.flush()
        except Exception as fault:  # noqa: BLE001 - raised again, in the thread whose it is
            self.fault = fault
            raise _UndoneError from None
        session.expunge_all()  # what one has read, the next reads anew


class SharedCommit:
    """Commits for all threads of this process that append to the log."""

    def __init__(self, database: Database) -> None:
        """Serve transactions on `database`."""
        self._database = database
        self._waiting: deque[_Turn] = deque()
        self._leading = threading.Lock()

    @property
    def waiting(self) -> int:
        """How many wait for the next commit."""
        return len(self._waiting)

    def run(self, work: Callable[[Session], Result]) -> Result:
        """Return the result of `work` once it is committed; what it raises undoes it alone.

        Args:
            work: Is given a writing session, with the stream's lock; may share it with others
                before and after, must keep nothing of it, and is called again in a transaction
                of its own where one of those others failed.
        """
        results: list[Result] = []
        turn = _Turn(lambda session: results.append(work(session)))
        self._waiting.append(turn)
        with self._leading:
            while not turn.is_over:
                self._lead()
        if turn.fault is not None:
            raise turn.fault
        return results[-1]

    def _lead(self) -> None:
        """Commit those that wait."""
        turns = [self._waiting.popleft() for _ in range(min(MOST, len(self._waiting)))]
        try:
            self._settle(turns)
        finally:
            for turn in turns:
                turn.is_over = True

    def _settle(self, turns: Sequence[_Turn]) -> None:
        """Commit transactions together, or, where one of them fails, each by itself."""
        try:
            self._commit(turns)
        except _UndoneError:
            if len(turns) > 1:
                for turn in turns:
                    self._settle([turn])
        except SQLAlchemyError as fault:  # none of them is stored, and each tells its own robot
            for turn in turns:
                turn.fault = fault

    def _commit(self, turns: Sequence[_Turn]) -> None:
        with self._database.writing() as session:
            lock(session, Lock.STREAM)
            for turn in turns:
                turn.take(session)
