"""Reads the records of an SQLite file page by page, past whatever is damaged in it.

The format is the one of https://www.sqlite.org/fileformat2.html. Only leaves of tables are read,
for they hold every record; the trees above them are not needed.
"""

import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

Value = int | float | str | bytes | None
Record = tuple[Value, ...]

_USUAL_PAGE_SIZE = 4096
_PAGE_SIZES = frozenset(1 << power for power in range(9, 17))
_LEAF_OF_TABLE = 0x0D
_FILE_HEADER = 100
_WAL_HEADER = 32
_FRAME_HEADER = 24
_MOST_OVERFLOW = 10_000
"""Pages of one record: a ring of pages in a damaged file ends here."""
_INTEGER_SIZES: Mapping[int, int] = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
_FLOAT, _ZERO, _ONE, _FIRST_BLOB, _FIRST_TEXT = 7, 8, 9, 12, 13
_FAULTS = (IndexError, ValueError, struct.error)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What could be read."""

    rows: tuple[tuple[int, Record], ...]
    """Rowid and values, in the order of the pages."""
    unreadable: int
    """Records whose place is known and whose content is not."""


def records(path: Path) -> Found:
    """Return every record of the file, with what its write-ahead log has of later commits.

    Raises:
        OSError: The file cannot be read at all.
    """
    pages, size = _pages(path)
    rows: list[tuple[int, Record]] = []
    unreadable = 0
    for number, page in sorted(pages.items()):
        for offset in _cells(page, _FILE_HEADER if number == 1 else 0):
            try:
                rows.append(_row(pages, page, offset, size))
            except _FAULTS:
                unreadable += 1
    return Found(rows=tuple(rows), unreadable=unreadable)


def _pages(path: Path) -> tuple[dict[int, bytes], int]:
    """Return page number -> content as of the last commit, and the page size."""
    content = path.read_bytes()
    declared = int.from_bytes(content[16:18], "big")
    size = 65536 if declared == 1 else declared
    size = size if size in _PAGE_SIZES else _USUAL_PAGE_SIZE
    pages = {
        1 + start // size: content[start : start + size] for start in range(0, len(content), size)
    }
    log = path.with_name(path.name + "-wal")
    if log.exists():
        pages |= _committed(log.read_bytes(), size)
    return pages, size


def _committed(log: bytes, size: int) -> dict[int, bytes]:
    """Return the pages of a write-ahead log, up to its last commit that is still in force."""
    salts = log[16:24]
    committed: dict[int, bytes] = {}
    begun: dict[int, bytes] = {}
    for start in range(_WAL_HEADER, len(log) - _FRAME_HEADER - size + 1, _FRAME_HEADER + size):
        number, pages_after_commit = struct.unpack_from(">II", log, start)
        if log[start + 8 : start + 16] != salts:
            break  # of an earlier round of the log
        begun[number] = log[start + _FRAME_HEADER : start + _FRAME_HEADER + size]
        if pages_after_commit:
            committed |= begun
            begun = {}
    return committed


def _cells(page: bytes, header: int) -> Iterator[int]:
    """Yield where the records of a page begin; none where it is no leaf of a table."""
    if len(page) < header + 8 or page[header] != _LEAF_OF_TABLE:
        return
    (count,) = struct.unpack_from(">H", page, header + 3)
    for nth in range(count):
        place = header + 8 + 2 * nth
        if place + 2 > len(page):
            return
        yield struct.unpack_from(">H", page, place)[0]


def _row(pages: Mapping[int, bytes], page: bytes, offset: int, size: int) -> tuple[int, Record]:
    length, offset = _varint(page, offset)
    rowid, offset = _varint(page, offset)
    held = _held_on_leaf(length, size)
    payload = page[offset : offset + held]
    if held < length:
        (following,) = struct.unpack_from(">I", page, offset + held)
        payload += _overflow(pages, following, length - held)
    if len(payload) != length:
        raise ValueError("the record is cut short")
    return rowid, tuple(_values(payload))


def _held_on_leaf(length: int, size: int) -> int:
    """Return how many bytes of a record stand on its leaf; the rest overflows."""
    most = size - 35
    if length <= most:
        return length
    least = (size - 12) * 32 // 255 - 23
    wanted = least + (length - least) % (size - 4)
    return wanted if wanted <= most else least


def _overflow(pages: Mapping[int, bytes], number: int, length: int) -> bytes:
    content = b""
    for _ in range(_MOST_OVERFLOW):
        if len(content) >= length or number not in pages:
            break
        (following,) = struct.unpack_from(">I", pages[number])
        content += pages[number][4:]
        number = following
    return content[:length]


def _values(payload: bytes) -> Iterator[Value]:
    head, offset = _varint(payload, 0)
    body = head
    while offset < head:
        kind, offset = _varint(payload, offset)
        length = _length(kind)
        if body + length > len(payload):
            raise ValueError("a value is cut short")
        yield _value(kind, payload[body : body + length])
        body += length


def _length(kind: int) -> int:
    if kind >= _FIRST_BLOB:
        return (kind - _FIRST_BLOB) // 2
    return 8 if kind == _FLOAT else _INTEGER_SIZES.get(kind, 0)


def _value(kind: int, content: bytes) -> Value:
    match kind:
        case 0:
            return None
        case _ if kind == _FLOAT:
            return float(struct.unpack(">d", content)[0])
        case _ if kind in {_ZERO, _ONE}:
            return kind - _ZERO
        case _ if kind < _FIRST_BLOB:
            return int.from_bytes(content, "big", signed=True)
        case _:
            return content.decode() if kind % 2 else content


def _varint(content: bytes, offset: int) -> tuple[int, int]:
    """Return the number at `offset`, and where the next one begins."""
    number = 0
    for nth in range(8):
        byte = content[offset + nth]
        number = number << 7 | byte & 0x7F
        if byte < 0x80:  # noqa: PLR2004 - the highest bit says that another byte follows
            return number, offset + nth + 1
    return number << 8 | content[offset + 8], offset + 9
