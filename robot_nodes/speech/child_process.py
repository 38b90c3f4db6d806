"""A child process spoken to in frames, with a deadline on every answer."""

import json
import os
import select
import subprocess
import time
from typing import Any

from robot_nodes.speech.synthesis_child import FRAME_PREFIX_BYTES, frame_lengths, packed_frame

_KILL_DEADLINE_S = 2.0
_LARGEST_FRAME_BYTES = 64_000_000


class ChildLost(RuntimeError):  # noqa: N818 - reads as what happened
    """The child is dead, hangs or speaks nonsense, and must be replaced."""

    def __init__(self, reason: str, *, was_late: bool = False) -> None:
        super().__init__(reason)
        self.was_late = was_late


class ChildProcess:
    """One running child. Not thread-safe: its owner holds a lock."""

    def __init__(self, command: tuple[str, ...], start_deadline_s: float) -> None:
        """Start `command` and wait for the frame that says it is ready.

        Raises:
            ChildLost: it was not ready within `start_deadline_s` seconds.
            OSError: the command cannot be run.
        """
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0
        )
        try:
            self._receive(time.monotonic() + start_deadline_s)
        except ChildLost:
            self.kill()
            raise

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def ask(self, request: dict[str, Any], deadline_s: float) -> tuple[dict[str, Any], bytes]:
        """Send `request` and return the header and body of the reply.

        Raises:
            ChildLost: no reply within `deadline_s` seconds, or none that can be read.
        """
        until = time.monotonic() + deadline_s
        stdin = self._process.stdin
        try:
            if stdin is None or stdin.write(packed_frame(request)) is None:
                raise ChildLost("its input is full")
        except OSError as cause:
            raise ChildLost("it has ended") from cause
        return self._receive(until)

    def end(self) -> None:
        """Make whoever waits for its answer find it dead; from any thread. `kill` still reaps."""
        self._process.kill()

    def kill(self) -> None:
        """End the child, however it hangs, and reap it."""
        self._process.kill()
        self._process.wait(_KILL_DEADLINE_S)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()

    def _receive(self, until: float) -> tuple[dict[str, Any], bytes]:
        head_length, body_length = frame_lengths(self._read(FRAME_PREFIX_BYTES, until))
        if head_length + body_length > _LARGEST_FRAME_BYTES:
            raise ChildLost("it sent something that is not a frame")
        try:
            header: dict[str, Any] = json.loads(self._read(head_length, until))
        except ValueError as cause:
            raise ChildLost("it sent something that is not a frame") from cause
        return header, self._read(body_length, until)

    def _read(self, count: int, until: float) -> bytes:
        """Read exactly `count` bytes before the monotonic time `until`."""
        stdout = self._process.stdout
        if stdout is None:
            raise ChildLost("it has no output")
        received = bytearray()
        while len(received) < count:
            remaining_s = max(0.0, until - time.monotonic())
            if not select.select([stdout], [], [], remaining_s)[0]:
                raise ChildLost("it did not answer in time", was_late=True)
            chunk = os.read(stdout.fileno(), count - len(received))
            if not chunk:
                raise ChildLost("it has ended")
            received += chunk
        return bytes(received)
