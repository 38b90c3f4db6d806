"""The steps of set-up in order, each with what it reads, leaves and builds on."""

import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.environment import Environment
from tools.setup.front_end import FrontEnd
from tools.setup.interfaces import Interfaces
from tools.setup.places import Places
from tools.setup.ros_source import RosSource
from tools.setup.steps import Step
from tools.setup.training import TrainingEnvironment


@dataclass(frozen=True, slots=True)
class Plan:
    """Makes the steps for one checkout on one machine."""

    places: Places
    ros: RosSource
    shell: Shell
    environ: Mapping[str, str]

    def steps_to_run(self) -> list[Step]:
        """Return what `make demo` and everything else needs."""
        return [*self._environment_steps(), self._interfaces_step(), self._front_end_step()]

    def steps_to_train(self) -> list[Step]:
        """Return what `make models` needs: the environment with PyTorch."""
        training = TrainingEnvironment(self.places, self.ros.python, self.shell)
        step = Step(
            name="training", title="PyTorch and what trains a speech model", typical_s=120,
            act=training.install, inputs=(self.places.lock("training"),),
            settings=(_version(self.ros.python),), outputs=(training.python,),
        )  # fmt: skip
        return [step]

    def _environment_steps(self) -> list[Step]:
        places = self.places
        env = Environment(places, self.ros, self.shell, self.environ)
        project = places.root / "pyproject.toml"
        return [
            Step(
                name="venv", title=f"Python environment for {self.ros.title}", typical_s=8,
                act=env.make_venv, settings=(self.ros.title, _version(self.ros.python)),
                outputs=(places.python,),
            ),
            Step(
                name="uv", title="uv, which installs the rest", typical_s=6,
                act=env.install_uv, inputs=(places.lock("uv"),),
                outputs=(places.venv / "bin" / "uv",), after=("venv",),
            ),
            Step(
                name="packages", title="Python packages from the lock", typical_s=90,
                act=env.install_packages, inputs=(*env.locks, places.lock("build")),
                after=("uv",),
            ),
            Step(
                name="project", title="the command `nabo`", typical_s=2,
                act=env.install_project, inputs=(project,),
                outputs=(places.venv / "bin" / "nabo",), after=("packages",),
            ),
        ]  # fmt: skip

    def _interfaces_step(self) -> Step:
        interfaces = Interfaces(self.places, self.ros, self.shell, self.environ)
        return Step(
            name="interfaces", title="ROS interfaces, compiled", typical_s=60,
            act=interfaces.build, inputs=interfaces.sources,
            outputs=(interfaces.prefix / "share" / "nabo" / "package.xml",), after=("packages",),
        )  # fmt: skip

    def _front_end_step(self) -> Step:
        front_end = FrontEnd(self.places, self.shell, self.environ)
        return Step(
            name="front-end", title="the pages' style and scripts", typical_s=5,
            act=front_end.install, inputs=front_end.sources,
            settings=front_end.settings, outputs=front_end.vendored, after=("packages",),
        )  # fmt: skip


def _version(python: Path) -> str:
    """Return the interpreter's version, such as "Python 3.11.7"."""
    return subprocess.run([python, "--version"], capture_output=True, text=True, check=False).stdout
