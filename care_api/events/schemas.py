"""A resident's day over the API."""

from pydantic import BaseModel

from codebook.event import Event


class TimelineOut(BaseModel):
    """A part of one day, in order of occurrence. Personal data."""

    events: tuple[Event, ...]
    next_offset: int | None
    """Where the next part starts; None at the end."""
