"""A worker that crashes tells how: its signal, and what each of its threads was doing."""

import faulthandler
import os
import signal
from pathlib import Path
from typing import Any

import pytest

_FOLDER = Path("build") / "crashes"
"""Where workers write; relative to the folder in which the run was started."""
_EXIT_DEADLINE_S = 10.0


def pytest_sessionstart(session: pytest.Session) -> None:
    """Forget the crashes of earlier runs."""
    if "PYTEST_XDIST_WORKER" not in os.environ:
        for old in (session.config.invocation_params.dir / _FOLDER).glob("gw*"):
            old.unlink()


@pytest.hookimpl(trylast=True)  # after pytest's own, which writes between the dots
def pytest_configure(config: pytest.Config) -> None:
    """Let a worker's faults go to a file of its own."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker:
        folder = config.invocation_params.dir / _FOLDER
        folder.mkdir(parents=True, exist_ok=True)
        config.stash[_FILE] = (folder / worker).open("w")
        faulthandler.enable(config.stash[_FILE])


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:  # noqa: ANN401 - xdist's are untyped
    """Note how a crashed worker ended."""
    if error is None:
        return
    code = node.gateway._io.popen.wait(_EXIT_DEADLINE_S)  # noqa: SLF001 - execnet has no other way
    ended = f"signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
    with (node.config.invocation_params.dir / _FOLDER / node.gateway.id).open("a") as report:
        report.write(f"ended with {ended}\n")


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:  # noqa: ANN401 - pytest's own class is private
    """Show what crashed workers have left."""
    for report in sorted((config.invocation_params.dir / _FOLDER).glob("gw*")):
        if words := report.read_text(errors="replace"):
            terminalreporter.section(f"crash of worker {report.name}")
            terminalreporter.write(words)


_FILE = pytest.StashKey[Any]()
