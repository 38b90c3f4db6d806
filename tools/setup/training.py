"""The environment that trains speech models: PyTorch and Kaldi's features, apart from the rest."""

from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.places import Places


@dataclass(frozen=True, slots=True)
class TrainingEnvironment:
    """Makes build/training-venv from names and versions.

    Without hashes: PyTorch's processor-only build is published outside the index, so each machine
    has its own file for the same version.
    """

    places: Places
    base_python: Path
    shell: Shell

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.places.training_venv / "bin" / "python"

    def install(self) -> None:
        """Make it and install the lock with pip."""
        self.shell.run([self.base_python, "-m", "venv", self.places.training_venv])
        self.shell.run([
            self.python, "-m", "pip", "install", "--disable-pip-version-check",
            "--requirement", self.places.lock("training"),
        ])  # fmt: skip
