"""The robot's SQLite file: opened, checked, and every fault of it told with its remedy."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import ValidationError

from robot_nodes.ports import StoreUnavailable

SCHEMA_VERSION = 2
_BUSY_TIMEOUT_S = 5.0

_SCHEMA = """
CREATE TABLE boot (
    id TEXT PRIMARY KEY,
    started_at TEXT NOT NULL,
    last_alive_at TEXT NOT NULL,
    ended_cleanly INTEGER NOT NULL DEFAULT 0 CHECK (ended_cleanly IN (0, 1))
) STRICT;

CREATE TABLE outbox (
    position INTEGER PRIMARY KEY AUTOINCREMENT, -- the order of recording, across boots
    event_id TEXT NOT NULL UNIQUE,
    boot_id TEXT NOT NULL REFERENCES boot (id),
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    json TEXT NOT NULL,
    acked_at TEXT,
    refused_because TEXT, -- a dead letter: kept, and not sent again
    UNIQUE (boot_id, sequence)
) STRICT;

CREATE INDEX outbox_waiting ON outbox (position)
    WHERE acked_at IS NULL AND refused_because IS NULL;
CREATE INDEX outbox_refused ON outbox (position) WHERE refused_because IS NOT NULL;

CREATE TABLE plans (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    etag TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;

CREATE TABLE task (
    occurrence_id TEXT PRIMARY KEY,
    resident_id TEXT NOT NULL,
    due_at TEXT NOT NULL,
    stage TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;

CREATE INDEX task_by_stage ON task (stage, due_at);
"""

_SINCE_VERSION = {
    2: """
CREATE TABLE note (
    name TEXT PRIMARY KEY,
    json TEXT NOT NULL
) STRICT;
""",
}
"""Version of the schema -> what it adds to the one before."""

_DAMAGED = "it is damaged: move it aside and keep it, for it may hold unsent reports"
_REMEDIES = {
    sqlite3.SQLITE_FULL: "the disk is full: free some space",
    sqlite3.SQLITE_READONLY: "it cannot be written: give this user the right to write it",
    sqlite3.SQLITE_PERM: "it cannot be opened: give this user the right to read and write it",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened: check the folder and its rights",
    sqlite3.SQLITE_BUSY: "another process holds it: stop the other robot that uses this store",
    sqlite3.SQLITE_LOCKED: "another process holds it: stop the other robot that uses this store",
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_NOTADB: _DAMAGED,
    sqlite3.SQLITE_IOERR: "the disk failed: check it, and keep the file",
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended error codes hold the primary one in their lowest byte."""


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection that any thread may use, one at a time, to a file of our schema.

    Raises:
        StoreUnavailable: The file cannot be read or written, is damaged, or was made by a newer
            release.
    """
    try:
        _create_private(path)
    except OSError as fault:
        raise StoreUnavailable(
            f"store {path}: {fault.strerror or fault}: check the folder and its rights"
        ) from fault
    with faults_told(path):
        connection = sqlite3.connect(
            path, timeout=_BUSY_TIMEOUT_S, isolation_level=None, check_same_thread=False
        )
    try:
        with faults_told(path):
            _prepare(connection, path)
    except StoreUnavailable:
        connection.close()
        raise
    return connection


@contextmanager
def faults_told(path: Path) -> Iterator[None]:
    """Turn faults of reading and writing into `StoreUnavailable`: the file and the remedy."""
    try:
        yield
    except ValidationError as fault:
        raise StoreUnavailable(
            f"store {path}: it holds a {fault.title} that this release cannot read: install the"
            " release that wrote it, or choose another store"
        ) from fault
    except sqlite3.DatabaseError as fault:
        code = getattr(fault, "sqlite_errorcode", 0) & _PRIMARY_CODE
        remedy = _REMEDIES.get(code, "it cannot be used")
        raise StoreUnavailable(f"store {path}: {remedy} ({fault})") from fault


def _create_private(path: Path) -> None:
    """Make an empty file that only its owner reads; SQLite's side files take over its rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    (check,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if check != "ok":
        raise StoreUnavailable(f"store {path}: {_DAMAGED} ({check})")
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version > SCHEMA_VERSION:
        raise StoreUnavailable(
            f"store {path}: written by a newer release (schema {version}, this one knows"
            f" {SCHEMA_VERSION}): install that release, or choose another store"
        )
    missing = [] if version else [_SCHEMA]
    missing += [added for since, added in _SINCE_VERSION.items() if since > version]
    if missing:
        connection.executescript(
            f"BEGIN IMMEDIATE; {' '.join(missing)} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        )
