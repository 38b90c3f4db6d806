"""What identifies an event: its id, its place, its digest."""

import hashlib
import json
from datetime import datetime
from typing import get_args
from uuid import UUID

from uuid_utils import uuid7

from codebook.event import Body, Event

_MICROSECONDS_PER_SECOND = 1_000_000


def new_id(now: datetime) -> UUID:
    """Return a fresh UUIDv7 of the instant `now` (aware UTC)."""
    microseconds = int(now.timestamp() * _MICROSECONDS_PER_SECOND)
    return UUID(int=uuid7(nanoseconds=microseconds * 1000).int)


def digest_of(document: object) -> str:
    """Return the SHA-256 of a JSON document, whatever the order of its members."""
    canonical = json.dumps(document, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def occurrence_of(event: Event) -> UUID | None:
    """Return the task that an event is a stage of, if any."""
    if type(event.body) not in _OF_TASKS:
        return None
    occurrence: UUID | None = getattr(event.body, "occurrence_id", None)
    return occurrence


_OF_TASKS = frozenset(kind for kind in get_args(Body) if "occurrence_id" in kind.model_fields)
"""Asked first: Pydantic is slow to say that a model has no such field."""
