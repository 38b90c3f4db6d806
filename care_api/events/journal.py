"""The server's own events, appended in the transaction that makes them true."""

from collections.abc import Sequence
from typing import NamedTuple
from uuid import UUID

from care_api.db import Lock, Work, lock
from care_api.events import identity, repository
from care_api.events.entry import Entry
from codebook.event import Event, ServerBody


class Told(NamedTuple):
    """Something that the server tells of."""

    body: ServerBody
    unit_id: UUID
    """Whose pages it changes."""
    resident_id: UUID | None


def append(work: Work, *bodies: ServerBody, unit_id: UUID, resident_id: UUID | None) -> None:
    """Append events of the server's own, in the order given."""
    append_each(work, [Told(body, unit_id, resident_id) for body in bodies])


def append_each(work: Work, told: Sequence[Told]) -> None:
    """Append events of the server's own, of several units, in the order given."""
    if not told:
        return
    lock(work.session, Lock.STREAM)
    first = _last_sequence(work) + 1
    work.session.info[_LAST_SEQUENCE] = first + len(told) - 1
    entries = [
        Entry.of(
            Event(
                id=identity.new_id(work.now),
                robot_id=None,
                boot_id=work.boot_id,
                sequence=sequence,
                resident_id=each.resident_id,
                occurred_at=work.now,
                body=each.body,
            )
        )
        for sequence, each in enumerate(told, first)
    ]
    repository.append(work, entries, [each.unit_id for each in told])


_LAST_SEQUENCE = "nabo_last_sequence"


def _last_sequence(work: Work) -> int:
    """Return how many events this run has written; read once, as with the stream's number."""
    known: int | None = work.session.info.get(_LAST_SEQUENCE)
    return repository.last_sequence(work.session, work.boot_id) if known is None else known
