"""A unit measured against its own deadlines."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts.alert import Alert
from care_api.alerts.cause import Cause
from care_api.alerts.state import AlertState
from care_api.alerts.statistics import (
    BreachReason,
    Told,
    Verdict,
    handled_in_time,
    quantile,
    statistics,
    verdict,
)
from codebook.alert import Finding, Severity

AT = datetime(2026, 3, 2, 7, tzinfo=UTC)
NOW = AT + timedelta(days=1)
MINUTE = timedelta(minutes=1)
RAISED = Alert(
    id=uuid4(),
    unit_id=uuid4(),
    resident_id=None,
    robot_id=None,
    occurrence_id=None,
    cause=Cause.FALLEN,
    code="4.1",
    severity=Severity.CRITICAL,
    state=AlertState.REPORTED,
    owner_id=None,
    raised_at=AT,
    acknowledge_by=AT + 3 * MINUTE,
    handle_by=AT + 30 * MINUTE,
    first_acknowledge_by=AT + 3 * MINUTE,
    first_handle_by=AT + 30 * MINUTE,
    acknowledged_at=None,
    handled_at=None,
    closed_at=None,
    finding=None,
)


def owned(after: timedelta, handled: timedelta | None = None) -> Alert:
    return replace(
        RAISED,
        id=uuid4(),
        acknowledged_at=AT + after,
        handled_at=AT + handled if handled is not None else None,
        finding=Finding.REAL_NEED if handled is not None else None,
    )


@pytest.mark.parametrize(
    ("alert", "now", "expected"),
    [
        (owned(3 * MINUTE), NOW, Verdict.WITHIN),
        (owned(4 * MINUTE), NOW, Verdict.LATE),
        (RAISED, AT + MINUTE, Verdict.WAITING),
        (RAISED, NOW, Verdict.NOBODY),
        (replace(RAISED, closed_at=AT + MINUTE), NOW, Verdict.OVER),
        (replace(RAISED, closed_at=AT + 9 * MINUTE), NOW, Verdict.NOBODY),
        # Handed back to the unit: it has another deadline now, and the first one was kept.
        (replace(owned(MINUTE), acknowledge_by=NOW), NOW, Verdict.WITHIN),
        (replace(RAISED, acknowledge_by=NOW + MINUTE), NOW, Verdict.NOBODY),
    ],
)
def test_owning_is_measured_by_the_first_deadline(
    alert: Alert, now: datetime, expected: Verdict
) -> None:
    assert verdict(alert, now) is expected


@pytest.mark.parametrize(
    ("alert", "now", "expected"),
    [
        (owned(MINUTE, handled=30 * MINUTE), NOW, True),
        (owned(MINUTE, handled=31 * MINUTE), NOW, False),
        (owned(MINUTE), AT + 9 * MINUTE, None),
        (owned(MINUTE), NOW, False),
        (replace(RAISED, closed_at=AT + MINUTE), NOW, None),
    ],
)
def test_handling_is_measured_once_it_is_done_or_late(
    alert: Alert, now: datetime, *, expected: bool | None
) -> None:
    assert handled_in_time(alert, now) is expected


def test_the_figures_of_a_severity_are_its_own() -> None:
    alerts = [
        *(owned(minutes * MINUTE, handled=10 * MINUTE) for minutes in (1, 2, 3, 4)),
        replace(owned(50 * MINUTE), severity=Severity.MODERATE),
    ]
    critical, moderate = statistics(alerts, Told(), NOW).figures
    assert (critical.severity, moderate.severity) == (Severity.CRITICAL, Severity.MODERATE)
    assert (critical.median, critical.p90) == (2 * MINUTE, 4 * MINUTE)
    assert (critical.share_within, critical.share_handled_within) == (0.75, 1.0)


def test_each_broken_deadline_has_its_reason() -> None:
    alerts = [owned(9 * MINUTE), replace(RAISED, id=uuid4()), owned(5 * MINUTE)]
    late = owned(MINUTE, handled=45 * MINUTE)
    told = Told(ordered={alerts[0].id, alerts[2].id}, reached={alerts[0].id})
    found = statistics([*alerts, late, owned(MINUTE, handled=2 * MINUTE)], told, NOW)
    assert {each.alert_id: each.reason for each in found.breaches} == {
        alerts[0].id: BreachReason.TOLD_IN_VAIN,
        alerts[1].id: BreachReason.NOBODY_TO_TELL,
        alerts[2].id: BreachReason.NOT_REACHED,
        late.id: BreachReason.OWNER_LATE,
    }
    assert dict(found.findings) == {Finding.REAL_NEED: 2}


@given(
    minutes=st.lists(st.integers(0, 90), max_size=30),
    passed=st.integers(0, 90),
)
def test_no_alert_is_lost_between_the_verdicts(minutes: list[int], passed: int) -> None:
    now = AT + passed * MINUTE
    alerts = [
        owned(each * MINUTE) if each <= passed else replace(RAISED, id=uuid4()) for each in minutes
    ]
    for each in statistics(alerts, Told(), now).figures:
        assert each.within <= each.judged <= each.raised
        assert each.acknowledged <= each.raised
        if each.share_within is not None:
            assert 0 <= each.share_within <= 1
        if each.median is not None and each.p90 is not None:
            assert each.median <= each.p90
    breaches = statistics(alerts, Told(), now).breaches
    assert len(breaches) == len({each.alert_id for each in breaches})


@given(values=st.lists(st.integers(0, 9999), min_size=1), ratio=st.floats(0.01, 1))
def test_a_quantile_covers_its_share_of_the_values(values: list[int], ratio: float) -> None:
    lengths = [timedelta(seconds=value) for value in values]
    found = quantile(lengths, ratio)
    assert found in lengths
    assert found is not None
    assert sum(each <= found for each in lengths) >= ratio * len(lengths) - 1e-9
