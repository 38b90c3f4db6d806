"""Many rows at once: inserted, and looked up, in as few steps as the databases allow.

Each step of a statement gives other threads a turn, and a turn may last 5 ms. So rows are not
inserted one by one, and what is asked about 500 ids has one parameter.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from itertools import chain
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnElement,
    Date,
    Executable,
    Float,
    Integer,
    Uuid,
    any_,
    bindparam,
    func,
    select,
)
from sqlalchemy.dialects import postgresql
from sqlmodel import Session, col

from care_api.db import Table, UtcDateTime
from care_api.spelling import digits, utc_text

PORTIONS = (500, 100)
"""Rows of one INSERT, where there are as many: SQLite compiles each number of rows once, and takes
32,766 values."""
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
    if skip_present and dialect_of(session) == "postgresql":
        _insert(session, table, columns, rows, "%s", " ON CONFLICT DO NOTHING")
    elif skip_present:
        texts = as_texts(table, columns, rows)
        _insert(session, table, columns, texts, "?", " ON CONFLICT DO NOTHING")
    else:
        insert_texts(session, table, columns, as_texts(table, columns, rows))


def insert_texts(
    session: Session, table: type[Table], columns: Columns, rows: Sequence[Row]
) -> None:
    """Insert rows whose values are `as_texts` gives them, and whose keys are new."""
    if dialect_of(session) == "sqlite":
        _insert(session, table, columns, rows, "?", "")
    elif rows:
        copy_texts(session.connection().connection.cursor(), table, columns, rows)


def _insert(
    session: Session,
    table: type[Table],
    columns: Columns,
    rows: Sequence[Row],
    mark: str,
    at_conflict: str,
) -> None:
    for some in portions(rows):
        statement = insert_statement(str(table.__tablename__), tuple(columns), len(some), mark)
        values = tuple(chain.from_iterable(some))
        session.connection().exec_driver_sql(statement + at_conflict, values)


def portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Yield the rows in the numbers that are inserted at once."""
    first = 0
    while first < len(rows):
        left = len(rows) - first
        count = next((size for size in PORTIONS if size <= left), left)
        yield rows[first : first + count]
        first += count


@cache
def insert_statement(table: str, columns: tuple[str, ...], count: int, mark: str) -> str:
    """Return the INSERT of `count` rows; `mark` stands for a value."""
    row = f"({', '.join([mark] * len(columns))})"
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES {', '.join([row] * count)}"  # noqa: S608 - our own names


def copy_texts(cursor: Any, table: type[Table], columns: Columns, rows: Sequence[Row]) -> None:  # noqa: ANN401 - psycopg's, which SQLite alone can do without
    """Stream rows, whose values are `as_texts` gives them, into a table: quicker than INSERTs."""
    with cursor.copy(f"COPY {table.__tablename__} ({', '.join(columns)}) FROM STDIN") as stream:
        stream.write(as_copied(table, columns, rows))


def as_copied(table: type[Table], columns: Columns, rows: Sequence[Row]) -> str:
    """Return rows in the words of COPY: a line each, tabs between, what means something escaped."""
    to_words = [_TO_WORDS.get(kind, _escaped) for kind in _types(table, tuple(columns))]
    words = (
        ["\\N" if value is None else to_word(value) for value in values]
        for to_word, values in zip(to_words, zip(*rows, strict=True), strict=True)
    )
    return "".join(f"{line}\n" for line in map("\t".join, zip(*words, strict=True)))


def as_texts(table: type[Table], columns: Columns, rows: Sequence[Row]) -> list[Row]:
    """Return values as SQLAlchemy keeps them in SQLite: UUIDs as digits, instants as UTC text."""
    if not rows:
        return []
    to_texts = [_TO_TEXT.get(kind) for kind in _types(table, tuple(columns))]
    kept = (
        [value if value is None else to_text(value) for value in values] if to_text else values
        for to_text, values in zip(to_texts, zip(*rows, strict=True), strict=True)
    )
    return list(zip(*kept, strict=True))


@cache
def _types(table: type[Table], columns: tuple[str, ...]) -> tuple[type, ...]:
    """Return the columns' types."""
    return tuple(type(table.__table__.columns[name].type) for name in columns)  # type: ignore[attr-defined]  # SQLModel adds it to table classes


_TO_TEXT: dict[type, Callable[[Any], str]] = {
    Uuid: digits,
    UtcDateTime: utc_text,
    Date: date.isoformat,
}


def _escaped(text: str) -> str:
    """Return a text as COPY reads it back: JSON has line ends and tabs only as escapes already."""
    text = text.replace("\\", "\\\\")
    if text.isprintable():
        return text
    return text.replace("\t", "\\t").replace("\n", "\\n").replace("\r", "\\r")


_TO_WORDS: dict[type, Callable[[Any], str]] = {
    Uuid: str,
    UtcDateTime: "{}+00".format,
    Date: str,
    Integer: str,
    BigInteger: str,
    Boolean: str,
    Float: str,
}


def found(session: Session, statement: Executable, params: Mapping[str, Any]) -> Sequence[Any]:
    """Run a kept statement for columns, and return its rows.

    Past the session's objects, in half the time: it does not see what is not flushed.
    """
    return session.connection().execute(statement, params).all()


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
        plain = [digits(value) if isinstance(value, UUID) else value for value in values]
        return {WANTED: json.dumps(plain)}
    return {WANTED: list(values)}


def dialect_of(session: Session) -> str:
    """Return `sqlite` or `postgresql`."""
    return session.get_bind().dialect.name
