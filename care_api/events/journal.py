"""The server's own events, appended in the transaction that makes them true."""

from uuid import UUID

from care_api.db import Lock, Work, lock
from care_api.events import identity, repository
from care_api.events.repository import Placed
from codebook.event import Event, ServerBody


def append(work: Work, body: ServerBody, *, unit_id: UUID, resident_id: UUID | None) -> Event:
    """Append one event of the server's own and return it."""
    lock(work.session, Lock.STREAM)
    event = Event(
        id=identity.new_id(work.now),
        robot_id=None,
        boot_id=work.boot_id,
        sequence=repository.last_sequence(work.session, work.boot_id) + 1,
        resident_id=resident_id,
        occurred_at=work.now,
        body=body,
    )
    repository.append(work, [Placed(event=event, unit_id=unit_id)])
    return event
