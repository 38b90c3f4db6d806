"""The care API's database and the robot's store."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

from cli.doctor.check import Check, failure, ok

OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""


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


def checks(environment: Mapping[str, str]) -> Iterator[Check]:
    """Look at SQLite and at the files that the settings name."""
    yield library()
    url = environment.get("NABO_DATABASE_URL", "sqlite:///nabo.sqlite")
    if url.startswith("sqlite:///"):
        yield file("care API database", Path(url.removeprefix("sqlite:///")))
    if store := environment.get("NABO_ROBOT_STORE"):
        yield file("robot's store", Path(store))
