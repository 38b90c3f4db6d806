"""The care API's database and the robot's store."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path
from shutil import disk_usage

from cli.doctor.check import Check, failure, ok, warning

OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""


LEAST_FREE = 100 * 2**20
"""Bytes; a store of a robot takes a few MiB."""


def library(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> Check:
    """Look whether SQLite is new enough."""
    found = ".".join(str(part) for part in version)
    if version < OLDEST_SQLITE:
        wanted = ".".join(str(part) for part in OLDEST_SQLITE)
        return failure("SQLite", found, f"use a Python built with SQLite {wanted} or newer")
    return ok("SQLite", found)


def file(name: str, path: Path) -> Check:
    """Look whether an SQLite file, where it is there already, can be read."""
    if not path.exists():
        return ok(name, f"{path}: not there yet, is made at the first start")
    uri = f"{path.absolute().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=1.0)) as connection:
            (answer,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as fault:
        return failure(name, f"{path}: {fault}", "check its rights, or restore it from a copy")
    if answer != "ok":
        return failure(name, f"{path}: {answer}", "move it aside and restore it from a copy")
    return ok(name, f"{path}: sound")


def robot_store(path: Path) -> Iterator[Check]:
    """Look at the robot's store, and for damaged ones that it has set aside."""
    name = "robot's store"
    yield file(name, path)
    found = path.parent.glob(f"{path.name}.damaged-*") if path.parent.is_dir() else ()
    aside = sorted(each for each in found if not each.name.endswith(("-wal", "-shm")))
    if aside:
        yield warning(
            name,
            f"{len(aside)} damaged set aside, the latest {aside[-1].name}",
            "check the disk; keep the files until every report in them has reached the server",
        )
    free = disk_usage(path.parent).free if path.parent.is_dir() else LEAST_FREE
    if free < LEAST_FREE:
        yield warning(
            name,
            f"{free // 2**20} MiB are left on its disk",
            "free some space: on a full disk the robot keeps its reports in memory alone",
        )


def checks(environment: Mapping[str, str]) -> Iterator[Check]:
    """Look at SQLite and at the files that the settings name."""
    yield library()
    url = environment.get("NABO_DATABASE_URL", "sqlite:///nabo.sqlite")
    if url.startswith("sqlite:///"):
        yield file("care API database", Path(url.removeprefix("sqlite:///")))
    if store := environment.get("NABO_ROBOT_STORE"):
        yield from robot_store(Path(store))
