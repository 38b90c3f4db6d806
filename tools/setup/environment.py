"""The virtual environment and the packages in it."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.places import Places
from tools.setup.ros_source import InstalledRos, RosSource

INDEX_REMEDY = "Is the Python package index reachable from here?"


@dataclass(frozen=True, slots=True)
class Environment:
    """Makes `.venv` and fills it from the locks.

    Attributes:
        places: The checkout.
        ros: Decides the interpreter and whether ROS comes from its lock.
        shell: Runs the commands.
        environ: The environment that they run in.
    """

    places: Places
    ros: RosSource
    shell: Shell
    environ: Mapping[str, str]

    @property
    def locks(self) -> tuple[Path, ...]:
        """The locks to install from."""
        names = ("python",) if isinstance(self.ros, InstalledRos) else ("python", "ros")
        return tuple(self.places.lock(name) for name in names)

    def make_venv(self) -> None:
        """Make the environment, keeping what is installed when it is of the same Python."""
        if self._belongs_to_another_python():
            shutil.rmtree(self.places.venv)
        options = ["--system-site-packages"] if isinstance(self.ros, InstalledRos) else []
        self.shell.run([self.ros.python, "-m", "venv", *options, self.places.venv])

    def install_uv(self) -> None:
        """Install uv, with pip, from its own lock."""
        self.shell.run([
            self.places.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
            "--require-hashes", "--no-deps", "--only-binary=:all:",
            "--requirement", self.places.lock("uv"),
        ], self.environ, INDEX_REMEDY)  # fmt: skip

    def install_packages(self) -> None:
        """Install every locked package; what is published as source is built by locked backends."""
        requirements = [word for lock in self.locks for word in ("--requirement", str(lock))]
        self._uv("install", "--require-hashes", *requirements,
                 "--preview-features", "build-dependency-hashes", "--require-build-hashes",
                 "--build-constraints", str(self.places.lock("build")))  # fmt: skip

    def install_project(self) -> None:
        """Install the project itself, editable, which also writes the command `nabo`."""
        self._uv("install", "--no-deps", "--no-build-isolation", "--editable", ".")

    def _uv(self, *arguments: str) -> None:
        environ = {**self.environ, "VIRTUAL_ENV": str(self.places.venv)}
        self.shell.run([self.places.venv / "bin" / "uv", "pip", *arguments], environ, INDEX_REMEDY)

    def _belongs_to_another_python(self) -> bool:
        if not self.places.venv.exists():
            return False
        if not self.places.python.exists():
            return True
        return _identity(self.places.python) != _identity(self.ros.python)


def _identity(python: Path) -> str:
    """Return the version and home of an interpreter, the same for a base and its environments."""
    code = "import sys; print(sys.version_info[:3], sys.base_prefix)"
    command: list[str | Path] = [python, "-I", "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout
