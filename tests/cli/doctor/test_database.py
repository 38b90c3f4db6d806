import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from cli.doctor import database
from cli.doctor.check import Health


def test_a_database_is_made_at_the_first_start(tmp_path: Path) -> None:
    assert database.file("store", tmp_path / "new.sqlite").health is Health.OK
    assert not (tmp_path / "new.sqlite").exists()


def test_a_sound_database_is_fine(tmp_path: Path) -> None:
    path = tmp_path / "sound.sqlite"
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE a (b)")
    assert database.file("store", path).health is Health.OK


def test_a_file_that_is_no_database_is_noticed(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear neighbour, " * 100)
    check = database.file("store", path)
    assert check.health is Health.FAILURE
    assert "letter.sqlite" in check.finding


@pytest.mark.parametrize(
    ("version", "health"), [((3, 31, 1), Health.FAILURE), ((3, 45, 0), Health.OK)]
)
def test_an_old_sqlite_is_noticed(version: tuple[int, ...], health: Health) -> None:
    assert database.library(version).health is health


def test_the_files_that_the_settings_name_are_looked_at(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'api.sqlite'}"
    environment = {"NABO_DATABASE_URL": url, "NABO_ROBOT_STORE": str(tmp_path / "robot.sqlite")}
    names = {check.name for check in database.checks(environment)}
    assert names == {"SQLite", "care API database", "robot's store"}


def test_damaged_stores_that_were_set_aside_are_named(tmp_path: Path) -> None:
    store = tmp_path / "robot.sqlite"
    for name in ("20260302T070000Z", "20260303T070000Z", "20260303T070000Z-wal"):
        (tmp_path / f"robot.sqlite.damaged-{name}").touch()
    _, aside = database.robot_store(store)
    assert aside.health is Health.WARNING
    assert aside.finding.startswith("2 damaged set aside")
    assert "robot.sqlite.damaged-20260303T070000Z" in aside.finding
