"""Long batches are read by a process of their own, so that the server's threads can store others.

Python lets one thread of a process run at a time, and reading is a third of what a batch takes.
Whatever happens to that process, the batch is here still, and is read here.
"""

import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from multiprocessing import Pipe

from care_api.events import reading
from care_api.events.reading import Sound
from care_api.events.reading_child import unpacked

CHILD = (sys.executable, "-m", "care_api.events.reading_child")
LONG_BYTES = 20_000
"""Some 40 events; a shorter batch is read sooner than it is handed over."""
PATIENCE_S = 10.0
"""Within which the longest batch is read on a loaded machine."""
MOST_LOSSES = 3
"""Processes lost one after the other, after which no more are started."""

_log = logging.getLogger(__name__)


class _NotYetError(Exception):
    """The process is still starting."""


class _LostError(Exception):
    """The process cannot be started, has ended, or hangs."""


class _Child:
    """One process that reads. Not thread-safe."""

    def __init__(self, command: Sequence[str], patience_s: float) -> None:
        """Start it; it says itself when it is ready.

        Raises:
            _LostError: There cannot be another process.
        """
        self._patience_s = patience_s
        self._is_ready = False
        try:
            self._connection, theirs = Pipe()
            with theirs:
                self._process = subprocess.Popen(
                    [*command, str(theirs.fileno())],
                    pass_fds=[theirs.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,  # what it reads is personal data
                    start_new_session=True,  # Ctrl-C is for the server, which ends it
                )
        except OSError as fault:
            raise _LostError from fault
        self.pid = self._process.pid

    def read(self, body: bytes) -> Sound | None:
        """Return what `reading.read` returns.

        Raises:
            _NotYetError: It is still starting.
            _LostError: It has ended, or hangs.
        """
        try:
            if not self._is_ready and not self._connection.poll():
                raise _NotYetError
            if not self._is_ready:
                self._connection.recv_bytes()
                self._is_ready = True
            self._connection.send_bytes(body)
            if not self._connection.poll(self._patience_s):
                raise _LostError
            return unpacked(self._connection.recv_bytes())
        except (OSError, EOFError) as fault:
            raise _LostError from fault

    def end(self) -> None:
        """Kill it: it keeps nothing."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


class Reader:
    """Reads batches; thread-safe. The process is started by the first that is long."""

    def __init__(self, command: Sequence[str] = CHILD, patience_s: float = PATIENCE_S) -> None:
        """Start nothing yet.

        Args:
            command: What is started, with the number of its end of the pipe behind it.
            patience_s: How long a batch may take there, seconds.
        """
        self._start = partial(_Child, command, patience_s)
        self._turn = threading.Lock()
        self._child: _Child | None = None
        self.losses = 0
        """Processes lost since the last that has read something."""
        self.pid: int | None = None
        """Of the process that read the last long batch; None: it was read here."""

    def read(self, body: bytes) -> Sound | None:
        """Return the batch that a request's body holds, or None where not all of it is sound."""
        if len(body) >= LONG_BYTES and self.losses < MOST_LOSSES:
            with self._turn, suppress(_NotYetError, _LostError):
                return self._read_there(body)
        return reading.read(body)

    def _read_there(self, body: bytes) -> Sound | None:
        self.pid = None
        try:
            self._child = self._child or self._start()
            sound = self._child.read(body)
        except _LostError:
            self.losses += 1
            _log.warning("the process that reads long batches is lost; they are read without it")
            self._drop()
            raise
        self.losses = 0
        self.pid = self._child.pid
        return sound

    def _drop(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.end()

    def end(self) -> None:
        """End the process; the next long batch would start another."""
        with self._turn:
            self._drop()
