from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import StatementError

from care_api.db import Database, check_database, insert_new, make_engine
from care_api.robots.tables import RobotRow
from care_api.settings import StartupError
from care_api.tenants.tables import TenantRow
from tests.care_api.village import Village


def test_sqlite_is_durable_and_checks_references(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'a.sqlite'}")
    with engine.connect() as connection:
        read = {
            name: connection.execute(text(f"PRAGMA {name}")).scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys")
        }
    engine.dispose()
    assert read == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1}


def test_a_new_file_is_read_by_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "a.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE a (b)"))
        modes = {file.stat().st_mode & 0o777 for file in tmp_path.iterdir()}
    engine.dispose()
    assert modes == {0o600}


def test_an_instant_comes_back_aware_and_in_utc(village: Village) -> None:
    in_tokyo = datetime(2026, 3, 2, 17, 0, tzinfo=timezone(timedelta(hours=9)))
    with village.work() as work:
        robot = work.session.get_one(RobotRow, village.robot.id)
        robot.last_seen_at = in_tokyo
    with village.database.reading() as session:
        seen_at = session.get_one(RobotRow, village.robot.id).last_seen_at
    assert seen_at == in_tokyo
    assert seen_at is not None
    assert seen_at.tzinfo is UTC


def test_a_time_without_zone_is_refused(village: Village) -> None:
    naive = datetime(2026, 3, 2, 17, 0, tzinfo=UTC).replace(tzinfo=None)
    with pytest.raises(StatementError, match="needs its zone"), village.work() as work:
        work.session.get_one(RobotRow, village.robot.id).last_seen_at = naive


def test_only_rows_with_a_new_key_are_inserted(engine: Engine) -> None:
    first, second = uuid4(), uuid4()
    with Database(engine).writing() as session:
        assert insert_new(session, TenantRow, [{"id": first, "name": "a"}]) == {first}
        rows = [{"id": first, "name": "b"}, {"id": second, "name": "c"}]
        assert insert_new(session, TenantRow, rows) == {second}
        assert session.get_one(TenantRow, first).name == "a"


def test_what_fails_leaves_nothing_behind(engine: Engine) -> None:
    database, tenant_id = Database(engine), uuid4()

    def fail_halfway() -> None:
        with database.writing() as session:
            session.add(TenantRow(id=tenant_id, name="a"))
            session.flush()
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail_halfway()
    with database.reading() as session:
        assert session.get(TenantRow, tenant_id) is None


@pytest.mark.parametrize("url", ["mysql://host/name", "sqlite://", "sqlite:///:memory:", "what"])
def test_an_address_that_nabo_cannot_run_on_is_refused_with_the_remedy(url: str) -> None:
    with pytest.raises(StartupError, match="NABO_DATABASE_URL: use sqlite:///"):
        make_engine(url)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    path = tmp_path / "letter.sqlite"
    path.write_text("Dear all, " * 100)
    engine = make_engine(f"sqlite:///{path}")
    with pytest.raises(StartupError, match=r"letter\.sqlite .*not a database.*check that"):
        check_database(engine)
    engine.dispose()


def test_a_password_is_not_told_when_the_database_does_not_answer() -> None:
    engine = make_engine("postgresql://nabo:hemmelig@127.0.0.1:1/nabo")
    with pytest.raises(StartupError) as caught:
        check_database(engine)
    engine.dispose()
    assert "hemmelig" not in str(caught.value)
    assert "127.0.0.1:1/nabo" in str(caught.value)
    assert "\n" not in str(caught.value)
