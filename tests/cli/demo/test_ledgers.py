import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from uuid import UUID

import pytest

from cli.demo.ledgers import compare, stored_ids

IDS = [UUID(int=number) for number in range(1, 4)]


@pytest.fixture
def outbox(tmp_path: Path) -> Path:
    path = tmp_path / "robot.sqlite"
    with closing(sqlite3.connect(path)) as store, store:
        store.execute("CREATE TABLE outbox (event_id TEXT, acked_at TEXT)")
        store.executemany(
            "INSERT INTO outbox VALUES (?, ?)",
            [(str(IDS[0]), "t"), (str(IDS[1]), "t"), (str(IDS[2]), None)],
        )
    return path


def server(tmp_path: Path, sequences: Iterable[tuple[UUID, int]]) -> Path:
    path = tmp_path / "care_api.sqlite"
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("CREATE TABLE event (id TEXT, robot_id TEXT, boot_id TEXT, sequence INT)")
        database.executemany(
            "INSERT INTO event VALUES (?, 'r', 'b', ?)",
            [(event_id.hex, sequence) for event_id, sequence in sequences],
        )
        database.execute("INSERT INTO event VALUES ('own', NULL, 'b', 1)")
    return path


def test_logs_agree_when_every_event_arrived_once(tmp_path: Path, outbox: Path) -> None:
    ledgers = compare(outbox, server(tmp_path, zip(IDS, (1, 2, 3), strict=True)))
    assert ledgers.agree
    assert (ledgers.in_outbox, ledgers.acknowledged) == (3, 2)


def test_an_event_that_did_not_arrive_is_missed(tmp_path: Path, outbox: Path) -> None:
    ledgers = compare(outbox, server(tmp_path, [(IDS[0], 1), (IDS[1], 2)]))
    assert ledgers.missing == 1
    assert not ledgers.agree


def test_an_event_that_arrived_under_two_ids_is_noticed(tmp_path: Path, outbox: Path) -> None:
    twice = [(IDS[0], 1), (IDS[1], 2), (IDS[2], 3), (UUID(int=99), 3)]
    ledgers = compare(outbox, server(tmp_path, twice))
    assert ledgers.repeated == 1
    assert not ledgers.agree


def test_the_servers_own_events_are_none_of_the_robots(tmp_path: Path) -> None:
    assert stored_ids(server(tmp_path, [(IDS[0], 1)])) == {IDS[0]}


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError):
        stored_ids(tmp_path / "nothing.sqlite")
    assert not (tmp_path / "nothing.sqlite").exists()
