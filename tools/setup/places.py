"""Where set-up reads and writes, as paths below one project folder."""

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one checkout."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment that everything runs in."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The environment's interpreter."""
        return self.venv / "bin" / "python"

    @property
    def build(self) -> Path:
        """Everything generated that is not the environment."""
        return self.root / "build"

    @property
    def stamps(self) -> Path:
        """One file per finished step, holding the fingerprint it was finished with."""
        return self.build / "stamps"

    @property
    def log(self) -> Path:
        """The whole output of the commands of the last set-up."""
        return self.build / "setup.log"

    @property
    def ros_build(self) -> Path:
        """Colcon's own folders."""
        return self.build / "ros"

    @property
    def ros_prefix(self) -> Path:
        """Where the interfaces go when the machine's own ROS is used."""
        return self.ros_build / "install"

    @property
    def web(self) -> Path:
        """The front end's package.json and what npm puts beside it."""
        return self.root / "care_api" / "web"

    @property
    def training_venv(self) -> Path:
        """The environment that trains speech models, kept apart because of PyTorch's size."""
        return self.build / "training-venv"

    def lock(self, name: str) -> Path:
        """Return the lock file `name`, such as "python"."""
        return self.root / "locks" / f"{name}.txt"
