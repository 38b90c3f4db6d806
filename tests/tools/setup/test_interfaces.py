import sys
from pathlib import Path

import pytest

from tests.tools.setup.conftest import Program
from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.interfaces import Interfaces
from tools.setup.places import Places
from tools.setup.ros_source import InstalledRos, RosWheels

PYTHON = Path(sys.executable)
ECHO_ALL = 'echo "$@"; echo "AMENT_PREFIX_PATH=$AMENT_PREFIX_PATH"'


def test_beside_a_ros_of_the_machine_the_interfaces_get_a_prefix_of_their_own(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("colcon", ECHO_ALL)
    environ = {"PATH": str(bin_folder), "AMENT_PREFIX_PATH": "/opt/ros/jazzy"}

    Interfaces(places, InstalledRos(PYTHON, "jazzy"), shell, environ).build()

    said = places.log.read_text(encoding="utf-8")
    assert f"--install-base {places.ros_prefix}" in said
    assert "AMENT_PREFIX_PATH=/opt/ros/jazzy\n" in said


def test_with_ros_from_wheels_the_interfaces_go_into_the_environment(
    places: Places, shell: Shell, program: Program
) -> None:
    (places.venv / "bin").mkdir(parents=True)
    program("colcon", ECHO_ALL).rename(places.venv / "bin" / "colcon")

    Interfaces(places, RosWheels(PYTHON), shell, {"PATH": "/usr/bin"}).build()

    said = places.log.read_text(encoding="utf-8")
    assert f"--install-base {places.venv}" in said
    assert f"AMENT_PREFIX_PATH={places.venv}\n" in said


def test_a_ros_of_the_machine_without_colcon_is_told_how_to_get_it(
    places: Places, shell: Shell, bin_folder: Path
) -> None:
    interfaces = Interfaces(places, InstalledRos(PYTHON, "jazzy"), shell, {"PATH": str(bin_folder)})

    with pytest.raises(SetupFailed, match="python3-colcon-common-extensions"):
        interfaces.build()


def test_a_new_message_file_is_among_the_sources(places: Places, shell: Shell) -> None:
    (places.root / "msg").mkdir()
    message = places.root / "msg" / "Bell.msg"
    message.touch()

    assert message in Interfaces(places, RosWheels(PYTHON), shell, {}).sources
