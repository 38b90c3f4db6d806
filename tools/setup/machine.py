"""What the machine must bring along: looked for before the first step, reported in one line."""

import importlib.util
import platform
import shutil
import sys
import sysconfig
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from tools.setup.failure import SetupFailed

FREE_DISK_BYTES = 3 * 1000**3
"""The environment takes 1.3 GB, the package caches about as much once more."""


@dataclass(frozen=True, slots=True)
class Need:
    """Something that no package of ours can bring.

    Attributes:
        thing: What it is, as the reader would search for it.
        debian: The package that has it on Debian and Ubuntu.
        fedora: The package that has it on Fedora and its kin.
        is_met: Tells whether the machine has it.
    """

    thing: str
    debian: str
    fedora: str
    is_met: Callable[[], bool]


def needs_of_setup() -> tuple[Need, ...]:
    """Return what set-up needs for the running Python."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    header = Path(sysconfig.get_path("include")) / "Python.h"
    return (
        Need(
            "Python's venv and ensurepip", f"python{version}-venv", "python3-libs", has_venv_module
        ),
        Need(f"Python.h of {version}", f"python{version}-dev", "python3-devel", header.is_file),
        Need("gcc", "gcc", "gcc", partial(has_program, "gcc")),
        Need("g++", "g++", "gcc-c++", partial(has_program, "g++")),
        Need("make", "make", "make", partial(has_program, "make")),
    )


def has_venv_module() -> bool:
    """Tell whether Python can make environments; Debian keeps ensurepip in a package of its own."""
    return all(importlib.util.find_spec(module) for module in ("venv", "ensurepip"))


def has_program(name: str) -> bool:
    """Tell whether `name` is on the PATH."""
    return shutil.which(name) is not None


def check_machine(needs: tuple[Need, ...], folder: Path) -> None:
    """Check that every need is met and that `folder` has room.

    Raises:
        SetupFailed: Something is missing; one line names all of it.
    """
    if platform.system() != "Linux":
        raise SetupFailed(f"Nabo runs on Linux, and this is {platform.system()}")
    missing = [need for need in needs if not need.is_met()]
    if missing:
        things = ", ".join(need.thing for need in missing)
        raise SetupFailed(f"missing: {things}. {_remedy(missing)}")
    free = shutil.disk_usage(folder).free
    if free < FREE_DISK_BYTES:
        raise SetupFailed(
            f"{folder} has {free / 1000**3:.1f} GB of free disk, "
            f"and {FREE_DISK_BYTES / 1000**3:.0f} GB are needed"
        )


def _remedy(missing: list[Need]) -> str:
    debian = " ".join(need.debian for need in missing)
    if shutil.which("apt-get"):
        return f"Install with: apt-get install {debian}"
    if shutil.which("dnf"):
        return f"Install with: dnf install {' '.join(need.fedora for need in missing)}"
    return f"On Debian and Ubuntu the packages are called: {debian}"
