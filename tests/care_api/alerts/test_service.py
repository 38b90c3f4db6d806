from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event

from care_api.alerts import raising, service
from care_api.alerts.alert import Alert, Reason
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertAction, AlertState
from care_api.errors import TransitionError
from codebook.alert import Severity
from tests.care_api.village import Village


def reason(village: Village, severity: Severity | None = None) -> Reason:
    return Reason(
        dedup_key="a cause",
        cause=Cause.MEDICATION_UNANSWERED,
        unit_id=village.solbakken,
        resident_id=village.solveig,
        severity=severity,
    )


def raise_one(village: Village, severity: Severity | None = None) -> None:
    with village.work() as work:
        raising.raise_alert(work, reason(village, severity))


def open_ones(village: Village) -> tuple[Alert, ...]:
    with village.database.reading() as session:
        return service.open_alerts(session, [village.solbakken])


def history(village: Village, alert: Alert) -> list[AlertAction]:
    with village.database.reading() as session:
        return [step.action for step in service.history(session, alert.id)]


def test_an_alert_is_owned_handled_and_closed(village: Village) -> None:
    raise_one(village)
    [alert] = open_ones(village)
    kari = village.staff["kari"]
    with village.work() as work:
        owned = service.own(work, alert.id, kari)
        handled = service.handle(work, alert.id, kari, "Var innom.")
        closed = service.close(work, alert.id, kari)
    assert [owned.state, handled.state, closed.state] == [
        AlertState.IN_PROGRESS,
        AlertState.HANDLED,
        AlertState.CLOSED,
    ]
    assert owned.owner_id == kari
    assert open_ones(village) == ()
    assert set(history(village, alert)) == {
        AlertAction.RAISE,
        AlertAction.OWN,
        AlertAction.HANDLE,
        AlertAction.CLOSE,
    }


def test_who_comes_late_does_not_take_an_alert_from_a_colleague_unseen(village: Village) -> None:
    raise_one(village)
    [alert] = open_ones(village)
    kari, siri = village.staff["kari"], village.staff["siri"]
    with village.work() as work:
        service.own_as_seen(work, alert.id, kari, None)
        service.own_as_seen(work, alert.id, kari, None)  # pressed twice
    with village.work() as work, pytest.raises(TransitionError, match="since the page was read"):
        service.own_as_seen(work, alert.id, siri, None)
    assert [each.owner_id for each in open_ones(village)] == [kari]
    with village.work() as work:
        taken_over = service.own_as_seen(work, alert.id, siri, kari)
    assert taken_over.owner_id == siri


def test_reasons_told_together_come_to_what_they_come_to_one_by_one(village: Village) -> None:
    low = reason(village)
    elsewhere = replace(low, dedup_key="another", unit_id=village.fjellheim, resident_id=None)
    with village.work() as work:
        raising.raise_each(work, [low, elsewhere, replace(low, severity=Severity.CRITICAL)])
        raising.raise_each(work, [elsewhere])
        raising.raise_each(work, [])
    [alert] = open_ones(village)
    assert alert.severity is Severity.CRITICAL
    assert history(village, alert) == [AlertAction.RAISE, AlertAction.WORSEN]
    with village.database.reading() as session:
        [other] = service.open_alerts(session, [village.fjellheim])
    assert history(village, other) == [AlertAction.RAISE]


def test_many_alerts_take_no_more_statements_than_few(village: Village) -> None:
    few, many = (statements_for(village, count) for count in (3, 40))
    assert many <= few


def statements_for(village: Village, count: int) -> int:
    """Return how many statements it takes to raise so many alerts."""
    sent: list[object] = []

    def note(*told: object) -> None:
        sent.append(told)

    units = (village.solbakken, village.fjellheim, village.elvebakken)
    reasons = [
        replace(reason(village), dedup_key=f"{count}/{nth}", unit_id=units[nth % len(units)])
        for nth in range(count)
    ]
    event.listen(village.database.engine, "before_cursor_execute", note)
    with village.work() as work:
        raising.raise_each(work, reasons)
    event.remove(village.database.engine, "before_cursor_execute", note)
    return len(sent)


def test_the_same_cause_raises_one_alert_and_a_closed_one_stays_closed(village: Village) -> None:
    raise_one(village)
    raise_one(village)
    assert len(open_ones(village)) == 1
    with village.work() as work:
        raising.resolve(work, "a cause")
    raise_one(village, Severity.CRITICAL)
    assert open_ones(village) == ()


def test_a_graver_reason_brings_the_deadline_forward(village: Village) -> None:
    raise_one(village)
    [before] = open_ones(village)
    raise_one(village, Severity.SERIOUS)
    raise_one(village, Severity.MODERATE)
    [after] = open_ones(village)
    assert (before.severity, after.severity) == (Severity.MODERATE, Severity.SERIOUS)
    assert after.acknowledge_by < before.acknowledge_by
    assert history(village, after) == [AlertAction.RAISE, AlertAction.WORSEN]


def test_a_step_out_of_order_is_refused(village: Village) -> None:
    raise_one(village)
    [alert] = open_ones(village)
    refusal = pytest.raises(TransitionError, match="reported cannot take the step close")
    with refusal, village.work() as work:
        service.close(work, alert.id, village.staff["kari"])
    assert history(village, alert) == [AlertAction.RAISE]


def test_what_a_nurse_has_handled_a_late_report_does_not_close(village: Village) -> None:
    raise_one(village)
    [alert] = open_ones(village)
    with village.work() as work:
        service.own(work, alert.id, village.staff["kari"])
        service.handle(work, alert.id, village.staff["kari"], "Ringte.")
        raising.resolve(work, "a cause")
    [after] = open_ones(village)
    assert after.state is AlertState.HANDLED


def test_an_alert_that_nobody_owns_in_time_is_overdue(village: Village) -> None:
    raise_one(village, Severity.CRITICAL)
    [alert] = open_ones(village)
    assert not alert.is_overdue(village.clock.now() + timedelta(minutes=3))
    assert alert.is_overdue(village.clock.now() + timedelta(minutes=3, seconds=1))


def test_the_gravest_come_first(village: Village) -> None:
    with village.work() as work:
        for cause in (Cause.REFUSED, Cause.FALLEN, Cause.WORRYING_ANSWER):
            raising.raise_alert(
                work, Reason(dedup_key=cause, cause=cause, unit_id=village.solbakken)
            )
    assert [alert.severity for alert in open_ones(village)] == [40, 30, 20]
