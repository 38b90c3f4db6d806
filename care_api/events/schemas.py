"""A resident's day over the API."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from codebook.event import Event


class TimelineOut(BaseModel):
    """A part of one day, in order of occurrence. Personal data."""

    events: tuple[Event, ...]
    next_offset: int | None
    """Where the next part starts; None at the end."""


class DeadLetterOut(BaseModel):
    """An item of a batch that was refused."""

    received_at: datetime
    reason: str
    """What is wrong and what to do."""
    boot_id: UUID | None
    """None where the item could not be read."""
    sequence: int | None
    document: str | None
    """As it came, JSON; personal data, and None without a duty of care."""
