"""The robot's SQLite file: opened, checked, and every fault of it told with its remedy."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from errno import EACCES, EPERM, EROFS
from pathlib import Path

from pydantic import ValidationError

from robot_nodes.ports import StoreUnavailable

SCHEMA_VERSION = 3
OLDEST_VERSION = 3
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
    boot_id TEXT NOT NULL,
    sequence INTEGER NOT NULL CHECK (sequence >= 1),
    json TEXT NOT NULL,
    crc INTEGER NOT NULL, -- of json: SQLite keeps no checksum of its own
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
    json TEXT NOT NULL,
    crc INTEGER NOT NULL
) STRICT;

CREATE TABLE task (
    occurrence_id TEXT PRIMARY KEY,
    resident_id TEXT NOT NULL,
    item_id TEXT NOT NULL,
    due_at TEXT NOT NULL,
    closes_at TEXT NOT NULL,
    stage TEXT NOT NULL,
    outcome TEXT, -- of the report that holds
    reported_at TEXT,
    json TEXT NOT NULL,
    crc INTEGER NOT NULL
) STRICT;

CREATE INDEX task_by_stage ON task (stage, due_at);
CREATE INDEX task_by_item ON task (item_id, due_at);

CREATE TABLE note (
    name TEXT PRIMARY KEY,
    json TEXT NOT NULL,
    crc INTEGER NOT NULL
) STRICT;
"""

_SINCE_VERSION: dict[int, str] = {}
"""Version of the schema -> what it adds to the one before; `_SCHEMA` is the oldest we know."""


class StoreFault(StrEnum):
    """Why the file cannot be used; the code of the fault that the robot reports."""

    FULL = "store_full"
    READ_ONLY = "store_read_only"
    DAMAGED = "store_damaged"
    DISK_FAILED = "store_disk_failed"
    NOT_OPENED = "store_not_opened"
    IN_USE = "store_in_use"
    OTHER_RELEASE = "store_of_another_release"
    UNKNOWN = "store_unusable"


_FAULTS = {
    sqlite3.SQLITE_FULL: StoreFault.FULL,
    sqlite3.SQLITE_READONLY: StoreFault.READ_ONLY,
    sqlite3.SQLITE_PERM: StoreFault.NOT_OPENED,
    sqlite3.SQLITE_CANTOPEN: StoreFault.NOT_OPENED,
    sqlite3.SQLITE_BUSY: StoreFault.IN_USE,
    sqlite3.SQLITE_LOCKED: StoreFault.IN_USE,
    sqlite3.SQLITE_CORRUPT: StoreFault.DAMAGED,
    sqlite3.SQLITE_NOTADB: StoreFault.DAMAGED,
    sqlite3.SQLITE_ERROR: StoreFault.DAMAGED,  # our statements fit our tables
    sqlite3.SQLITE_IOERR: StoreFault.DISK_FAILED,
}
_REMEDIES = {
    StoreFault.FULL: "the disk is full: free some space",
    StoreFault.READ_ONLY: "it cannot be written: give this user the right to write it",
    StoreFault.NOT_OPENED: "it cannot be opened: check the folder and its rights",
    StoreFault.IN_USE: "another process holds it: stop the other robot that uses this store",
    StoreFault.DAMAGED: "it is damaged: check the disk",
    StoreFault.DISK_FAILED: "the disk failed: check it, and keep the file",
    StoreFault.UNKNOWN: "it cannot be used",
}
_PRIMARY_CODE = 0xFF
"""SQLite's extended error codes hold the primary one in their lowest byte."""
_READ_ONLY_ERRORS = frozenset({EROFS, EACCES, EPERM})


def open_database(path: Path) -> sqlite3.Connection:
    """Return a connection that any thread may use, one at a time, to a file of our schema.

    Raises:
        StoreUnavailable: The file cannot be read or written, is damaged, or was made by a newer
            release.
    """
    try:
        _create_private(path)
    except OSError as fault:
        is_file = os.path.isfile(path)  # noqa: PTH113 - Path's raises where the folder is closed
        is_read_only = is_file and fault.errno in _READ_ONLY_ERRORS
        raise StoreUnavailable(
            f"store {path}: {fault.strerror or fault}: check the folder and its rights",
            StoreFault.READ_ONLY if is_read_only else StoreFault.NOT_OPENED,
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
            " release that wrote it, or choose another store",
            StoreFault.OTHER_RELEASE,
        ) from fault
    except (sqlite3.DatabaseError, UnicodeDecodeError) as fault:
        kind = _kind_of(fault)
        raise StoreUnavailable(f"store {path}: {_REMEDIES[kind]} ({fault})", kind) from fault


def _kind_of(fault: sqlite3.DatabaseError | UnicodeDecodeError) -> StoreFault:
    is_garbled = isinstance(fault, UnicodeDecodeError) or "UTF-8" in str(fault)
    if is_garbled:
        return StoreFault.DAMAGED
    code = getattr(fault, "sqlite_errorcode", 0) & _PRIMARY_CODE
    return _FAULTS.get(code, StoreFault.UNKNOWN)


def _create_private(path: Path) -> None:
    """Make an empty file that only its owner reads; SQLite's side files take over its rights."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = ON")  # what leaves the robot leaves its disk too
    (check,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    if check != "ok":
        remedy = _REMEDIES[StoreFault.DAMAGED]
        raise StoreUnavailable(f"store {path}: {remedy} ({check})", StoreFault.DAMAGED)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version and not OLDEST_VERSION <= version <= SCHEMA_VERSION:
        raise StoreUnavailable(
            f"store {path}: written by another release (schema {version}, this one knows"
            f" {OLDEST_VERSION} to {SCHEMA_VERSION}): install that release, or choose another"
            " store",
            StoreFault.OTHER_RELEASE,
        )
    make_tables(connection, version)


def make_tables(connection: sqlite3.Connection, version: int = 0) -> None:
    """Bring an empty database, or one of an earlier schema, to ours in one step."""
    missing = [] if version else [_SCHEMA]
    missing += [added for since, added in _SINCE_VERSION.items() if since > version]
    if missing:
        connection.executescript(
            f"BEGIN IMMEDIATE; {' '.join(missing)} PRAGMA user_version = {SCHEMA_VERSION}; COMMIT;"
        )
