"""Which ROS 2 to use: the machine's own where there is a fitting one, the wheels otherwise."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.failure import SetupFailed

OLDEST_DISTRO = "jazzy"
"""ROS 2 names its distributions along the alphabet, so a later name is a newer ROS."""


@dataclass(frozen=True, slots=True)
class RosWheels:
    """ROS 2 Jazzy from wheels, inside the virtual environment."""

    python: Path

    @property
    def title(self) -> str:
        """Say it to a person."""
        return "ROS 2 Jazzy from wheels"


@dataclass(frozen=True, slots=True)
class InstalledRos:
    """The ROS 2 of this machine, whose setup file was sourced in this shell."""

    python: Path
    distro: str

    @property
    def title(self) -> str:
        """Say it to a person."""
        return f"ROS 2 {self.distro.capitalize()} of this machine"


RosSource = RosWheels | InstalledRos


def choose_ros(
    environ: Mapping[str, str],
    pythons: Iterable[Path],
    has_rclpy: Callable[[Path], bool],
    architecture: str,
) -> RosSource:
    """Choose the ROS to build on.

    Args:
        environ: The shell's environment; a sourced ROS sets ROS_DISTRO and AMENT_PREFIX_PATH.
        pythons: Interpreters that may belong to the machine's ROS, the running one first.
        has_rclpy: Tells whether `import rclpy` works in an interpreter, in this environment.
        architecture: As `platform.machine()` says it.

    Raises:
        SetupFailed: A sourced ROS is unfit and would shadow the wheels, or there are no wheels.
    """
    candidates = list(pythons)
    distro = environ.get("ROS_DISTRO", "")
    is_sourced = bool(environ.get("AMENT_PREFIX_PATH"))
    if distro >= OLDEST_DISTRO:
        for python in candidates:
            if has_rclpy(python):
                return InstalledRos(python, distro)
    if distro and is_sourced:
        raise SetupFailed(_unfit(distro))
    if architecture != "x86_64":
        raise SetupFailed(
            f"the ROS wheels are for x86-64 and this machine is {architecture}: install ROS 2 "
            "Jazzy or newer, source its setup file (. /opt/ros/jazzy/setup.sh) and run this again"
        )
    return RosWheels(candidates[0])


def _unfit(distro: str) -> str:
    if distro < OLDEST_DISTRO:
        return (
            f"ROS 2 {distro} is sourced in this shell and Nabo needs jazzy or newer: "
            "use a shell without it, and ROS comes from wheels"
        )
    return (
        f"ROS 2 {distro} is sourced in this shell, but no Python can import its rclpy: install "
        f"ros-{distro}-rclpy, or use a shell without it, and ROS comes from wheels"
    )
