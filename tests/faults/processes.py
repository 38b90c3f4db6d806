"""Robot and server as processes of their own that a test may kill at any instant."""

import multiprocessing
import os
import queue
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from pathlib import Path

from tests.care_api.village import SECRET_KEY
from tests.faults import robot_child
from tests.faults.robot_child import Settings

START_S = 90.0
"""The longest a loaded machine may take to start a process."""
_NURSERY = multiprocessing.get_context("forkserver")
"""Robots boot hundreds of times: each is forked from a process that has imported all it needs."""
_NURSERY.set_forkserver_preload([robot_child.__name__])
_READY = "Nabo care API ready on "


class ProcessDied(Exception):  # noqa: N818 - what the tests are for
    """The process is gone: killed by the test or by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How the robot stands after a look."""

    next_event_at: datetime | None
    waiting: int
    """Events without an answer from the server."""
    etag: str
    trouble: str = ""


class RobotProcess:
    """One boot after the other of one robot."""

    def __init__(self, settings: Settings, witness: Path) -> None:
        self.settings = settings
        self.witness = witness
        """The file of all that its boots have told."""
        self.boots = 0
        self._process: BaseProcess | None = None
        self._talk: Connection | None = None
        self._listener: threading.Thread | None = None

    @property
    def is_alive(self) -> bool:
        """Whether there is a boot that has not died."""
        return self._process is not None and self._process.is_alive()

    def boot(
        self, *, dies_at_statement: int | None = None, largest_file_bytes: int | None = None
    ) -> None:
        """Start the robot, perhaps with a moment at which it will kill itself, or a full disk."""
        self.kill()
        self.boots += 1
        settings = replace(
            self.settings,
            seed=self.settings.seed + self.boots,
            dies_at_statement=dies_at_statement,
            largest_file_bytes=largest_file_bytes,
        )
        self._talk, theirs = _NURSERY.Pipe()
        heard, told = _NURSERY.Pipe(duplex=False)
        with theirs, told:
            self._process = _NURSERY.Process(
                target=robot_child.main, args=(settings, theirs, told), daemon=True
            )
            self._process.start()
        self._listener = threading.Thread(target=self._listen, args=(heard,))
        self._listener.start()

    def _listen(self, heard: Connection) -> None:
        with heard, self.witness.open("ab") as kept, suppress(EOFError):
            while True:
                kept.write(heard.recv_bytes() + b"\n")
                kept.flush()

    def look(self, *, kill_after_s: float | None = None) -> Standing:
        """Let the robot do what is due.

        Raises:
            ProcessDied: It was killed meanwhile, or killed itself.
        """
        process, talk = self._process, self._talk
        if process is None or talk is None:
            raise ProcessDied
        try:
            talk.send("look")
            if kill_after_s is not None:
                threading.Timer(kill_after_s, process.kill).start()
            told = talk.recv()
        except (OSError, EOFError) as fault:
            process.join(START_S)
            code = process.exitcode
            assert code == -signal.SIGKILL, f"the robot ended by itself, with exit code {code}"
            raise ProcessDied from fault
        return Standing(
            next_event_at=datetime.fromisoformat(told["next"]) if told["next"] else None,
            waiting=told["waiting"],
            etag=told["etag"],
            trouble=told.get("trouble", ""),
        )

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is None:
            return
        self._process.kill()
        self._process.join(START_S)
        if self._listener is not None:
            self._listener.join(START_S)
        if self._talk is not None:
            self._talk.close()
        self._process = None


class ServerProcess:
    """One start after the other of one care API."""

    def __init__(self, database_url: str, clock_file: Path) -> None:
        self._environment = {
            **os.environ,
            "NABO_DATABASE_URL": database_url,
            "NABO_SECRET_KEY": SECRET_KEY,
            "NABO_DEMO": "true",
            "NABO_CLOCK_FILE": str(clock_file),
            "NABO_RUN_WORKER": "false",  # the test runs its jobs, in simulated time
            "NABO_PORT": "0",
        }
        self._process: subprocess.Popen[str] | None = None
        self._reader: threading.Thread | None = None
        self.starts = 0

    def start(self) -> int:
        """Start the server, and return its port once it answers."""
        self.kill()
        self.starts += 1
        process = self._process = subprocess.Popen(
            [sys.executable, "-m", "care_api"],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        ports: queue.Queue[int] = queue.Queue()

        def read() -> None:
            for line in process.stdout or ():
                if line.startswith(_READY):
                    ports.put(int(line.rsplit(":", 1)[1]))

        self._reader = threading.Thread(target=read)
        self._reader.start()
        return ports.get(timeout=START_S)

    def kill(self) -> None:
        """SIGKILL."""
        if self._process is None or self._reader is None:
            return
        self._process.kill()
        self._process.wait(START_S)
        self._reader.join(START_S)
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._process = None
