from pathlib import Path

import pytest

from tools.setup import machine
from tools.setup.failure import SetupFailed
from tools.setup.machine import Need, check_machine, needs_of_setup


def missing(thing: str, package: str) -> Need:
    return Need(thing, package, f"{package}-rpm", lambda: False)


def test_this_machine_has_what_set_up_needs(tmp_path: Path) -> None:
    check_machine(needs_of_setup(), tmp_path)


def test_one_line_names_all_that_is_missing_and_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "apt-get").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupFailed) as failure:
        check_machine((missing("g++", "g++"), missing("Python.h", "python3.11-dev")), tmp_path)

    assert str(failure.value) == (
        "missing: g++, Python.h. Install with: apt-get install g++ python3.11-dev"
    )


def test_fedora_is_told_its_own_package_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "dnf").touch(mode=0o755)
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupFailed, match=r"dnf install g\+\+-rpm"):
        check_machine((missing("g++", "g++"),), tmp_path)


def test_the_compiler_is_looked_for_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    unmet = {need.thing for need in needs_of_setup() if not need.is_met()}

    assert {"gcc", "g++", "make"} <= unmet


def test_a_full_disk_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine, "FREE_DISK_BYTES", 10**18)

    with pytest.raises(SetupFailed, match=r"free disk, and 1000000000 GB are needed"):
        check_machine((), tmp_path)
