"""What identifies an event: its id, its place, its digest."""

import hashlib
import json
from datetime import datetime
from uuid import UUID

from uuid_utils import uuid7

from codebook.event import Event

_MICROSECONDS_PER_SECOND = 1_000_000


def new_id(now: datetime) -> UUID:
    """Return a fresh UUIDv7 of the instant `now` (aware UTC)."""
    microseconds = int(now.timestamp() * _MICROSECONDS_PER_SECOND)
    return UUID(int=uuid7(nanoseconds=microseconds * 1000).int)


def digest(event: Event) -> str:
    """Return the SHA-256 of everything an event says, as hexadecimal digits."""
    return digest_of(event.model_dump(mode="json"))


def digest_of(document: object) -> str:
    """Return the SHA-256 of a JSON document, whatever the order of its members."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def occurrence_of(event: Event) -> UUID | None:
    """Return the task that an event is a stage of, if any."""
    occurrence: UUID | None = getattr(event.body, "occurrence_id", None)
    return occurrence
