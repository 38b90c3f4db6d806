"""`python -m care_api.events.reading_child FD`: reads batches until whoever started it ends.

Each is one frame of `multiprocessing.connection`, and so is its answer; an empty one goes before,
to say that it has started.
"""

import gc
import marshal
import sys
from contextlib import suppress
from datetime import datetime
from multiprocessing.connection import Connection

from care_api.events.entry import Entry
from care_api.events.reading import Sound, read


def packed(sound: Sound | None) -> bytes:
    """Return a batch as it is handed over: of plain tuples and texts, which takes least time."""
    if sound is None:
        return b""
    return marshal.dumps((sound.sent_at.isoformat(), [tuple(entry) for entry in sound.entries]))


def unpacked(answer: bytes) -> Sound | None:
    """Return what `packed` was given."""
    if not answer:
        return None
    sent_at, entries = marshal.loads(answer)  # noqa: S302 - from our own process
    return Sound(datetime.fromisoformat(sent_at), tuple(map(Entry._make, entries)))


def main(connection: Connection) -> None:
    """Answer each batch."""
    gc.freeze()
    with suppress(EOFError, OSError):
        connection.send_bytes(b"")
        while True:
            connection.send_bytes(packed(read(connection.recv_bytes())))


if __name__ == "__main__":
    main(Connection(int(sys.argv[1])))
