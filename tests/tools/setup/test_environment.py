import os
import sys
from pathlib import Path

import pytest

from tests.tools.setup.conftest import Program
from tools.setup.commands import Shell
from tools.setup.environment import Environment
from tools.setup.places import Places
from tools.setup.ros_source import InstalledRos, RosSource, RosWheels

BASE = Path(sys.base_prefix) / "bin" / "python3"


def environment(places: Places, shell: Shell, ros: RosSource | None = None) -> Environment:
    return Environment(places, ros or RosWheels(BASE), shell, dict(os.environ))


def test_the_wheels_of_ros_are_left_out_beside_a_ros_of_the_machine(
    places: Places, shell: Shell
) -> None:
    wheels = environment(places, shell)
    installed = environment(places, shell, InstalledRos(BASE, "jazzy"))

    assert [lock.name for lock in wheels.locks] == ["python.txt", "ros.txt"]
    assert [lock.name for lock in installed.locks] == ["python.txt"]


def test_an_environment_of_the_same_python_keeps_what_is_in_it(
    places: Places, program: Program
) -> None:
    python = program("python3", f'case "$*" in *-m*) ;; *) exec {BASE} "$@";; esac')
    (places.venv / "bin").mkdir(parents=True)
    places.python.symlink_to(python)
    treasure = places.venv / "treasure"
    treasure.touch()
    shell = Shell(places.root, places.log, lambda _: None)

    environment(places, shell, RosWheels(python)).make_venv()

    assert treasure.exists()


@pytest.mark.parametrize("other", ["", "#!/bin/sh\necho 'another Python'\n"])
def test_an_environment_of_another_python_is_made_anew(
    places: Places, shell: Shell, program: Program, other: str
) -> None:
    (places.venv / "bin").mkdir(parents=True)
    if other:
        places.python.write_text(other, encoding="utf-8")
        places.python.chmod(0o755)
    treasure = places.venv / "treasure"
    treasure.touch()
    python = program("python3", "exit 0")

    environment(places, shell, RosWheels(python)).make_venv()

    assert not treasure.exists()
