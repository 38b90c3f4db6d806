"""Tells a row that a failing disk has changed: SQLite keeps no checksum of what it stores."""

import sqlite3
from zlib import crc32


class RowDamaged(sqlite3.DatabaseError):
    """A row does not hold what was written into it."""

    sqlite_errorcode = sqlite3.SQLITE_CORRUPT


def checksum(text: object) -> int:
    """Return the CRC-32 of a text, as it stands beside it in its row."""
    return crc32(str(text).encode())


def verified(text: str, check: int) -> str:
    """Return the text of a row.

    Raises:
        RowDamaged: It is not what was written.
    """
    if checksum(text) != check:
        raise RowDamaged("a row does not hold what was written into it")
    return text
