from collections.abc import Mapping
from pathlib import Path

import pytest

from tools.setup.failure import SetupFailed
from tools.setup.ros_source import InstalledRos, RosSource, RosWheels, choose_ros

RUNNING = Path("/opt/python/bin/python3")
SYSTEM = Path("/usr/bin/python3")
JAZZY = {"ROS_DISTRO": "jazzy", "AMENT_PREFIX_PATH": "/opt/ros/jazzy"}


def choose(
    environ: Mapping[str, str], *with_rclpy: Path, architecture: str = "x86_64"
) -> RosSource:
    return choose_ros(environ, (RUNNING, SYSTEM), with_rclpy.__contains__, architecture)


def test_without_a_ros_of_the_machine_the_wheels_are_used() -> None:
    assert choose({}) == RosWheels(RUNNING)


def test_a_sourced_jazzy_is_used_with_the_python_that_imports_it() -> None:
    assert choose(JAZZY, SYSTEM) == InstalledRos(SYSTEM, "jazzy")


@pytest.mark.parametrize("distro", ["kilted", "rolling"])
def test_a_newer_ros_is_used(distro: str) -> None:
    assert choose({**JAZZY, "ROS_DISTRO": distro}, RUNNING) == InstalledRos(RUNNING, distro)


def test_an_rclpy_without_a_sourced_ros_is_not_taken_for_one() -> None:
    assert choose({}, RUNNING, SYSTEM) == RosWheels(RUNNING)


def test_a_ros_that_is_named_but_not_sourced_leaves_the_wheels() -> None:
    assert choose({"ROS_DISTRO": "jazzy"}) == RosWheels(RUNNING)


def test_an_older_sourced_ros_would_shadow_the_wheels_and_stops_set_up() -> None:
    humble = {"ROS_DISTRO": "humble", "AMENT_PREFIX_PATH": "/opt/ros/humble"}

    with pytest.raises(SetupFailed, match="humble is sourced .* needs jazzy or newer"):
        choose(humble, SYSTEM)


def test_a_sourced_ros_without_rclpy_stops_set_up() -> None:
    with pytest.raises(SetupFailed, match="install ros-jazzy-rclpy"):
        choose(JAZZY)


def test_a_processor_without_wheels_needs_a_ros_of_its_own() -> None:
    with pytest.raises(SetupFailed, match="x86-64 and this machine is aarch64"):
        choose({}, architecture="aarch64")


def test_a_processor_without_wheels_may_have_a_ros_of_its_own() -> None:
    assert choose(JAZZY, SYSTEM, architecture="aarch64") == InstalledRos(SYSTEM, "jazzy")
