import io
import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from bench.__main__ import measure
from bench.results import Results
from bench.rows import Row

MORNING = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def results(path: Path, at: datetime = MORNING, load: float = 0.25) -> Results:
    return Results(path, lambda: at, lambda: load)


def figure(name: str, value: float, note: str = "") -> Row:
    return Row(name=name, value=value, unit="ms", note=note)


def run(results: Results, room: str, *rows: Row) -> None:
    of_room = results.begin(room)
    for row in rows:
        of_room.add(row)
    of_room.end()


def stored(path: Path) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(path.read_text())
    return found


def test_measuring_a_room_leaves_the_figures_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "build" / "bench.json"
    run(results(path), "pages", figure("board", 90))
    run(results(path, NOON), "ingest", figure("poll", 4))
    assert [(row["room"], row["name"]) for row in stored(path)] == [
        ("pages", "board"),
        ("ingest", "poll"),
    ]


def test_each_figure_says_when_it_was_taken_and_how_busy_the_machine_was(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    run(results(path, MORNING, load=0.25), "pages", figure("board", 90))
    run(results(path, NOON, load=1.5), "ingest", figure("poll", 4))
    assert [(row["measured_at"], row["load"]) for row in stored(path)] == [
        ("2026-03-02T08:00:00+00:00", 0.25),
        ("2026-03-02T12:00:00+00:00", 1.5),
    ]


def test_a_room_measured_anew_replaces_all_its_figures(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    run(results(path), "pages", figure("board", 90), figure("gone since", 1))
    run(results(path, NOON), "pages", figure("board", 80))
    assert [(row["name"], row["value"]) for row in stored(path)] == [("board", 80)]


def test_one_name_stands_for_each_size_of_the_database(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    run(results(path), "ingest", figure("poll", 4, "10,000 stored"), figure("poll", 5, "100,000"))
    assert [row["value"] for row in stored(path)] == [4, 5]


def test_a_run_that_is_cut_short_keeps_what_it_took_and_what_it_did_not_come_to(
    tmp_path: Path,
) -> None:
    path = tmp_path / "bench.json"
    run(results(path), "ingest", figure("one", 1), figure("two", 2))

    def cut_short() -> Iterator[Row]:
        yield figure("one", 11)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure("ingest", cut_short(), results(path, NOON), Console(file=io.StringIO()))
    assert {row["name"]: row["value"] for row in stored(path)} == {"one": 11, "two": 2}


def test_figures_that_name_no_room_are_let_go_of(tmp_path: Path) -> None:
    path = tmp_path / "bench.json"
    path.write_text(json.dumps([{"name": "poll", "value": 4}]))
    run(results(path), "ingest", figure("poll", 5))
    assert [row["value"] for row in stored(path)] == [5]


def test_a_long_figure_is_told_whole_on_a_narrow_screen(tmp_path: Path) -> None:
    told = io.StringIO()
    console = Console(file=told, width=20, soft_wrap=True)
    long = figure("ingest.postgresql.500.one_robot.to_executemany", 0.123456789, "1,000,000 stored")
    measure("ingest", [long], results(tmp_path / "bench.json"), console)
    assert told.getvalue().count("\n") == 1
    assert "0.123456789 ms" in told.getvalue()
    assert told.getvalue().endswith("1,000,000 stored\n")
