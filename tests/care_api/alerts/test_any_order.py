"""Whatever happens to an alert in whatever order: what is closed pages nobody again."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlmodel import col, func, select

from care_api.alerts import climbing, raising, repository, service, shift_end
from care_api.alerts.alert import Reason
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertState
from care_api.alerts.tables import AlertRow
from care_api.db import Work
from care_api.errors import TransitionError
from care_api.notifications import delivery
from care_api.notifications.channel import Delivery, Result
from care_api.notifications.tables import NotificationRow
from care_api.on_call import service as on_call
from care_api.on_call.contact import Contact
from codebook.alert import Severity
from schedules.locale import Locale
from tests.care_api.village import Village


def raise_it(key: str, severity: Severity, village: Village, work: Work) -> None:
    reason = Reason(
        dedup_key=key,
        cause=Cause.MEDICATION_UNANSWERED,
        unit_id=village.solbakken,
        resident_id=village.solveig,
        severity=severity,
    )
    raising.raise_alert(work, reason)


def by_staff(
    do: Callable[[Work, UUID, UUID], object], key: str, village: Village, work: Work
) -> None:
    row = repository.by_dedup_key(work.session, key)
    if row is not None:
        try:
            do(work, row.id, village.staff["kari"])
        except TransitionError:
            return  # as the pages would say: somebody was there before


def handle(work: Work, alert_id: UUID, staff_id: UUID) -> object:
    return service.handle(work, alert_id, staff_id, "Ringte.")


def tick(minutes: int, _key: str, village: Village, work: Work) -> None:
    village.clock.pass_by(timedelta(minutes=minutes))
    later = Work(session=work.session, now=village.clock.now(), boot_id=work.boot_id)
    climbing.tick(later)
    shift_end.hand_back(later)


def send(result: Result, _key: str, _village: Village, work: Work) -> None:
    for channel in delivery.OUTSIDE:
        for claimed in delivery.claim(work, channel):
            delivery.record(work, claimed, Delivery(result=result, detail=""))


def resolve(key: str, _village: Village, work: Work) -> None:
    raising.resolve(work, key)


Step = Callable[[str, Village, Work], None]
steps = st.one_of(
    st.sampled_from(Severity).map(lambda s: lambda key, v, w: raise_it(key, s, v, w)),
    st.sampled_from([service.own, service.acknowledge, handle, service.close]).map(
        lambda do: partial(by_staff, do)
    ),
    st.just(resolve),
    st.sampled_from([1, 5, 60, 700]).map(lambda minutes: partial(tick, minutes)),
    st.sampled_from(Result).map(lambda result: partial(send, result)),
)


def state(village: Village, key: str) -> AlertState | None:
    with village.database.reading() as session:
        row = session.exec(select(AlertRow).where(AlertRow.dedup_key == key)).one_or_none()
        return AlertState(row.state) if row else None


def pages(village: Village, key: str) -> tuple[int, int]:
    """Return how many notifications, and how many attempts to send them, the alert has had."""
    with village.database.reading() as session:
        alert = session.exec(select(AlertRow.id).where(AlertRow.dedup_key == key)).one()
        told = session.exec(
            select(func.count()).where(col(NotificationRow.alert_id) == alert)
        ).one()
        attempts = session.exec(
            select(func.sum(NotificationRow.attempts)).where(col(NotificationRow.alert_id) == alert)
        ).one()
    return told, attempts or 0


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(before=st.lists(steps, max_size=8), after=st.lists(steps, max_size=8))
def test_what_is_closed_pages_nobody_again(
    village: Village, before: list[Step], after: list[Step]
) -> None:
    key = f"cause {uuid4()}"
    _employ(village)
    with village.work() as work:
        raise_it(key, Severity.MODERATE, village, work)
    run(village, key, before)
    with village.work() as work:
        by_staff(service.own, key, village, work)
        by_staff(handle, key, village, work)
        by_staff(service.close, key, village, work)
    assert state(village, key) is AlertState.CLOSED
    closed = pages(village, key)
    run(village, key, after)
    assert state(village, key) is AlertState.CLOSED
    assert pages(village, key) == closed


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(story=st.lists(steps, max_size=12))
def test_nobody_is_told_the_same_twice(village: Village, story: list[Step]) -> None:
    key = f"cause {uuid4()}"
    _employ(village)
    run(village, key, story)
    with village.database.reading() as session:
        rows = session.exec(select(NotificationRow)).all()
        told = [(r.alert_id, r.round, r.rung, r.contact_id, r.channel) for r in rows]
    assert len(told) == len(set(told))


def run(village: Village, key: str, story: list[Step]) -> None:
    for step in story:
        with village.work() as work:
            step(key, village, work)


def _employ(village: Village) -> None:
    with village.database.reading() as session:
        if on_call.of_unit(session, village.solbakken):
            return
    for position in (1, 2):
        contact = Contact(
            id=uuid4(),
            name=f"Vakt {position}",
            position=position,
            email=None,
            phone=f"+47 900 00 00{position}",
            locale=Locale.NB_NO,
            resident_id=None,
            staff_id=None,
            shifts=(),
        )
        with village.work() as work:
            on_call.save(work, village.solbakken, contact)
