"""A machine made of small programs: what set-up calls, without what it costs."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tools.setup.commands import Shell
from tools.setup.places import Places

Program = Callable[[str, str], Path]


@pytest.fixture
def places(tmp_path: Path) -> Places:
    """An empty checkout."""
    root = tmp_path / "checkout"
    root.mkdir()
    return Places(root)


@pytest.fixture
def shell(places: Places) -> Shell:
    """Runs commands in the empty checkout and shows nothing."""
    return Shell(places.root, places.log, lambda _: None)


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """A folder to put on the PATH."""
    folder = tmp_path / "bin"
    folder.mkdir()
    return folder


@pytest.fixture
def program(bin_folder: Path) -> Program:
    """Make a program of the machine: a name and the lines of a shell script."""

    def make(name: str, script: str) -> Path:
        path = bin_folder / name
        path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
        path.chmod(0o755)
        return path

    return make
