"""`python -m bench`: print every figure and write build/bench.json."""

import importlib
import json
import sys
from pathlib import Path

from rich.console import Console
from rich.table import Column, Table

from bench.rows import Row

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
    console = Console()
    measured: list[Row] = []
    for room in rooms or ROOMS:
        with console.status(f"measuring {room}"):
            measured += importlib.import_module(f"bench.{room}").rows()
    table = Table(Column("figure", no_wrap=True), "value", "unit", "target", "", "on")
    for row in measured:
        table.add_row(row.name, f"{row.value:g}", row.unit, row.target, row.verdict, row.note)
    console.print(table)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps([row.as_json() for row in measured], indent=2) + "\n")
    console.print(f"written to {RESULTS}")


if __name__ == "__main__":
    main(tuple(sys.argv[1:]))
