"""The ROS package says what the code needs: its version, its interfaces, its dependencies."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element

from defusedxml import ElementTree

ROOT = Path(__file__).parents[1]
CMAKE = (ROOT / "CMakeLists.txt").read_text("utf-8")
INTERFACES = [path for name in ("msg", "srv", "action") for path in (ROOT / name).iterdir()]


def package() -> Element:
    root = ElementTree.parse(ROOT / "package.xml").getroot()
    assert root is not None
    return root


def dependencies(*tags: str) -> set[str | None]:
    return {element.text for element in package() if element.tag in tags}


def packages_named_by_interfaces() -> set[str]:
    """Return the packages whose types stand in our interfaces, our own left out."""
    field = re.compile(r"^(\w+)/\w+(?:\[\S*\])?\s+\w+", re.MULTILINE)
    named = {name for path in INTERFACES for name in field.findall(path.read_text("utf-8"))}
    return named - {"nabo"}


def imported_packages(folder: Path) -> Iterator[str]:
    """Yield the top-level name of everything that the code below `folder` imports."""
    for path in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Import(names=names):
                    yield from (alias.name.split(".")[0] for alias in names)
                case ast.ImportFrom(module=str(module), level=0):
                    yield module.split(".")[0]
                case _:
                    pass


def test_every_interface_file_is_one_that_the_build_picks_up() -> None:
    assert {path.suffix for path in INTERFACES} <= {".msg", ".srv", ".action"}


def test_every_package_in_an_interface_is_a_dependency_of_the_build() -> None:
    generated = re.search(r"rosidl_generate_interfaces\(.*DEPENDENCIES ([\w ]+)\)", CMAKE)
    assert generated is not None

    assert packages_named_by_interfaces() <= set(generated[1].split())
    assert packages_named_by_interfaces() <= dependencies("depend")


def test_every_ros_package_that_the_code_imports_is_a_dependency() -> None:
    imported = {name for room in ("robot_nodes", "sim") for name in imported_packages(ROOT / room)}
    of_ros = {
        name for name in imported if name == "rclpy" or name.endswith(("_msgs", "_interfaces"))
    }

    assert "rclpy" in of_ros
    assert of_ros <= dependencies("depend", "exec_depend")


def test_the_ros_package_and_the_python_package_have_one_version() -> None:
    pyproject = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

    assert package().findtext("version") == pyproject["project"]["version"]
