"""The rows of boots: one run of the robot's software each, with its last sign of life."""

import sqlite3
from dataclasses import dataclass
from datetime import datetime
from typing import Self
from uuid import UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class Boot:
    """One run of the robot's software."""

    id: UUID
    started_at: datetime
    last_alive_at: datetime
    ended_cleanly: bool

    @classmethod
    def of_row(cls, row: tuple[str, str, str, int]) -> Self:
        """Return the boot that a row of the table holds."""
        return cls(
            id=UUID(row[0]),
            started_at=datetime.fromisoformat(row[1]),
            last_alive_at=datetime.fromisoformat(row[2]),
            ended_cleanly=bool(row[3]),
        )


def latest_boot(connection: sqlite3.Connection) -> Boot | None:
    """Return the boot that was begun last, by the order of writing and not by the clock."""
    row = connection.execute(
        "SELECT id, started_at, last_alive_at, ended_cleanly FROM boot ORDER BY rowid DESC LIMIT 1"
    ).fetchone()
    return Boot.of_row(row) if row else None


def add_boot(connection: sqlite3.Connection, boot_id: UUID, at: datetime) -> None:
    """Begin a boot."""
    connection.execute(
        "INSERT INTO boot (id, started_at, last_alive_at) VALUES (?, ?, ?)",
        (str(boot_id), at.isoformat(), at.isoformat()),
    )


def note_alive(connection: sqlite3.Connection, boot_id: UUID, at: datetime) -> None:
    """Write down that the robot runs, also where a damaged store has lost the boot."""
    connection.execute(
        "INSERT INTO boot (id, started_at, last_alive_at) VALUES (?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET last_alive_at = excluded.last_alive_at",
        (str(boot_id), at.isoformat(), at.isoformat()),
    )


def note_clean_end(connection: sqlite3.Connection, boot_id: UUID, at: datetime) -> None:
    """Write down that the boot ended as it should."""
    connection.execute(
        "UPDATE boot SET last_alive_at = ?, ended_cleanly = 1 WHERE id = ?",
        (at.isoformat(), str(boot_id)),
    )


def prune(connection: sqlite3.Connection) -> None:
    """Let go of earlier boots of which no event is left, but for the latest."""
    connection.execute(
        "DELETE FROM boot WHERE id NOT IN (SELECT boot_id FROM outbox)"
        " AND rowid NOT IN (SELECT rowid FROM boot ORDER BY rowid DESC LIMIT 2)"
    )
