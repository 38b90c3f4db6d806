"""The server's own events, appended in the transaction that makes them true."""

from uuid import UUID

from care_api.db import Lock, Work, lock
from care_api.events import identity, repository
from care_api.events.entry import Entry
from codebook.event import Event, ServerBody


def append(work: Work, *bodies: ServerBody, unit_id: UUID, resident_id: UUID | None) -> None:
    """Append events of the server's own, in the order given."""
    lock(work.session, Lock.STREAM)
    first = _last_sequence(work) + 1
    work.session.info[_LAST_SEQUENCE] = first + len(bodies) - 1
    events = [
        Event(
            id=identity.new_id(work.now),
            robot_id=None,
            boot_id=work.boot_id,
            sequence=first + index,
            resident_id=resident_id,
            occurred_at=work.now,
            body=body,
        )
        for index, body in enumerate(bodies)
    ]
    repository.append(work, [Entry.of(event, unit_id) for event in events])


_LAST_SEQUENCE = "nabo_last_sequence"


def _last_sequence(work: Work) -> int:
    """Return how many events this run has written; read once, as with the stream's number."""
    known: int | None = work.session.info.get(_LAST_SEQUENCE)
    return repository.last_sequence(work.session, work.boot_id) if known is None else known
