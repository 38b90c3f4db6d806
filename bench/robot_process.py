"""A real robot as a process of its own, for as long as a measurement lasts."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_DEADLINE_S = 120.0
STOP_DEADLINE_S = 15.0
_TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class RobotLost(RuntimeError):  # noqa: N818 - a state of the world
    """The robot did not start; holds its last words."""


@dataclass(frozen=True, slots=True)
class RobotProcess:
    """A running robot and the children it has."""

    process: "subprocess.Popen[str]"

    @property
    def pids(self) -> tuple[int, ...]:
        """The robot's process and its descendants."""
        found, wanted = [], [self.process.pid]
        while wanted:
            pid = wanted.pop()
            found.append(pid)
            for task in Path(f"/proc/{pid}/task").iterdir():
                wanted += [int(child) for child in (task / "children").read_text().split()]
        return tuple(found)

    @property
    def memory_mb(self) -> float:
        """The processes' proportional set size."""
        return sum(_pss_kb(pid) for pid in self.pids) / 1024

    @property
    def cpu_s(self) -> float:
        """Processor time that the processes have used."""
        return sum(_cpu_s(pid) for pid in self.pids)

    def idle_cpu(self, during_s: float) -> float:
        """Return the ratio of one core that is used from now on."""
        began_s, used_s = time.monotonic(), self.cpu_s
        threading.Event().wait(during_s)
        return (self.cpu_s - used_s) / (time.monotonic() - began_s)


@contextmanager
def running_robot(
    parameters: Sequence[str], environment: Mapping[str, str]
) -> Iterator[RobotProcess]:
    """Run `nabo robot` until the block ends; yield it once it is ready.

    Raises:
        RobotLost: It did not get ready in time.
    """
    arguments = [part for value in parameters for part in ("--parameter", value)]
    process = subprocess.Popen(
        [sys.executable, "-m", "cli", "robot", *arguments],
        env={**os.environ, **environment},
        text=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    try:
        _await_ready(process)
        yield RobotProcess(process)
    finally:
        process.terminate()
        try:
            process.wait(STOP_DEADLINE_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_DEADLINE_S)


def _await_ready(process: "subprocess.Popen[str]") -> None:
    is_ready = threading.Event()
    words: list[str] = []

    def read() -> None:
        for line in process.stderr or ():
            words.append(line.strip())
            if "the robot is ready" in line:
                is_ready.set()

    threading.Thread(target=read, daemon=True).start()
    until_s = time.monotonic() + START_DEADLINE_S
    while not is_ready.wait(0.1):
        if process.poll() is not None or time.monotonic() > until_s:
            raise RobotLost(f"the robot did not get ready: {words[-1:]}")


def _pss_kb(pid: int) -> int:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def _cpu_s(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICKS_PER_S
