"""What was planned and decided for former residents goes after its time, and not before."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.audit import sealing
from care_api.care_plans.tables import CarePlanRow
from care_api.consents.tables import ConsentRow
from care_api.db import Table
from care_api.errors import TransitionError
from care_api.handovers.tables import HandoverRow
from care_api.notifications.state import State
from care_api.notifications.tables import NotificationRow
from care_api.relations.tables import RelationRow
from care_api.residents.tables import ResidentRow, TransitionRow
from care_api.retention.rule import Kind
from care_api.service_decisions.tables import ServiceDecisionRow
from tests.care_api.lived_in import live_in
from tests.care_api.residents.placing import end, resume
from tests.care_api.retention.nights import decide, foretold, pass_night, told
from tests.care_api.village import Village

PAPERS: tuple[type[Table], ...] = (
    CarePlanRow,
    ConsentRow,
    ServiceDecisionRow,
    TransitionRow,
)
TEN_YEARS = timedelta(days=10 * 365 + 3)
"""From 2 March 2026 to 2 March 2036."""
NIGHTS = 5
"""What one lets go, the next one does not refer to any more."""


@pytest.fixture
def lived_in(village: Village) -> Village:
    live_in(village)
    with village.work() as work:
        for row in work.session.exec(select(AlertRow)):
            row.state, row.closed_at = AlertState.CLOSED.value, work.now
            work.session.add(row)
        for message in work.session.exec(select(NotificationRow)):
            message.state = State.WITHDRAWN.value
            work.session.add(message)
        for handover in work.session.exec(select(HandoverRow)):
            handover.completed_at = work.now
            handover.through_stream = handover.after_stream  # the newest stays, and tells nothing
            work.session.add(handover)
    return village


def kept(village: Village, table: type[Table]) -> int:
    with village.database.reading() as session:
        rows = session.exec(select(table)).all()
    return sum(getattr(row, "resident_id", None) == village.solveig for row in rows)


def is_known(village: Village) -> bool:
    with village.database.reading() as session:
        return session.get(ResidentRow, village.solveig) is not None


def test_papers_go_ten_years_after_the_end_and_not_a_day_before(lived_in: Village) -> None:
    end(lived_in, lived_in.solveig)
    decide(lived_in)
    pass_night(lived_in, TEN_YEARS - timedelta(days=1))
    before = {table: kept(lived_in, table) for table in PAPERS}
    assert all(before.values()), before
    assert foretold(lived_in)[Kind.PLANS] == 0
    pass_night(lived_in)
    assert {table: kept(lived_in, table) for table in PAPERS} == before
    assert foretold(lived_in)[Kind.PLANS] == 1
    pass_night(lived_in)
    assert not any(kept(lived_in, table) for table in PAPERS)
    assert "plans: 1, older than 2026-03-03" in told(lived_in)
    with pytest.raises(TransitionError):
        resume(lived_in, lived_in.solveig)


def test_who_still_lives_here_keeps_all_of_it(lived_in: Village) -> None:
    end(lived_in, lived_in.arne)
    decide(lived_in)
    pass_night(lived_in, 2 * TEN_YEARS)
    assert all(kept(lived_in, table) for table in (CarePlanRow, ConsentRow, ServiceDecisionRow))


def test_what_was_undone_counts_no_more(lived_in: Village) -> None:
    end(lived_in, lived_in.solveig)
    resume(lived_in, lived_in.solveig)
    decide(lived_in)
    pass_night(lived_in, 2 * TEN_YEARS)
    assert all(kept(lived_in, table) for table in PAPERS)


def test_the_people_around_go_a_year_after_the_end(lived_in: Village) -> None:
    end(lived_in, lived_in.solveig)
    decide(lived_in)
    pass_night(lived_in, timedelta(days=364))
    assert kept(lived_in, RelationRow) == 1
    pass_night(lived_in, timedelta(days=3))
    assert kept(lived_in, RelationRow) == 0
    assert is_known(lived_in)


def test_the_name_goes_last_once_nothing_tells_of_the_resident(lived_in: Village) -> None:
    end(lived_in, lived_in.solveig)
    decide(lived_in)
    with lived_in.work() as work:
        sealing.seal_new(work)
    lived_in.boot_id = uuid4()  # years later it is another run of the server
    pass_night(lived_in, TEN_YEARS - timedelta(days=1))
    assert is_known(lived_in)
    for _ in range(NIGHTS):
        pass_night(lived_in)
    assert not is_known(lived_in)
