import socket
import threading
import time
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from cli.demo.processes import (
    Child,
    ProcessFailed,
    free_port,
    is_free,
    last_line,
)
from schedules.clock import write_offset


def test_a_free_port_is_free() -> None:
    assert is_free(free_port())


def test_a_port_on_which_somebody_listens_is_not_free() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        assert not is_free(listener.getsockname()[1])


def test_the_last_words_of_a_log_are_found(tmp_path: Path) -> None:
    log = tmp_path / "robot.log"
    log.write_text("INFO starting\nnabo robot: no voice\n\n", "utf-8")
    assert last_line(log) == "nabo robot: no voice"


def test_a_log_that_was_never_written_has_no_last_words(tmp_path: Path) -> None:
    assert last_line(tmp_path / "nothing.log") == "–"


def watch(child: Child) -> None:
    """Check a process again and again until it fails or a deadline is over."""
    until_s = time.monotonic() + 30
    pause = threading.Event()
    while time.monotonic() < until_s:
        child.check()
        pause.wait(0.05)


@pytest.fixture
def child(tmp_path: Path) -> Iterator[Child]:
    """A process that ends by itself at once, for want of a clock."""
    started = Child("sim", ["sim", "--clock-file", "/nowhere/clock"], {}, tmp_path)
    yield started
    started.stop()


def test_a_process_that_ends_by_itself_is_named_with_its_last_words(child: Child) -> None:
    with pytest.raises(ProcessFailed, match=r"sim ended with exit code 1: nabo: .*/nowhere/clock"):
        watch(child)


def test_a_process_that_was_stopped_has_ended(tmp_path: Path) -> None:
    write_offset(tmp_path / "clock", timedelta(0))
    running = Child("sim", ["sim", "--clock-file", str(tmp_path / "clock")], {}, tmp_path)
    running.check()
    running.stop()
    with pytest.raises(ProcessFailed):
        running.check()
