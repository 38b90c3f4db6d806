import re
import tomllib
from pathlib import Path

import pytest

from tools.locks import SOURCES, ros_requirements


@pytest.fixture
def root(pytestconfig: pytest.Config) -> Path:
    return pytestconfig.rootpath


@pytest.mark.parametrize("name", SOURCES)
def test_every_locked_package_has_a_version_and_a_hash(root: Path, name: str) -> None:
    entries = (root / "locks" / f"{name}.txt").read_text(encoding="utf-8").split("\n")
    packages = [line for line in entries if line and not line.startswith(" ")]

    assert packages
    assert all("==" in package and package.endswith("\\") for package in packages)


def test_every_dependency_is_in_the_lock(root: Path) -> None:
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = pyproject["project"]["dependencies"] + pyproject["dependency-groups"]["dev"]
    names = [re.split(r"[\[<>=;]", wish, maxsplit=1)[0] for wish in wanted]
    lock = (root / "locks" / "python.txt").read_text(encoding="utf-8")

    assert [name for name in names if f"\n{name}==" not in f"\n{lock}"] == []


def test_both_locks_agree_where_they_share_a_package(root: Path) -> None:
    def pins(name: str) -> dict[str, set[str]]:
        versions: dict[str, set[str]] = {}
        for line in (root / "locks" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
            if "==" in line and not line.startswith(" "):
                package, version = line.split()[0].split("==")
                versions.setdefault(package, set()).add(version)
        return versions

    python, ros = pins("python"), pins("ros")

    assert {name: (python[name], ros[name]) for name in python.keys() & ros.keys()} == {
        name: (python[name], python[name]) for name in python.keys() & ros.keys()
    }


def test_ros_wheels_are_asked_for_where_they_run(root: Path) -> None:
    requirements = ros_requirements(root / "pyproject.toml").splitlines()

    assert any(line.startswith("ros-jazzy-rclpy[fastrtps] ;") for line in requirements)
    assert all(line.endswith("platform_machine == 'x86_64'") for line in requirements)
