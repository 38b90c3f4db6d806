"""The rows of events on their way to the server."""

import json
import sqlite3
from collections.abc import Collection, Iterable
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError

from codebook.erasure import without_words
from codebook.event import Event
from codebook.heartbeat import Missing, Reach
from codebook.upload import ItemResult, ItemStatus
from robot_nodes.adapters.checksum import RowDamaged, checksum, verified

_WAITING = "acked_at IS NULL AND refused_because IS NULL"


def append(connection: sqlite3.Connection, event: Event) -> None:
    """Add an event behind all others."""
    text = event.model_dump_json()
    connection.execute(
        "INSERT INTO outbox (event_id, boot_id, sequence, json, crc) VALUES (?, ?, ?, ?, ?)",
        (str(event.id), str(event.boot_id), event.sequence, text, checksum(text)),
    )


def pending(connection: sqlite3.Connection, limit: int) -> tuple[Event, ...]:
    """Return the oldest events without an answer, in the order of recording.

    One that cannot be read any more becomes a dead letter, so that nothing waits behind it.
    """
    events: list[Event] = []
    for event_id, text, check in _waiting(connection, limit):
        try:
            events.append(Event.model_validate_json(verified(text, check)))
        except ValidationError as fault:
            reason = f"this release cannot read it: {fault.error_count()} fields do not fit"
            _answer(connection, event_id, acked_at=None, refused_because=reason)
        except RowDamaged as fault:
            _answer(connection, event_id, acked_at=None, refused_because=str(fault))
    return tuple(events)


def _waiting(connection: sqlite3.Connection, limit: int) -> list[tuple[str, str, int]]:
    return connection.execute(
        f"SELECT event_id, json, crc FROM outbox WHERE {_WAITING}"  # noqa: S608 - a constant of ours
        " ORDER BY position LIMIT ?",
        (limit,),
    ).fetchall()


def forget_words(
    connection: sqlite3.Connection, utterance_id: str, offered: Collection[UUID]
) -> None:
    """Erase what was said in an utterance from the events that wait.

    Those on their way are left alone: the server may hold them, and an event never changes.
    """
    rows = connection.execute(
        f"SELECT event_id, json, crc FROM outbox WHERE {_WAITING}"  # noqa: S608 - a constant of ours
        " AND instr(json, ?) > 0",
        (f'"utterance_id":{json.dumps(utterance_id)}',),
    ).fetchall()
    for event_id, text, crc in rows:
        if UUID(event_id) in offered or checksum(text) != crc:
            continue  # a damaged one becomes a dead letter when its turn comes
        erased = without_words(Event.model_validate_json(text)).model_dump_json()
        connection.execute(
            "UPDATE outbox SET json = ?, crc = ? WHERE event_id = ?",
            (erased, checksum(erased), event_id),
        )


def count_waiting(connection: sqlite3.Connection) -> int:
    """Return how many events have no answer yet."""
    (count,) = connection.execute(
        f"SELECT COUNT(*) FROM outbox WHERE {_WAITING}"  # noqa: S608 - a constant of ours
    ).fetchone()
    return int(count)


def count_refused(connection: sqlite3.Connection) -> int:
    """Return how many dead letters are kept."""
    (count,) = connection.execute(
        "SELECT COUNT(*) FROM outbox WHERE refused_because IS NOT NULL"
    ).fetchone()
    return int(count)


def is_acknowledged(connection: sqlite3.Connection, event_id: UUID) -> bool:
    """Return whether the server has said that it holds the event."""
    row = connection.execute(
        "SELECT 1 FROM outbox WHERE event_id = ? AND acked_at IS NOT NULL", (str(event_id),)
    ).fetchone()
    return row is not None


def settle(connection: sqlite3.Connection, results: Iterable[ItemResult], at: datetime) -> None:
    """Write down the server's answers; an event that was answered before keeps its answer."""
    for result in results:
        event_id = str(result.id)
        match result.status:
            case ItemStatus.STORED | ItemStatus.DUPLICATE:
                _answer(connection, event_id, acked_at=at.isoformat(), refused_because=None)
            case ItemStatus.REJECTED:
                reason = result.reason or "the server gave no reason"
                _answer(connection, event_id, acked_at=None, refused_because=reason)


def _answer(
    connection: sqlite3.Connection,
    event_id: str,
    *,
    acked_at: str | None,
    refused_because: str | None,
) -> None:
    connection.execute(
        "UPDATE outbox SET acked_at = ?, refused_because = ?"  # noqa: S608 - a constant of ours
        f" WHERE event_id = ? AND {_WAITING}",
        (acked_at, refused_because, event_id),
    )


def reach(connection: sqlite3.Connection) -> tuple[Reach, ...]:
    """Return what is kept of each boot of whose events the server has acknowledged some."""
    rows = connection.execute(
        "SELECT boot_id, MIN(sequence), MAX(CASE WHEN acked_at IS NOT NULL THEN sequence END)"
        " FROM outbox GROUP BY boot_id"
    )
    return tuple(
        Reach(boot_id=UUID(boot_id), first=first, last=last)
        for boot_id, first, last in rows
        if last is not None
    )


def take_back(connection: sqlite3.Connection, missing: Missing) -> int:
    """Let acknowledged events wait again; return how many do."""
    return connection.execute(
        "UPDATE outbox SET acked_at = NULL"
        " WHERE boot_id = ? AND sequence BETWEEN ? AND ? AND acked_at IS NOT NULL",
        (str(missing.boot_id), missing.first, missing.last),
    ).rowcount


def prune(connection: sqlite3.Connection, before: datetime) -> None:
    """Let go of events that the server has held since before then; dead letters stay."""
    connection.execute("DELETE FROM outbox WHERE acked_at < ?", (before.isoformat(),))
