"""The robot's outbox against the server's events: both read from their files, changing nothing."""

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID

from cli.demo.evidence import Ledgers


def compare(robot_store: Path, server_database: Path) -> Ledgers:
    """Return how the two logs agree.

    Raises:
        sqlite3.Error: One of the files cannot be read.
    """
    recorded = _rows(robot_store, "SELECT event_id, acked_at IS NOT NULL FROM outbox")
    stored = _rows(server_database, "SELECT id FROM event WHERE robot_id IS NOT NULL")
    runs = "SELECT DISTINCT boot_id, sequence FROM event WHERE robot_id IS NOT NULL"
    there = {UUID(str(event_id)) for (event_id,) in stored}
    return Ledgers(
        in_outbox=len(recorded),
        acknowledged=sum(is_acknowledged for _, is_acknowledged in recorded),
        missing=sum(UUID(event_id) not in there for event_id, _ in recorded),
        repeated=len(stored) - len(_rows(server_database, runs)),
    )


def stored_ids(server_database: Path) -> set[UUID]:
    """Return the ids of all robots' events on the server.

    Raises:
        sqlite3.Error: The file cannot be read.
    """
    rows = _rows(server_database, "SELECT id FROM event WHERE robot_id IS NOT NULL")
    return {UUID(str(event_id)) for (event_id,) in rows}


def _rows(database: Path, query: str) -> list[tuple[Any, ...]]:
    uri = f"{database.absolute().as_uri()}?mode=ro"
    with closing(sqlite3.connect(uri, uri=True, timeout=2.0)) as connection:
        return connection.execute(query).fetchall()
