"""The demonstration's own processes: started in groups of their own, ended without leftovers."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

STOP_DEADLINE_S = 5.0
"""After SIGTERM; then SIGKILL."""


class ProcessFailed(RuntimeError):  # noqa: N818 - reads as what happened
    """A process ended by itself; the message names it, its last words and its log."""


class Child:
    """One process and everything that it starts."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], folder: Path
    ) -> None:
        """Start `nabo` with `arguments`; what it prints goes to `folder`/`name`.log."""
        self.name = name
        self.log = folder / f"{name}.log"
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cli", *arguments],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def check(self) -> None:
        """Do nothing while the process runs.

        Raises:
            ProcessFailed: It ended by itself.
        """
        code = self._process.poll()
        if code is not None:
            msg = f"{self.name} ended with exit code {code}: {last_line(self.log)} (see {self.log})"
            raise ProcessFailed(msg)

    def stop(self, deadline_s: float = STOP_DEADLINE_S) -> None:
        """Ask the process to end, and end it and all it started where it does not."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(deadline_s)
            except subprocess.TimeoutExpired:
                self._kill()
        self._kill()

    def _kill(self) -> None:
        """Kill what is left of the group that this process was made the leader of."""
        try:
            os.killpg(self._process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return
        self._process.wait(STOP_DEADLINE_S)


def stop_all(children: Sequence[Child]) -> None:
    """Stop several processes, the last one first."""
    until = time.monotonic() + STOP_DEADLINE_S
    for child in reversed(children):
        child.stop(max(0.5, until - time.monotonic()))


def free_port() -> int:
    """Return a TCP port on which nobody listens on this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def is_free(port: int) -> bool:
    """Return whether nobody listens on a TCP port of this machine."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
        return True


def last_line(log: Path) -> str:
    """Return the last line of a log that says something, or a dash where there is none."""
    lines = log.read_text("utf-8", errors="replace").split("\n") if log.exists() else []
    return next((line.strip() for line in reversed(lines) if line.strip()), "–")
