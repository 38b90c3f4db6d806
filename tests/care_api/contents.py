"""All that a database holds, to see whether something has changed."""

from sqlalchemy import Engine, select

from care_api.tables import metadata

Contents = dict[str, frozenset[str]]
"""Table -> its rows, written out."""

OF_READING = frozenset({"access_log"})
"""Tables that change because somebody looks."""


def contents(engine: Engine) -> Contents:
    """Return what stands in all tables but the log of looks."""
    with engine.connect() as connection:
        return {
            name: frozenset(repr(tuple(row)) for row in connection.execute(select(table)))
            for name, table in metadata.tables.items()
            if name not in OF_READING
        }


def changed(before: Contents, after: Contents) -> list[str]:
    """Return the rows that are new or different, each with its table."""
    return [f"{name}: {row}" for name, rows in after.items() for row in rows - before[name]]
