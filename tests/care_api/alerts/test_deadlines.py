from datetime import UTC, datetime, timedelta

import pytest

from care_api.alerts.deadlines import DEFAULTS, Due, due, sooner
from codebook.alert import Severity

NOW = datetime(2026, 3, 2, 22, tzinfo=UTC)


def test_the_graver_the_sooner() -> None:
    by_gravity = [DEFAULTS[severity] for severity in sorted(Severity, reverse=True)]
    for waits in (
        [each.acknowledge_within for each in by_gravity],
        [each.handle_within for each in by_gravity],
    ):
        assert waits == sorted(waits)


@pytest.mark.parametrize("severity", Severity)
def test_there_is_time_to_act_after_taking_it(severity: Severity) -> None:
    assert DEFAULTS[severity].handle_within > DEFAULTS[severity].acknowledge_within


def test_what_waits_for_the_morning_is_not_late_in_the_night() -> None:
    morning = NOW + timedelta(hours=9)
    found = due(DEFAULTS[Severity.MODERATE], NOW, morning)
    assert found.acknowledge_by == morning + timedelta(hours=1)
    assert due(DEFAULTS[Severity.MODERATE], NOW, None).acknowledge_by == NOW + timedelta(hours=1)


def test_an_alert_that_turns_out_graver_never_gets_more_time() -> None:
    late = Due(acknowledge_by=NOW, handle_by=NOW + timedelta(hours=9))
    early = Due(acknowledge_by=NOW + timedelta(hours=1), handle_by=NOW + timedelta(hours=2))
    assert sooner(late, early) == Due(acknowledge_by=NOW, handle_by=NOW + timedelta(hours=2))
