"""Changes as they are committed, for pages that stay open.

The numbers rise in the order of commits, so whoever has seen number n has missed nothing before it.
"""

from collections.abc import AsyncIterator, Iterable
from dataclasses import dataclass
from uuid import UUID

import anyio
from anyio import to_thread
from sqlmodel import Session

from care_api.db import Database
from care_api.events import repository

POLL_S = 0.5
"""Seconds between two looks; one look is one indexed query."""
LONGEST_REPLAY = 1000
"""Changes that are told one by one; a page that missed more loads itself anew."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One committed event, without what it says."""

    number: int
    """What the page sends back as Last-Event-ID."""
    kind: str
    unit_id: UUID
    resident_id: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Resync:
    """Too much was missed, or the numbers are not ours: load the page anew."""

    number: int
    """Where the stream goes on."""


def reached(session: Session) -> int:
    """Return the number up to which `session` sees all changes."""
    return repository.last_stream(session)


async def changes(
    database: Database, unit_ids: Iterable[UUID], last_seen: int | None
) -> AsyncIterator[Change | Resync]:
    """Yield the units' changes as they come, until cancelled.

    Args:
        database: Looked at every `POLL_S` seconds, in a thread.
        unit_ids: Whose changes.
        last_seen: The page's Last-Event-ID; None for a page that has just been loaded.
    """
    units = frozenset(unit_ids)
    newest = await to_thread.run_sync(_newest, database)
    position = newest if last_seen is None else last_seen
    if not newest - LONGEST_REPLAY <= position <= newest:
        position = newest
        yield Resync(number=newest)
    while True:
        for change in await to_thread.run_sync(_after, database, units, position):
            position = change.number
            yield change
        await anyio.sleep(POLL_S)


def _newest(database: Database) -> int:
    with database.reading() as session:
        return reached(session)


def _after(database: Database, units: frozenset[UUID], position: int) -> list[Change]:
    with database.reading() as session:
        return [
            Change(
                number=row.stream, kind=row.kind, unit_id=row.unit_id, resident_id=row.resident_id
            )
            for row in repository.after(session, position, units, LONGEST_REPLAY)
        ]
