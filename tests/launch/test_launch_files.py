"""Every name in a launch file exists. Read as XML: the wheels do not have ROS's own launch."""

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
import yaml
from defusedxml import ElementTree

from robot_nodes.parameters import NODES, Value

ROOT = Path(__file__).parents[2]
LAUNCH_FILES = sorted((ROOT / "launch").iterdir())
CONFIG_FILES = sorted((ROOT / "config").glob("*.yaml"))
EXECUTABLES = dict(
    re.findall(
        r"^nabo_executable\((\w+) ([\w.]+)\)",
        (ROOT / "CMakeLists.txt").read_text("utf-8"),
        re.MULTILINE,
    )
)

each_launch_file = pytest.mark.parametrize("path", LAUNCH_FILES, ids=lambda path: path.name)


def launch(path: Path) -> Element:
    root = ElementTree.parse(path).getroot()
    assert root is not None
    return root


def package_name() -> str | None:
    return launch(ROOT / "package.xml").findtext("name")


def values(root: Element) -> Iterator[str]:
    """Yield every attribute's value, in which substitutions may stand."""
    for element in root.iter():
        yield from element.attrib.values()


def arguments(root: Element) -> dict[str, str | None]:
    """Return the arguments that a launch file declares, each with its default or None."""
    return {arg.attrib["name"]: arg.get("default") for arg in root.findall("arg")}


def test_launch_is_no_python_package() -> None:
    """With Python in it, the folder would shadow ROS's own package of that name."""
    assert [path.name for path in LAUNCH_FILES] == [
        "robot.launch.xml",
        "simulation.launch.xml",
    ]


@each_launch_file
def test_every_node_is_an_executable_of_the_package(path: Path) -> None:
    nodes = launch(path).findall("node")

    assert nodes
    for node in nodes:
        assert node.attrib["pkg"] == package_name()
        assert node.attrib["exec"] in EXECUTABLES


@each_launch_file
def test_every_file_that_is_named_is_installed_from_here(path: Path) -> None:
    for value in values(launch(path)):
        for name in re.findall(r"\$\(find-pkg-share nabo\)/(\S+)", value):
            assert name.split("/")[0] in {"launch", "config"}
            assert (ROOT / name).is_file()


@each_launch_file
def test_every_argument_that_is_used_is_declared_with_a_description(path: Path) -> None:
    root = launch(path)
    used = {name for value in values(root) for name in re.findall(r"\$\(var (\w+)\)", value)}

    assert used == set(arguments(root))
    assert all(arg.get("description") for arg in root.findall("arg"))


@each_launch_file
def test_an_included_file_gets_only_arguments_that_it_declares(path: Path) -> None:
    for include in launch(path).findall("include"):
        name = include.attrib["file"].removeprefix("$(find-pkg-share nabo)/")
        declared = arguments(launch(ROOT / name))
        given = {arg.attrib["name"] for arg in include.findall("arg")}

        assert given <= set(declared)
        assert {arg for arg, default in declared.items() if default is None} <= given


@pytest.mark.parametrize(("name", "module"), EXECUTABLES.items())
def test_every_executable_runs_a_main_that_exists(name: str, module: str) -> None:
    del name
    source = ROOT.joinpath(*module.split(".")).with_suffix(".py")

    assert re.search(r"^def main\(", source.read_text("utf-8"), re.MULTILINE)


each_config_file = pytest.mark.parametrize("path", CONFIG_FILES, ids=lambda path: path.name)


def settings(path: Path) -> dict[str, Value]:
    """Return the parameters that a file sets for every node of the process."""
    content = yaml.safe_load(path.read_text("utf-8"))
    assert list(content) == ["/**"]
    found: dict[str, Value] = content["/**"]["ros__parameters"]
    return found


@each_config_file
def test_every_parameter_that_is_set_is_declared_by_a_node_and_of_its_type(path: Path) -> None:
    declared = {parameter.name: parameter for node in NODES.values() for parameter in node}

    for name, value in settings(path).items():
        assert type(value) is type(declared[name].default)
        assert not declared[name].choices or value in declared[name].choices
