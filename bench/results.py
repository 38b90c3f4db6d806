"""build/bench.json: the figures of each room, from whichever run took them last."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.rows import Row

Stored = dict[str, Any]


class Results:
    """Written anew with each figure, so that a run which is cut short loses none that it took."""

    def __init__(self, path: Path, now: Callable[[], datetime], load: Callable[[], float]) -> None:
        """Go on with what earlier runs wrote.

        Args:
            path: The file; it and its folder may be missing.
            now: The aware UTC instant.
            load: The machine's load average of the last minute.
        """
        self._path = path
        self._now = now
        self._load = load
        self._stored = _read(path)

    def begin(self, room: str) -> "RoomResults":
        """Return where to write the figures of a room that is measured now."""
        return RoomResults(self, room)

    def add(self, room: str, row: Row) -> Stored:
        """Store a figure in the place of the same one's last value; return it as stored."""
        added: Stored = {
            "room": room,
            **row.as_json(),
            "measured_at": self._now().isoformat(timespec="seconds"),
            "load": round(self._load(), 2),
        }
        self._stored = [each for each in self._stored if _figure(each) != _figure(added)]
        self._stored.append(added)
        self._write()
        return added

    def keep_only(self, room: str, rows: list[Stored]) -> None:
        """Let go of a room's figures but these."""
        self._stored = [each for each in self._stored if each["room"] != room or each in rows]
        self._write()

    def _write(self) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        written = self._path.with_suffix(".new")
        written.write_text(json.dumps(self._stored, indent=2, ensure_ascii=False) + "\n")
        written.replace(self._path)  # whole, or as it was


class RoomResults:
    """The figures of one room in one run."""

    def __init__(self, results: Results, room: str) -> None:
        """Write them to `results`."""
        self._results = results
        self._room = room
        self._rows: list[Stored] = []

    def add(self, row: Row) -> None:
        """Store a figure."""
        self._rows.append(self._results.add(self._room, row))

    def end(self) -> None:
        """Let go of what earlier runs measured in this room: all of it has been taken anew."""
        self._results.keep_only(self._room, self._rows)


def _figure(stored: Stored) -> tuple[str, str, str]:
    """Return what a figure is of: the same name stands for each size of a database."""
    return stored["room"], stored["name"], stored["note"]


def _read(path: Path) -> list[Stored]:
    """Return what was stored; figures of unknown rooms, as once written, belong nowhere."""
    if not path.exists():
        return []
    stored: list[Stored] = json.loads(path.read_text())
    return [each for each in stored if "room" in each]
