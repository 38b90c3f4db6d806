"""One step of the robot's store, inside an open transaction."""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from uuid import UUID

import uuid_utils

from codebook.event import Event, RobotBody
from codebook.plan import RobotPlans
from robot_nodes.adapters import note_rows, outbox, task_rows
from schedules.task import Task

Write = Callable[[sqlite3.Connection], object]
"""Writes one thing inside an open transaction."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Who writes: what all events of a boot have in common."""

    robot_id: UUID
    boot_id: UUID
    clock_offset_s: float | None
    offered: frozenset[UUID] = frozenset()
    """Events that the server may have already: they are not touched any more."""

    def event(self, body: RobotBody, resident_id: UUID | None, at: datetime, nth: int) -> Event:
        """Return the boot's `nth` event, which carries the time it tells of in its id."""
        return Event(
            id=uuid7(at),
            robot_id=self.robot_id,
            boot_id=self.boot_id,
            sequence=nth,
            resident_id=resident_id,
            occurred_at=at,
            clock_offset_s=self.clock_offset_s,
            body=body,
        )


class SqliteStep:
    """Fulfils the port `Step`; good only inside the `with` block that made it.

    Collects what is to be written, so that it can be written anew where a file has failed.
    """

    def __init__(self, pen: Pen, last: int) -> None:
        """Number events from the one after `last`."""
        self._pen = pen
        self._last = last
        self.writes: list[Write] = []
        self.recorded: list[Event] = []
        """The step's events so far, oldest first."""

    def write(self, connection: sqlite3.Connection) -> None:
        """Write everything that was collected."""
        for write in self.writes:
            write(connection)

    def save_task(self, task: Task) -> None:
        """See `Step.save_task`."""
        self.writes.append(partial(task_rows.put_task, task=task))

    def save_plans(self, etag: str, plans: RobotPlans) -> None:
        """See `Step.save_plans`."""
        self.writes.append(partial(task_rows.put_plans, etag=etag, plans=plans))

    def keep_note(self, name: str, text: str | None) -> None:
        """See `Step.keep_note`."""
        self.writes.append(partial(note_rows.put_note, name=name, text=text))

    def forget_words(self, utterance_id: str) -> None:
        """See `Step.forget_words`."""
        offered = self._pen.offered
        self.writes.append(partial(outbox.forget_words, utterance_id=utterance_id, offered=offered))

    def record(self, body: RobotBody, *, resident_id: UUID | None, at: datetime) -> Event:
        """See `Step.record`."""
        nth = self._last + len(self.recorded) + 1
        event = self._pen.event(body, resident_id, at, nth)
        self.writes.append(partial(outbox.append, event=event))
        self.recorded.append(event)
        return event


def uuid7(at: datetime) -> UUID:
    """Return a fresh UUIDv7 of the instant `at`, aware; one before 1970 counts as 1970."""
    microseconds = max(0, (at - _EPOCH) // timedelta(microseconds=1))
    return UUID(int=uuid_utils.uuid7(nanoseconds=microseconds * 1000).int)
