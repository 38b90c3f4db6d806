"""`python -m bench`: tell every figure as it is taken, and keep it in build/bench.json."""

import importlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console

from bench.results import Results
from bench.rows import Row
from schedules.clock import SystemClock

ROOMS = (
    "schedules",
    "understanding",
    "speech",
    "hearing",
    "voice",
    "conversation",
    "alerts",
    "handover",
    "pages",
    "ingest",
)
RESULTS = Path("build/bench.json")


def main(rooms: tuple[str, ...]) -> None:
    """Measure the named rooms, or all of them."""
    console = Console(soft_wrap=True, highlight=False, markup=False)
    results = Results(RESULTS, SystemClock().now, lambda: os.getloadavg()[0])
    for room in rooms or ROOMS:
        with console.status(f"measuring {room}"):
            measure(room, importlib.import_module(f"bench.{room}").rows(), results, console)
    console.print(f"written to {RESULTS}")


def measure(room: str, rows: Iterable[Row], results: Results, console: Console) -> None:
    """Tell and store each figure of a room when it comes."""
    of_room = results.begin(room)
    for row in rows:
        of_room.add(row)
        console.print(row.line)
    of_room.end()


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
