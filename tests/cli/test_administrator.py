"""The beginning of a municipality: on a real SQLite, and in by the real pages."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlmodel import Session, select
from typer.testing import CliRunner

from care_api.app import create_app
from care_api.audit.tables import AccessRow
from care_api.db import make_engine
from care_api.settings import load_settings
from care_api.staff.tables import StaffRow, StaffUnitRow
from care_api.tenants.tables import TenantRow, UnitRow
from cli.main import app
from schedules.clock import SystemClock
from tests.care_api.staff.pages import Browser
from tests.care_api.village import SECRET_KEY

PASSWORD = "en bro over stille vann"
PLACE = {"--municipality": "Fjordvik kommune", "--unit": "Solbakken"}
ANNE = {"--name": "Anne Vik", "--user-name": "anne.vik", **PLACE}


@pytest.fixture
def url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """An installation's settings, whose database is not there yet."""
    database_url = f"sqlite:///{tmp_path / 'nabo.sqlite'}"
    monkeypatch.setenv("NABO_SECRET_KEY", SECRET_KEY)
    monkeypatch.setenv("NABO_DATABASE_URL", database_url)
    return database_url


def run(*flags: str, typed: str = "", **changed: str) -> Any:  # noqa: ANN401 - typer names no type
    options = {**ANNE, **{f"--{name.replace('_', '-')}": text for name, text in changed.items()}}
    given = [part for option in options.items() for part in option]
    return CliRunner().invoke(app, ["administrator", *given, *flags], input=typed)


@contextmanager
def pages(url: str) -> Iterator[Browser]:
    """The server on the database, and a browser."""
    engine = make_engine(url)
    settings = load_settings(database_url=url, run_worker=False)
    with TestClient(create_app(settings, SystemClock(), engine)) as client:
        yield Browser(client)
    engine.dispose()


def count(url: str, table: type[Any]) -> int:
    engine = make_engine(url)
    with Session(engine) as session:
        found = len(session.exec(select(table)).all())
    engine.dispose()
    return found


def test_she_logs_in_with_the_password_that_was_typed_and_finds_her_pages(url: str) -> None:
    ended = run(typed=f"{PASSWORD}\n{PASSWORD}\n")
    assert ended.exit_code == 0
    assert PASSWORD not in ended.output
    assert "http://127.0.0.1:8000/login as anne.vik" in ended.output
    with pages(url) as browser:
        assert browser.log_in("anne.vik", PASSWORD).status_code == 200
        assert 'href="/administration/staff"' in browser.open("/administration").text
        assert "Solbakken" in browser.open("/administration/units").text
        assert browser.send("/administration/units", name="Fjellheim").status_code == 200


def test_the_log_says_that_she_was_made_from_the_command_line(url: str) -> None:
    run(typed=f"{PASSWORD}\n{PASSWORD}\n")
    engine = make_engine(url)
    with Session(engine) as session:
        entries = {row.what: row for row in session.exec(select(AccessRow))}
    engine.dispose()
    assert set(entries) == {"staff_added", "unit_added"}
    assert "command line" in entries["staff_added"].detail
    assert {row.staff_id for row in entries.values()} == {None}


def test_a_link_lets_her_set_a_password_where_nobody_can_type_one(url: str) -> None:
    ended = run("--link")
    found = re.search(r"http://127\.0\.0\.1:8000(/welcome/[\w-]+)", ended.output)
    assert found is not None
    with pages(url) as browser:
        assert "anne.vik" in browser.open(found[1]).text
        browser.send(found[1], new_password=PASSWORD, again=PASSWORD)
        browser.log_in("anne.vik", PASSWORD)
        assert browser.open("/administration/staff").status_code == 200


def test_what_is_left_out_is_asked_for(url: str) -> None:
    answers = ["Anne Vik", "Anne.Vik", "Fjordvik kommune", "Solbakken", PASSWORD, PASSWORD]
    ended = CliRunner().invoke(app, ["administrator"], input="\n".join([*answers, ""]))
    assert ended.exit_code == 0
    with pages(url) as browser:
        browser.log_in("anne.vik", PASSWORD)
        assert browser.open("/administration").status_code == 200


def test_a_second_one_is_made_only_when_asked_for(url: str) -> None:
    run("--link")
    refused = run("--link", user_name="bodil.nes")
    assert refused.exit_code != 0
    assert "Anne Vik" in str(refused.exception)
    assert count(url, StaffRow) == 1
    assert run("--link", "--another", name="Bodil Nes", user_name="bodil.nes").exit_code == 0
    assert count(url, StaffUnitRow) == 2
    assert (count(url, TenantRow), count(url, UnitRow)) == (1, 1)


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"user_name": "anne.vik"}, "anne.vik is taken"),
        ({"municipality": "Fjordvik"}, "write one of: Fjordvik kommune"),
        ({"unit": "Solbaken"}, "write one of: Solbakken"),
        ({"user_name": "bodil nes"}, "no spaces"),
    ],
)
def test_what_does_not_fit_is_told_and_nothing_is_made(
    url: str, changed: dict[str, str], told: str
) -> None:
    run("--link")
    refused = run("--link", "--another", **{"user_name": "bodil.nes", **changed})
    assert refused.exit_code != 0
    assert told in str(refused.exception)
    assert count(url, StaffRow) == count(url, TenantRow) == count(url, UnitRow) == 1


@pytest.mark.parametrize("weak", ["kort", "anne.vik er navnet mitt"])
def test_a_weak_password_makes_nobody(url: str, weak: str) -> None:
    refused = run(typed=f"{weak}\n{weak}\n")
    assert refused.exit_code != 0
    assert count(url, StaffRow) == count(url, TenantRow) == 0
