"""The ROS package `nabo`: its messages, services and actions, built with colcon."""

import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.places import Places
from tools.setup.ros_source import InstalledRos, RosSource


@dataclass(frozen=True, slots=True)
class Interfaces:
    """Builds the interfaces for the environment's Python.

    With ROS from wheels they go into the environment itself, so that `from nabo.msg import ...`
    works with no variable set; beside a ROS of the machine they go into a prefix under build/.
    """

    places: Places
    ros: RosSource
    shell: Shell
    environ: Mapping[str, str]

    @property
    def prefix(self) -> Path:
        """Where colcon installs to."""
        if isinstance(self.ros, InstalledRos):
            return self.places.ros_prefix
        return self.places.venv

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files that the ROS package is made of, its Python rooms not among them."""
        root = self.places.root
        folders = ("msg", "srv", "action", "launch", "config", "scripts")
        files = [path for name in folders for path in (root / name).glob("*") if path.is_file()]
        return (root / "CMakeLists.txt", root / "package.xml", *files)

    def build(self) -> None:
        """Build and install.

        Raises:
            SetupFailed: The build failed, or the machine's ROS has no colcon.
        """
        ros_build = self.places.ros_build
        self.shell.run([
            self._colcon(), "--log-base", ros_build / "log", "build", "--merge-install",
            "--build-base", ros_build / "build", "--install-base", self.prefix,
            "--paths", self.places.root, "--packages-select", "nabo",
            "--event-handlers", "console_direct+",
            "--cmake-args", *self._generator(), f"-DPython3_EXECUTABLE={self.places.python}",
            "-DNABO_INSTALL_PYTHON=OFF",
        ], self._build_environ())  # fmt: skip

    def _colcon(self) -> Path:
        if not isinstance(self.ros, InstalledRos):
            return self.places.venv / "bin" / "colcon"
        colcon = shutil.which("colcon", path=self.environ.get("PATH"))
        if colcon is None:
            raise SetupFailed(
                "missing: colcon, to build for this machine's ROS. Install with: "
                "apt-get install python3-colcon-common-extensions"
            )
        return Path(colcon)

    def _generator(self) -> list[str]:
        return [] if isinstance(self.ros, InstalledRos) else ["-GNinja"]

    def _build_environ(self) -> dict[str, str]:
        if isinstance(self.ros, InstalledRos):
            return dict(self.environ)
        return {
            **self.environ,
            "AMENT_PREFIX_PATH": str(self.prefix),
            "CMAKE_PREFIX_PATH": str(self.prefix),
            "PATH": f"{self.prefix / 'bin'}:{self.environ.get('PATH', '')}",
        }
