"""The rows of what the robot remembers beside plans and tasks: small notes, each under a name."""

import sqlite3

from robot_nodes.adapters.checksum import checksum, verified


def put_note(connection: sqlite3.Connection, name: str, text: str | None) -> None:
    """Store a note in place of the one before; None lets go of it."""
    if text is None:
        connection.execute("DELETE FROM note WHERE name = ?", (name,))
        return
    connection.execute(
        "INSERT INTO note (name, json, crc) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET json = excluded.json, crc = excluded.crc",
        (name, text, checksum(text)),
    )


def find_notes(connection: sqlite3.Connection, prefix: str) -> dict[str, str]:
    """Return name -> text of the notes whose names begin with `prefix`, by name."""
    rows = connection.execute(
        "SELECT name, json, crc FROM note WHERE substr(name, 1, ?) = ? ORDER BY name",
        (len(prefix), prefix),
    )
    return {str(name): verified(text, crc) for name, text, crc in rows}
