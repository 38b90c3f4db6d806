"""A browser for the tests of the pages: an installed one, else apt's, else Playwright's own."""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.places import Places

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

REMEDY = (
    "no Chromium or Chrome for the tests of the pages. Install one (Debian: apt-get install "
    "chromium) or name one: NABO_BROWSER=/path/to/chrome make test"
)


def find_browser(environ: Mapping[str, str]) -> Path | None:
    """Return the browser that tests use: NABO_BROWSER, one on the PATH, or Playwright's; or None.

    Raises:
        SetupFailed: NABO_BROWSER names no program.
    """
    named = environ.get("NABO_BROWSER")
    if named:
        if not os.access(named, os.X_OK):
            raise SetupFailed(f"NABO_BROWSER is {named}, and that is not a program")
        return Path(named)
    for program in PROGRAMS:
        found = shutil.which(program, path=environ.get("PATH"))
        if found:
            return Path(found)
    return _browser_of_playwright(environ)


@dataclass(frozen=True, slots=True)
class Browser:
    """Sees to it that there is a browser."""

    places: Places
    shell: Shell
    environ: Mapping[str, str]
    is_root: bool

    def provide(self) -> None:
        """Install a browser unless there is one.

        Raises:
            SetupFailed: None is there and none can be had; the message says what to install.
        """
        if find_browser(self.environ):
            return
        try:
            self._install()
        except SetupFailed as failure:
            raise SetupFailed(f"{REMEDY} ({failure})") from failure
        if not find_browser(self.environ):
            raise SetupFailed(REMEDY)

    def _install(self) -> None:
        if self.is_root and shutil.which("apt-get", path=self.environ.get("PATH")):
            environ = {**self.environ, "DEBIAN_FRONTEND": "noninteractive"}
            install = ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]
            self.shell.run(["apt-get", "update"], environ)
            self.shell.run(install, environ)
        else:
            self.shell.run([self.places.venv / "bin" / "playwright", "install", "chromium"])


def _browser_of_playwright(environ: Mapping[str, str]) -> Path | None:
    home = Path(environ.get("HOME", "/nonexistent"))
    folder = Path(environ.get("PLAYWRIGHT_BROWSERS_PATH", home / ".cache" / "ms-playwright"))
    return max(folder.glob("chromium-*/chrome-linux*/chrome"), default=None)
