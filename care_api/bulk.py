"""Many rows at once: inserted, and looked up, in as few steps as the databases allow.

Each step of a statement gives other threads a turn, and a turn may last 5 ms. So rows are not
inserted one by one, and what is asked about 500 ids has one parameter.
"""

import json
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Date, Uuid, any_, bindparam, func, select
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col

from care_api.db import Table, UtcDateTime

AT_ONCE = 100
"""Rows of one INSERT: SQLite compiles each number of rows once, and takes 32,766 values."""
WANTED = "wanted"
"""The parameter of `among`."""

Columns = Sequence[str]
Row = Sequence[Any]


def insert_rows(
    session: Session,
    table: type[Table],
    columns: Columns,
    rows: Sequence[Row],
    *,
    skip_present: bool = False,
) -> None:
    """Insert rows by the quickest that the driver has: PostgreSQL's COPY, or many in one INSERT.

    For long batches: no statement is compiled and no type of a value is asked, row by row.

    Args:
        session: Of a writing transaction.
        table: Any whose columns hold UUIDs, aware UTC instants, dates, texts and numbers.
        columns: Names; those left out have no value, whatever their defaults.
        rows: The values, in the columns' order.
        skip_present: Leave a row as it is whose key is there; otherwise all keys must be new.
    """
    if not rows:
        return
    connection = session.connection()
    is_sqlite = connection.dialect.name == "sqlite"
    name = str(table.__tablename__)
    if not is_sqlite and not skip_present:
        copy_rows(connection.connection.cursor(), f"{name} ({', '.join(columns)})", rows)
        return
    kept = as_sqlite(table, columns, rows) if is_sqlite else rows
    mark = "?" if is_sqlite else "%s"
    at_conflict = " ON CONFLICT DO NOTHING" if skip_present else ""
    for first in range(0, len(kept), AT_ONCE):
        some = kept[first : first + AT_ONCE]
        statement = insert_statement(name, tuple(columns), len(some), mark)
        connection.exec_driver_sql(statement + at_conflict, tuple(chain.from_iterable(some)))


@cache
def insert_statement(table: str, columns: tuple[str, ...], count: int, mark: str) -> str:
    """Return the INSERT of `count` rows; `mark` stands for a value."""
    row = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"  # noqa: S608 - our own names


def copy_rows(cursor: Any, target: str, rows: Iterable[Row]) -> None:  # noqa: ANN401 - psycopg's, which SQLite alone can do without
    """Stream rows into `table (columns)`: half the time that as many INSERTs take."""
    with cursor.copy(f"COPY {target} FROM STDIN") as stream:
        for row in rows:
            stream.write_row(row)


def as_sqlite(table: type[Table], columns: Columns, rows: Sequence[Row]) -> list[tuple[Any, ...]]:
    """Return values as SQLAlchemy keeps them in SQLite: UUIDs as digits, instants as UTC text."""
    kept = (
        _kept(values, to_text) if to_text else values
        for values, to_text in zip(
            zip(*rows, strict=True), _to_texts(table, tuple(columns)), strict=True
        )
    )
    return list(zip(*kept, strict=True))


def _kept(values: Iterable[Any], to_text: Callable[[Any], str]) -> list[str | None]:
    """Return a column as text; a value that repeats is put into text once."""
    texts: list[str | None] = []
    last: Any = None
    text: str | None = None
    for value in values:
        if value is not last:
            last, text = value, None if value is None else to_text(value)
        texts.append(text)
    return texts


@cache
def _to_texts(table: type[Table], columns: Columns) -> tuple[Callable[[Any], str] | None, ...]:
    """Return what the driver takes only as text, column by column."""
    types = [table.__table__.columns[name].type for name in columns]  # type: ignore[attr-defined]  # SQLModel adds it to table classes
    return tuple(_TO_TEXT.get(type(kind)) for kind in types)


def _digits(value: UUID) -> str:
    return value.hex


def _utc_text(instant: datetime) -> str:
    return instant.replace(tzinfo=None).isoformat(" ", "microseconds")


_TO_TEXT: dict[type, Callable[[Any], str]] = {
    Uuid: _digits,
    UtcDateTime: _utc_text,
    Date: date.isoformat,
}


def among(dialect: str, column: Any) -> ColumnElement[bool]:  # noqa: ANN401 - a column of UUIDs or texts
    """Return the condition that a column holds one of the values of the parameter `WANTED`.

    For statements that are kept: SQLAlchemy takes as long to make one as to run it.
    """
    if dialect == "sqlite":
        values = func.json_each(bindparam(WANTED)).table_valued("value")
        return col(column).in_(select(values.c.value))
    return col(column) == any_(bindparam(WANTED, type_=postgresql.ARRAY(column.type)))


def wanted(dialect: str, values: Iterable[UUID] | Iterable[str]) -> dict[str, Any]:
    """Return the parameter for `among`: one, however many values."""
    if dialect == "sqlite":
        plain = [value.hex if isinstance(value, UUID) else value for value in values]
        return {WANTED: json.dumps(plain)}
    return {WANTED: list(values)}


def dialect_of(session: Session) -> str:
    """Return `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name
