"""A batch of which every item is an event, read in one go: ten times quicker than item by item.

It needs nothing of the server, so that a process of its own can do it (`reader`): keep it from
importing more than the codebook.
"""

from datetime import datetime
from typing import NamedTuple

from pydantic import Field, ValidationError

from care_api.events.entry import Entry
from codebook.event import Event
from codebook.model import Instant, Model
from codebook.upload import MAX_BATCH


class Sound(NamedTuple):
    """A batch that is sound."""

    sent_at: datetime
    """Aware UTC, by the robot's clock."""
    entries: tuple[Entry, ...]


class _Batch(Model):
    sent_at: Instant
    events: tuple[Event, ...] = Field(min_length=1, max_length=MAX_BATCH)


def read(body: bytes) -> Sound | None:
    """Return the batch that a request's body holds, or None where not all of it is sound."""
    try:
        batch = _Batch.model_validate_json(body)
    except ValidationError:
        return None
    return Sound(batch.sent_at, tuple(map(Entry.of, batch.events)))
