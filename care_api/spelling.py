"""Ids and instants in the letters in which the databases keep them; imports nothing of ours."""

from datetime import datetime
from uuid import UUID

_WITHOUT_ZONE = len("2026-03-02 08:00:00.000000")


def digits(value: UUID) -> str:
    """Return an id as SQLite keeps it, which PostgreSQL takes too."""
    return "%032x" % value.int  # noqa: UP031 - a fifth of the time that an f-string takes


def dashed(digits: str) -> str:
    """Return an id's digits as the world writes an id."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def utc_text(instant: datetime) -> str:
    """Return an instant in UTC as SQLite keeps it."""
    return instant.isoformat(" ", "microseconds")[:_WITHOUT_ZONE]
