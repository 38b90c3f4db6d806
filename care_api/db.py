"""The database: SQLite in one file by default, PostgreSQL by one setting."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import IntEnum
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    MetaData,
    create_engine,
    event,
    func,
    make_url,
    select,
    text,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import ArgumentError, DBAPIError
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, SQLModel

from care_api.settings import StartupError

BUSY_TIMEOUT_MS = 10_000
"""How long a SQLite writer waits for another one."""
MAX_CONNECTIONS = 20
"""Kept open to PostgreSQL by one process."""
_BEGIN = "nabo_begin"
_HELD = "nabo_locks_held"


class Lock(IntEnum):
    """What only one transaction at a time may do; the numbers are PostgreSQL's lock keys."""

    STREAM = 0x6E61626F01
    """Append events: so their stream numbers rise in the order of commits."""
    WORKER = 0x6E61626F02
    """Look for what is overdue."""
    MIGRATION = 0x6E61626F03
    """Change the tables."""


class Table(SQLModel):
    """Base of every table; constraints have names, so that migrations can speak of them."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_N_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant in UTC, also where the database knows no zones (SQLite)."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time; store UTC.

        Raises:
            ValueError: `value` has no zone.
        """
        del dialect
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"an instant needs its zone, got {value}")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return aware UTC."""
        del dialect
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One transaction that changes something, and who does it when."""

    session: Session
    now: datetime
    """Aware UTC, by the server's clock."""
    boot_id: UUID
    """This run of the server, for the events it writes itself."""


class Database:
    """Hands out transactions. A writing one holds SQLite's only write lock from its beginning."""

    def __init__(self, engine: Engine) -> None:
        """Serve transactions on `engine`, made by `make_engine`."""
        self.engine = engine
        self._writer = engine.execution_options(**{_BEGIN: "IMMEDIATE"})
        self._writers = threading.Lock()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session whose changes are thrown away."""
        with Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Give a session, and commit when the block ends without an error."""
        with (
            self._turn(),
            Session(self._writer, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """Let SQLite's writers of this process wait for one another.

        SQLite itself lets them sleep and ask again, 100 ms later at worst: for other processes.
        """
        if self.engine.dialect.name != "sqlite":
            yield
            return
        is_ours = self._writers.acquire(timeout=BUSY_TIMEOUT_MS / 1e3)  # else SQLite says so
        try:
            yield
        finally:
            if is_ours:
                self._writers.release()


def make_engine(database_url: str) -> Engine:
    """Return an engine; nothing is opened yet.

    Raises:
        StartupError: The address is of no database that Nabo runs on.
    """
    try:
        url = make_url(database_url)
    except ArgumentError:
        raise StartupError(f"NABO_DATABASE_URL: {_EXPECTED_URL}") from None
    match url.get_backend_name():
        case "sqlite" if url.database and url.database != ":memory:":
            engine = create_engine(url, hide_parameters=True)
            event.listen(engine, "do_connect", _create_private)
            event.listen(engine, "connect", _set_up_sqlite)
            event.listen(engine, "begin", _begin_sqlite)
            return engine
        case "postgresql":
            return create_engine(
                url.set(drivername="postgresql+psycopg"),
                hide_parameters=True,
                pool_pre_ping=True,
                pool_size=MAX_CONNECTIONS,
            )
        case other:
            raise StartupError(f"NABO_DATABASE_URL: {_EXPECTED_URL}; got {other}")


_EXPECTED_URL = "use sqlite:///file.sqlite or postgresql+psycopg://user@host/database"


def check_database(engine: Engine) -> None:
    """Open the database once.

    Raises:
        StartupError: It cannot be read; the line names it (without password) and the remedy.
    """
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except DBAPIError as fault:
        address = engine.url.render_as_string(hide_password=True)
        cause = str(fault.orig).splitlines()[0] if fault.orig else "no answer"
        raise StartupError(
            f"NABO_DATABASE_URL: cannot open {address} ({cause}); "
            "check that it exists, is readable and writable, and is a database"
        ) from None


def _create_private(
    _dialect: Dialect, _entry: ConnectionPoolEntry, arguments: list[Any], _options: dict[str, Any]
) -> None:
    """Make a missing file for its owner alone: it holds health data (its side files follow it)."""
    with suppress(OSError):  # SQLite tells it better, a moment later
        os.close(os.open(arguments[0], os.O_RDWR | os.O_CREAT, 0o600))


def _set_up_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver's own BEGIN comes too late for reads; _begin_sqlite sends it instead.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout = {BUSY_TIMEOUT_MS}",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        "secure_delete = ON",  # what is deleted leaves the file
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    kind = connection.get_execution_options().get(_BEGIN, "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {kind}")


def inserting(dialect: str) -> Callable[[Any], sqlite.Insert | postgresql.Insert]:
    """Return what makes an INSERT that can say what to do where the key is there already."""
    return sqlite.insert if dialect == "sqlite" else postgresql.insert


def insert_new(session: Session, table: type[Table], rows: Sequence[dict[str, Any]]) -> set[Any]:
    """Insert rows whose key is not there yet, in one statement.

    Args:
        session: Of a writing transaction.
        table: With a single-column primary key.
        rows: One dict per row; all with the same columns, whose defaults do not apply.

    Returns:
        The keys of the rows that were new.
    """
    if not rows:
        return set()
    target = table.__table__  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    key = next(iter(target.primary_key.columns))
    insert = inserting(session.get_bind().dialect.name)
    statement = insert(target).values(list(rows)).on_conflict_do_nothing().returning(key)
    return {row[0] for row in session.exec(statement)}


def lock(session: Session, which: Lock, *, wait: bool = True) -> bool:
    """Take a lock that all processes share, until the transaction ends.

    On SQLite a writing transaction holds the only write lock already.

    Args:
        session: Of a writing transaction.
        which: What it protects.
        wait: False: return at once, also without it.

    Returns:
        Whether it is held.
    """
    if session.get_bind().dialect.name == "sqlite":
        return True
    held: frozenset[Lock] = session.info.get(_HELD, frozenset())
    if which in held:
        return True
    take = func.pg_advisory_xact_lock if wait else func.pg_try_advisory_xact_lock
    if session.scalar(select(take(which.value))) is False:
        return False
    session.info[_HELD] = held | {which}
    return True
