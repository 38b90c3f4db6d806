import sqlite3
from pathlib import Path

import pytest

from robot_nodes.adapters.checksum import checksum
from robot_nodes.adapters.store_database import OLDEST_VERSION, SCHEMA_VERSION
from robot_nodes.ports import StoreUnavailable
from tests.robot_nodes.adapters.stores import MORNING, fault, open_store, recorded, store_in


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    with store_in(tmp_path):
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    assert modes["robot.sqlite"] == 0o600
    assert set(modes.values()) == {0o600}


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        connection = store._keeping.connection  # noqa: SLF001 - how it was opened shows nowhere else
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()

    assert (journal, synchronous) == ("wal", 2)


@pytest.mark.parametrize("version", [OLDEST_VERSION - 1, SCHEMA_VERSION + 1])
def test_a_file_of_another_release_is_left_alone(tmp_path: Path, version: int) -> None:
    path = tmp_path / "robot.sqlite"
    with store_in(tmp_path) as store:
        recorded(store, fault())
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    connection.close()
    before = path.read_bytes()

    with pytest.raises(StoreUnavailable, match="written by another release"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="check the folder and its rights"):
        open_store(tmp_path)


def test_a_store_in_the_hands_of_another_process_is_named(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        store._keeping.connection.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001 - 5 s are long here
        other = sqlite3.connect(tmp_path / "robot.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreUnavailable, match="another process holds it"):
            recorded(store, fault())
        other.close()


def test_a_record_that_this_release_cannot_read_becomes_a_dead_letter(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        unreadable, good = recorded(store, fault(1)), recorded(store, fault(2))
        store._keeping.connection.execute(  # noqa: SLF001 - as if an older release had written it
            "UPDATE outbox SET json = ?, crc = ? WHERE event_id = ?",
            ('{"kind": "lost"}', checksum('{"kind": "lost"}'), str(unreadable.id)),
        )

        assert store.pending(10)[1:] == (good,)
        assert store.refused_count() == 1


def test_plans_that_this_release_cannot_read_are_named(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        store._keeping.connection.execute(  # noqa: SLF001 - as if a newer release had written it
            "INSERT INTO plans VALUES (1, '\"1\"', '{}', ?)", (checksum("{}"),)
        )

        with pytest.raises(StoreUnavailable, match="RobotPlans that this release cannot read"):
            store.plans()


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "nabo" / "robot.sqlite"
    open_store(path, MORNING).close()

    assert path.is_file()
