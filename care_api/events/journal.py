"""The server's own events, appended in the transaction that makes them true."""

from uuid import UUID

from care_api.db import Lock, Work, lock
from care_api.events import identity, repository
from care_api.events.repository import Placed
from codebook.event import Event, ServerBody


def append(work: Work, *bodies: ServerBody, unit_id: UUID, resident_id: UUID | None) -> None:
    """Append events of the server's own, in the order given."""
    lock(work.session, Lock.STREAM)
    first = repository.last_sequence(work.session, work.boot_id) + 1
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
    repository.append(work, [Placed(event=event, unit_id=unit_id) for event in events])
