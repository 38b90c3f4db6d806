from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.alerts.quiet_hours import QuietHours, waits_until
from codebook.alert import Severity

NIGHT = QuietHours(
    starts_time=time(22), ends_time=time(7), zone="Europe/Oslo", up_to=Severity.MODERATE
)
NAP = QuietHours(
    starts_time=time(13), ends_time=time(14), zone="Europe/Oslo", up_to=Severity.NORMAL
)
instants = st.integers(min_value=0, max_value=3 * 365 * 24 * 3600).map(
    lambda seconds: datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)
)


@pytest.mark.parametrize(
    ("now", "until"),
    [
        (datetime(2026, 1, 10, 20, 59, 59, tzinfo=UTC), None),
        (datetime(2026, 1, 10, 21, tzinfo=UTC), datetime(2026, 1, 11, 6, tzinfo=UTC)),
        (datetime(2026, 1, 11, 3, tzinfo=UTC), datetime(2026, 1, 11, 6, tzinfo=UTC)),
        (datetime(2026, 1, 11, 6, tzinfo=UTC), None),
        # The night in which the clocks go forward is an hour shorter.
        (datetime(2026, 3, 28, 22, tzinfo=UTC), datetime(2026, 3, 29, 5, tzinfo=UTC)),
        (datetime(2026, 10, 24, 21, tzinfo=UTC), datetime(2026, 10, 25, 6, tzinfo=UTC)),
    ],
)
def test_a_moderate_alert_of_the_night_waits_for_the_morning(
    now: datetime, until: datetime | None
) -> None:
    assert waits_until(NIGHT, Severity.MODERATE, now) == until


@given(now=instants, severity=st.sampled_from([Severity.SERIOUS, Severity.CRITICAL]))
def test_a_serious_alert_never_waits(now: datetime, severity: Severity) -> None:
    reckless = QuietHours(
        starts_time=time(0), ends_time=time(23, 59), zone="Europe/Oslo", up_to=Severity.CRITICAL
    )
    assert waits_until(reckless, severity, now) is None


@given(now=instants, hours=st.sampled_from([NIGHT, NAP]))
def test_a_wait_ends_within_a_day_and_leads_out_of_the_quiet_hours(
    now: datetime, hours: QuietHours
) -> None:
    until = waits_until(hours, Severity.NORMAL, now)
    if until is not None:
        assert now < until <= now + timedelta(hours=24)
        assert waits_until(hours, Severity.NORMAL, until) is None


def test_without_quiet_hours_nothing_waits() -> None:
    assert waits_until(None, Severity.NORMAL, datetime(2026, 1, 11, 3, tzinfo=UTC)) is None
    assert waits_until(NAP, Severity.MODERATE, datetime(2026, 1, 11, 12, 30, tzinfo=UTC)) is None
