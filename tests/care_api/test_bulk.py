from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine
from sqlmodel import select

from care_api.bulk import PORTIONS, among, dialect_of, insert_rows, wanted
from care_api.db import Database
from care_api.tasks.tables import TaskRow
from care_api.tenants.tables import TenantRow
from tests.care_api.village import Village

DUE_AT = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
COLUMNS = ("id", "name")


@pytest.mark.parametrize(
    "title",
    [
        'Én "Paracet" \\ 500 mg\tmorgen',
        "\\N",
        "over\r\ntwo lines\u2028and a third",
        "",
        '{"text": "line\\nend \\u0000"}',
    ],
)
def test_rows_written_at_once_are_those_that_were_given(village: Village, title: str) -> None:
    values: dict[str, Any] = {
        "id": uuid4(),
        "resident_id": village.solveig,
        "item_id": uuid4(),
        "plan_version": 3,
        "kind": "medication",
        "title": title,
        "needs_answer": True,
        "local_on": date(2026, 3, 2),
        "slot": "08:00",
        "due_at": DUE_AT,
        "window_closes_at": DUE_AT + timedelta(microseconds=1),
        "stage": "due",
        "outcome": None,
        "attempts": 0,
        "reported_at": None,
    }
    with village.work() as work:
        insert_rows(work.session, TaskRow, tuple(values), [tuple(values.values())])
    with village.database.reading() as session:
        row = session.get_one(TaskRow, values["id"])
        assert {name: getattr(row, name) for name in values} == values


def test_more_rows_than_one_statement_takes_are_all_written(engine: Engine) -> None:
    rows = [(uuid4(), f"Kommune {nth}") for nth in range(PORTIONS[0] + 2 * PORTIONS[1] + 1)]
    with Database(engine).writing() as session:
        insert_rows(session, TenantRow, COLUMNS, rows)
        found = session.exec(select(TenantRow.id, TenantRow.name))
        assert set(found) == set(rows)


def test_a_row_that_is_there_is_left_as_it_is(engine: Engine) -> None:
    first, second = uuid4(), uuid4()
    with Database(engine).writing() as session:
        insert_rows(session, TenantRow, COLUMNS, [(first, "a")])
        rows = [(first, "b"), (second, "c")]
        insert_rows(session, TenantRow, COLUMNS, rows, skip_present=True)
        found = session.exec(select(TenantRow.id, TenantRow.name))
        assert dict(found.all()) == {first: "a", second: "c"}


def test_what_is_wanted_is_found_by_ids_and_by_texts(engine: Engine) -> None:
    rows = [(uuid4(), f'"{nth}" \\') for nth in range(5)]
    with Database(engine).writing() as session:
        insert_rows(session, TenantRow, COLUMNS, rows)
        dialect = dialect_of(session)
        by_id = select(TenantRow.name).where(among(dialect, TenantRow.id))
        by_name = select(TenantRow.id).where(among(dialect, TenantRow.name))

        def named(ids: list[UUID]) -> set[str]:
            return set(session.exec(by_id, params=wanted(dialect, ids)))

        assert named([rows[1][0], rows[3][0], uuid4()]) == {rows[1][1], rows[3][1]}
        assert named([]) == set()
        found = session.exec(by_name, params=wanted(dialect, [rows[2][1], "another"]))
        assert set(found) == {rows[2][0]}
