from pathlib import Path

import pytest

from tests.tools.setup.conftest import Program
from tools.setup.browser import Browser, find_browser
from tools.setup.commands import Shell
from tools.setup.failure import SetupFailed
from tools.setup.places import Places

MAKE_CHROMIUM = 'case "$*" in *install*) printf "#!/bin/sh\\n" > "{0}"; chmod +x "{0}";; esac'


def test_the_named_browser_comes_first(bin_folder: Path, program: Program) -> None:
    program("chromium", "")
    named = program("my-chrome", "")

    assert find_browser({"PATH": str(bin_folder), "NABO_BROWSER": str(named)}) == named


def test_a_named_browser_that_is_none_is_not_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SetupFailed, match="that is not a program"):
        find_browser({"NABO_BROWSER": str(tmp_path / "gone")})


@pytest.mark.parametrize("name", ["chromium", "google-chrome"])
def test_an_installed_browser_is_found(bin_folder: Path, program: Program, name: str) -> None:
    browser = program(name, "")

    assert find_browser({"PATH": str(bin_folder)}) == browser


def test_the_newest_of_playwrights_browsers_is_found(tmp_path: Path) -> None:
    for build in ("1100", "1200"):
        folder = tmp_path / f"chromium-{build}" / "chrome-linux"
        folder.mkdir(parents=True)
        (folder / "chrome").touch()

    found = find_browser({"PATH": "", "PLAYWRIGHT_BROWSERS_PATH": str(tmp_path)})

    assert found == tmp_path / "chromium-1200" / "chrome-linux" / "chrome"


def browser(places: Places, shell: Shell, bin_folder: Path, *, is_root: bool) -> Browser:
    environ = {"PATH": f"{bin_folder}:/usr/sbin:/sbin", "HOME": str(places.root)}
    return Browser(places, shell, environ, is_root)


@pytest.fixture
def tools_of_the_shell(bin_folder: Path) -> None:
    (bin_folder / "chmod").symlink_to("/bin/chmod")


@pytest.mark.usefixtures("tools_of_the_shell")
def test_root_gets_one_from_apt(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("apt-get", MAKE_CHROMIUM.format(bin_folder / "chromium"))

    browser(places, shell, bin_folder, is_root=True).provide()

    assert (bin_folder / "chromium").exists()


@pytest.mark.usefixtures("tools_of_the_shell")
def test_others_get_playwrights_own(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("apt-get", "exit 1")
    script = program("playwright", MAKE_CHROMIUM.format(bin_folder / "chromium"))
    (places.venv / "bin").mkdir(parents=True)
    script.rename(places.venv / "bin" / "playwright")

    browser(places, shell, bin_folder, is_root=False).provide()

    assert (bin_folder / "chromium").exists()


def test_when_none_can_be_had_the_line_says_what_to_install(
    places: Places, shell: Shell, bin_folder: Path, program: Program
) -> None:
    program("apt-get", "echo 'error: no network'; exit 100")

    with pytest.raises(SetupFailed, match=r"apt-get install chromium.*no network"):
        browser(places, shell, bin_folder, is_root=True).provide()
