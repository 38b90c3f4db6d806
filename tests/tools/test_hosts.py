import subprocess
from pathlib import Path

import pytest

from tools.hosts import REGISTRIES, lines_naming_a_registry, project_files


@pytest.mark.parametrize("host", REGISTRIES)
def test_a_lock_that_names_its_registry_is_found(tmp_path: Path, host: str) -> None:
    lock = tmp_path / "package-lock.json"
    lock.write_text(f'{{\n"resolved": "https://{host}/left-pad.tgz"\n}}\n', encoding="utf-8")

    assert list(lines_naming_a_registry([lock])) == [f"{lock}:2: {host}"]


def test_hashes_versions_and_pictures_name_none(tmp_path: Path) -> None:
    lock, picture = tmp_path / "python.txt", tmp_path / "page.png"
    lock.write_text("vosk==0.3.45 --hash=sha256:00\n", encoding="utf-8")
    picture.write_bytes(b"\x89PNG\xff\xfe")

    assert list(lines_naming_a_registry([lock, picture, tmp_path / "deleted"])) == []


def test_ignored_files_are_not_the_projects(tmp_path: Path) -> None:
    command = ["git", "init", "--quiet", str(tmp_path)]
    subprocess.run(command, check=True)
    (tmp_path / ".gitignore").write_text("build/\n", encoding="utf-8")
    (tmp_path / "build").mkdir()
    (tmp_path / "build" / "log").touch()
    (tmp_path / "new.py").touch()

    names = {path.name for path in project_files(tmp_path)}

    assert names == {".gitignore", "new.py"}


def test_a_folder_outside_git_is_named(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="is no git checkout"):
        project_files(tmp_path)
