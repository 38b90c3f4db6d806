import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from robot_nodes.adapters.store_database import SCHEMA_VERSION
from robot_nodes.ports import StoreUnavailable
from tests.robot_nodes.adapters.stores import MORNING, fault, open_store, recorded, store_in


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    with store_in(tmp_path):
        modes = {file.name: file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}

    assert modes["robot.sqlite"] == 0o600
    assert set(modes.values()) == {0o600}


def test_every_commit_reaches_the_disk(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        connection = store._connection  # noqa: SLF001 - how it was opened shows nowhere else
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
        (synchronous,) = connection.execute("PRAGMA synchronous").fetchone()

    assert (journal, synchronous) == ("wal", 2)


def _no_database(path: Path) -> None:
    path.write_bytes(b"a note that somebody saved over it" * 100)


def _a_damaged_page(path: Path) -> None:
    with store_in(path.parent) as store:
        for nth in range(200):
            recorded(store, fault(nth))
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 5] = b"\xa5" * 8192
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [_no_database, _a_damaged_page])
def test_a_damaged_file_is_named_and_kept(tmp_path: Path, damage: Callable[[Path], None]) -> None:
    path = tmp_path / "robot.sqlite"
    damage(path)
    before = path.read_bytes()

    with pytest.raises(StoreUnavailable, match=r"robot\.sqlite: it is damaged: move it aside"):
        open_store(path)

    assert path.read_bytes() == before


def test_a_file_of_a_newer_release_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "robot.sqlite"
    with store_in(tmp_path) as store:
        recorded(store, fault())
    with sqlite3.connect(path) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
    connection.close()

    with pytest.raises(StoreUnavailable, match="written by a newer release"):
        open_store(path)


def test_a_folder_in_the_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreUnavailable, match="check the folder and its rights"):
        open_store(tmp_path)


def test_a_full_disk_is_named_and_what_was_stored_stays(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        connection = store._connection  # noqa: SLF001 - a full disk, without filling the machine's
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages}")
        count = 0
        with pytest.raises(StoreUnavailable, match="the disk is full"):  # noqa: PT012 - fills up
            while count < 10_000:
                recorded(store, fault(count))
                count += 1
        connection.execute("PRAGMA max_page_count = 1000000")

        assert store.waiting_count() == count + 1
        assert recorded(store, fault()).sequence == count + 2


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        # As root no file is read-only; SQLite can refuse to write all the same.
        store._connection.execute("PRAGMA query_only = ON")  # noqa: SLF001 - see above

        with pytest.raises(StoreUnavailable, match="it cannot be written: give this user"):
            recorded(store, fault())


def test_a_store_in_the_hands_of_another_process_is_named(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        store._connection.execute("PRAGMA busy_timeout = 1")  # noqa: SLF001 - 5 s are long here
        other = sqlite3.connect(tmp_path / "robot.sqlite", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")

        with pytest.raises(StoreUnavailable, match="another process holds it"):
            recorded(store, fault())
        other.close()


def test_a_record_that_this_release_cannot_read_becomes_a_dead_letter(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        unreadable, good = recorded(store, fault(1)), recorded(store, fault(2))
        store._connection.execute(  # noqa: SLF001 - as if an older release had written it
            'UPDATE outbox SET json = \'{"kind": "lost"}\' WHERE event_id = ?',
            (str(unreadable.id),),
        )

        assert store.pending(10)[1:] == (good,)
        assert store.refused_count() == 1


def test_plans_that_this_release_cannot_read_are_named(tmp_path: Path) -> None:
    with store_in(tmp_path) as store:
        store._connection.execute(  # noqa: SLF001 - as if a newer release had written it
            "INSERT INTO plans (only, etag, json) VALUES (1, '\"1\"', '{}')"
        )

        with pytest.raises(StoreUnavailable, match="RobotPlans that this release cannot read"):
            store.plans()


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    path = tmp_path / "var" / "nabo" / "robot.sqlite"
    open_store(path, MORNING).close()

    assert path.is_file()


def test_a_file_of_the_first_release_learns_to_keep_notes_and_loses_nothing(tmp_path: Path) -> None:
    path = tmp_path / "robot.sqlite"
    with store_in(tmp_path) as store:
        recorded(store, fault())
        waiting = store.waiting_count()
    with sqlite3.connect(path) as connection:
        connection.executescript("DROP TABLE note; PRAGMA user_version = 1;")
    connection.close()

    with store_in(tmp_path) as store:
        with store.transaction() as step:
            step.keep_note("a", "1")
        assert dict(store.notes("a")) == {"a": "1"}
        assert store.waiting_count() > waiting
