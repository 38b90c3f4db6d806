"""What somebody took and did not finish comes back when they go home."""

from datetime import time, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import col, select

from care_api.alerts import raising, service
from care_api.alerts.alert import Alert, Reason
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.events.tables import EventRow
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from care_api.on_call.rota import LONGEST_SHIFT, Change, Shift
from care_api.settings import Settings
from care_api.worker import Worker
from schedules.locale import Locale
from tests.care_api.village import Village

DAY = Shift(weekdays=frozenset({1}), starts_time=time(7), ends_time=time(15), zone="Europe/Oslo")
SECOND = timedelta(seconds=1)


@pytest.fixture
def worker(village: Village, settings: Settings) -> Worker:
    return Worker(village.database, village.clock, village.boot_id, settings)


@pytest.fixture
def taken(village: Village) -> Alert:
    """An alert that Kari took this morning."""
    reason = Reason(
        dedup_key="a cause",
        cause=Cause.WORRYING_ANSWER,
        unit_id=village.solbakken,
        resident_id=village.solveig,
    )
    with village.work() as work:
        raising.raise_alert(work, reason)
    [alert] = open_ones(village)
    with village.work() as work:
        return service.own(work, alert.id, village.staff["kari"])


def put_on_the_rota(village: Village) -> UUID:
    contact = Contact(
        id=uuid4(),
        name="Kari Lund",
        position=1,
        email=None,
        phone=None,
        locale=Locale.NB_NO,
        resident_id=None,
        staff_id=village.staff["kari"],
        shifts=(DAY,),
    )
    with village.work() as work:
        on_call.save(work, village.solbakken, contact)
    return contact.id


def open_ones(village: Village) -> list[Alert]:
    with village.database.reading() as session:
        found = service.open_alerts(session, [village.solbakken])
        return [alert for alert in found if alert.cause is Cause.WORRYING_ANSWER]


def test_it_comes_back_when_the_shift_ends_with_a_deadline_of_its_own(
    village: Village, worker: Worker, taken: Alert
) -> None:
    put_on_the_rota(village)
    village.clock.pass_by(timedelta(hours=7, minutes=30) - SECOND)
    worker.sweep()
    assert open_ones(village)[0].owner_id == village.staff["kari"]
    village.clock.pass_by(SECOND)
    worker.sweep()
    worker.sweep()
    [alert] = open_ones(village)
    assert (alert.state, alert.owner_id) == (AlertState.REPORTED, None)
    assert alert.acknowledge_by == village.clock.now() + timedelta(minutes=15)
    assert alert.id == taken.id
    with village.database.reading() as session:
        steps = [(step.action, step.staff_id) for step in service.history(session, alert.id)]
        kinds = session.exec(
            select(EventRow.kind)
            .where(col(EventRow.kind) == "alert.handed-back")
            .order_by(col(EventRow.stream))
        ).all()
    kari = village.staff["kari"]
    assert steps == [
        (AlertAction.RAISE, None),
        (AlertAction.OWN, kari),
        (AlertAction.HAND_BACK, kari),
    ]
    assert kinds == ["alert.handed-back"]


@pytest.mark.usefixtures("taken")
def test_it_comes_back_when_its_owner_leaves_before_the_shift_ends(
    village: Village, worker: Worker
) -> None:
    now = village.clock.now()
    leaves = Change(
        id=uuid4(),
        starts_at=now + timedelta(hours=2),
        ends_at=now + timedelta(hours=9),
        is_on_call=False,
    )
    kari = put_on_the_rota(village)
    with village.work() as work:
        on_call.add_change(work, village.solbakken, kari, leaves)
    village.clock.pass_by(timedelta(hours=2) - SECOND)
    worker.sweep()
    assert open_ones(village)[0].owner_id == village.staff["kari"]
    village.clock.pass_by(SECOND)
    worker.sweep()
    assert open_ones(village)[0].owner_id is None


def test_whoever_stands_in_no_rota_keeps_it_for_a_shift(
    village: Village, worker: Worker, taken: Alert
) -> None:
    village.clock.pass_by(LONGEST_SHIFT - SECOND)
    worker.sweep()
    assert open_ones(village)[0].owner_id == taken.owner_id
    village.clock.pass_by(SECOND)
    worker.sweep()
    assert open_ones(village)[0].owner_id is None


def test_what_is_handled_does_not_come_back(village: Village, worker: Worker, taken: Alert) -> None:
    with village.work() as work:
        service.handle(work, taken.id, village.staff["kari"], "Var innom.")
    village.clock.pass_by(LONGEST_SHIFT)
    worker.sweep()
    assert open_ones(village)[0].state is AlertState.HANDLED


def test_a_colleague_who_takes_over_has_a_shift_of_their_own(
    village: Village, worker: Worker, taken: Alert
) -> None:
    village.clock.pass_by(timedelta(hours=8))
    with village.work() as work:
        service.own(work, taken.id, village.staff["siri"])
    village.clock.pass_by(timedelta(hours=8))
    worker.sweep()
    assert open_ones(village)[0].owner_id == village.staff["siri"]
