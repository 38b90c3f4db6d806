"""Set-up as a command: chooses the steps, does those that are due, and fails in one line."""

import argparse
import fcntl
import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tools.setup.browser import Browser, find_browser
from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.machine import check_machine, needs_of_setup
from tools.setup.places import Places
from tools.setup.plan import Plan
from tools.setup.ros_source import choose_ros
from tools.setup.steps import do_steps, steps_to_do
from tools.setup.terminal import Terminal

GOALS = ("run", "test", "train")


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up for one goal; return the exit code."""
    parser = argparse.ArgumentParser(prog="python -m tools.setup", description=__doc__)
    parser.add_argument("--to", choices=GOALS, default="run", help="what the set-up is for")
    goal = parser.parse_args(arguments).to
    places = Places(Path(__file__).resolve().parents[2])
    terminal = Terminal(sys.stdout)
    try:
        with _alone(places.build):
            _set_up(goal, places, terminal)
    except SetupFailed as failure:
        terminal.says(f"Set-up stopped: {failure}")
        return 1
    return 0


def _set_up(goal: str, places: Places, terminal: Terminal) -> None:
    ros = choose_ros(os.environ, _pythons(), _has_rclpy, platform.machine())
    shell = Shell(places.root, places.log, terminal.shows)
    plan = Plan(places, ros, shell, dict(os.environ))
    steps = plan.steps_to_train() if goal == "train" else plan.steps_to_run()
    due = steps_to_do(steps, places.stamps)
    if due:
        check_machine(needs_of_setup(), places.root)
        places.log.unlink(missing_ok=True)
        do_steps(due, places.stamps, terminal)
    if goal == "test":
        _provide_browser(places, shell, terminal)


def _provide_browser(places: Places, shell: Shell, terminal: Terminal) -> None:
    """See to a browser; without one the other tests still run, and those of the pages fail."""
    if find_browser(os.environ):
        return
    terminal.says("Installing a browser for the tests of the pages (usually 60 s or less) ...")
    try:
        Browser(places, shell, dict(os.environ), is_root=os.geteuid() == 0).provide()
    except SetupFailed as failure:
        terminal.says(f"The tests of the pages will fail: {failure}")


def _pythons() -> list[Path]:
    """Return the interpreters that a ROS of the machine may belong to, the running one first."""
    system = shutil.which("python3", path="/usr/bin")
    running = Path(sys.executable)
    return [running, Path(system)] if system else [running]


def _has_rclpy(python: Path) -> bool:
    answer = subprocess.run([python, "-c", "import rclpy"], capture_output=True, check=False)
    return answer.returncode == 0


@contextmanager
def _alone(build: Path) -> Iterator[None]:
    """Hold the set-up lock, so that two `make` at once do not write into one environment."""
    build.mkdir(parents=True, exist_ok=True)
    with (build / "setup.lock").open("w", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            sys.stdout.write("Another set-up is running here; waiting for it ...\n")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield
