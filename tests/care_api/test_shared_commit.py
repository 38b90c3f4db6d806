import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine, event, text
from sqlmodel import Session, select

from care_api.db import Database, Work
from care_api.events import journal
from care_api.events.tables import EventRow
from care_api.shared_commit import MOST, SharedCommit
from care_api.tenants.tables import TenantRow
from codebook.alert import AlertResolved
from tests.care_api.village import Village

PATIENCE_S = 30


class Line:
    """Lets the first transaction begin, and the others wait for it, in the order given."""

    def __init__(self, database: Database) -> None:
        self.commit = SharedCommit(database)
        self._may_end = threading.Event()

    def run(self, *works: Callable[[Session], object]) -> list[Future[object]]:
        """Return what becomes of each."""
        has_begun = threading.Event()

        def first(session: Session) -> object:
            has_begun.set()
            assert self._may_end.wait(PATIENCE_S)
            return works[0](session)

        with ThreadPoolExecutor(len(works)) as threads:
            told = [threads.submit(self.commit.run, first)]
            assert has_begun.wait(PATIENCE_S)
            for nth, work in enumerate(works[1:], start=1):
                told.append(threads.submit(self.commit.run, work))
                while self.commit.waiting < nth and not told[nth].done():
                    threading.Event().wait(0.002)
            self._may_end.set()
        return told


def adding(tenant_id: UUID, name: str) -> Callable[[Session], str]:
    def add(session: Session) -> str:
        session.add(TenantRow(id=tenant_id, name=name))
        return name

    return add


def failing(tenant_id: UUID) -> Callable[[Session], None]:
    def add_and_fail(session: Session) -> None:
        session.add(TenantRow(id=tenant_id, name="never"))
        session.flush()
        raise InterruptedError

    return add_and_fail


def names(database: Database) -> set[str]:
    with database.reading() as session:
        return set(session.exec(select(TenantRow.name)))


def test_each_transaction_gets_its_own_result_and_all_are_stored(engine: Engine) -> None:
    database = Database(engine)
    wanted = [f"Kommune {nth}" for nth in range(MOST + 2)]
    told = Line(database).run(*(adding(uuid4(), name) for name in wanted))
    assert [future.result() for future in told] == wanted
    assert names(database) == set(wanted)


def test_one_that_fails_is_undone_alone_and_says_so_itself(engine: Engine) -> None:
    database, same = Database(engine), uuid4()
    told = Line(database).run(
        adding(uuid4(), "a"),
        failing(same),
        adding(same, "b"),
        failing(uuid4()),
        adding(uuid4(), "c"),
    )
    assert [future.exception() is None for future in told] == [True, False, True, False, True]
    assert isinstance(told[1].exception(), InterruptedError)
    assert names(database) == {"a", "b", "c"}


def test_beside_one_that_fails_the_others_are_done_anew_and_tell_the_last_result(
    engine: Engine,
) -> None:
    calls: list[int] = []

    def counting(session: Session) -> int:
        session.add(TenantRow(id=uuid4(), name="counted"))
        calls.append(len(calls))
        return calls[-1]

    database = Database(engine)
    told = Line(database).run(adding(uuid4(), "a"), counting, failing(uuid4()))
    assert calls == [0, 1]
    assert told[1].result() == 1
    with database.reading() as session:
        found = sorted(session.exec(select(TenantRow.name)))
    assert found == ["a", "counted"]


def test_those_that_wait_share_one_commit(engine: Engine) -> None:
    commits: list[object] = []
    event.listen(engine, "commit", commits.append)
    Line(Database(engine)).run(*(adding(uuid4(), name) for name in "abcd"))
    assert len(commits) == len(["a", "b, c and d"])


def test_what_one_undoes_leaves_no_gap_in_the_servers_own_log(village: Village) -> None:
    def noting(session: Session) -> None:
        work = Work(session=session, now=village.clock.now(), boot_id=village.boot_id)
        journal.append(
            work, AlertResolved(alert_id=uuid4()), unit_id=village.solbakken, resident_id=None
        )

    def noting_in_vain(session: Session) -> None:
        noting(session)
        raise InterruptedError

    Line(village.database).run(noting, noting_in_vain, noting)
    with village.database.reading() as session:
        query = select(EventRow.sequence, EventRow.stream).where(
            EventRow.boot_id == village.boot_id
        )
        found = sorted(session.exec(query))
    sequences = [sequence for sequence, _ in found]
    assert sequences == list(range(sequences[0], sequences[0] + len(sequences)))
    assert len({stream for _, stream in found}) == len(found)


def test_without_a_database_everybody_is_told(engine: Engine) -> None:
    def dropped(session: Session) -> None:
        session.connection().execute(text("SELECT * FROM nothing_of_that_name"))

    with pytest.raises(Exception, match="nothing_of_that_name"):
        SharedCommit(Database(engine)).run(dropped)
