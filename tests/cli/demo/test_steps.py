from collections.abc import Callable
from dataclasses import replace

import pytest

from cli.demo.evidence import Evidence, Ledgers
from cli.demo.steps import ALERT_WITHIN_S, SILENT_WITHIN_S, findings
from sim.measures import BargedIn

MorningWithout = Callable[..., Evidence]


def happened(seen: Evidence) -> set[int]:
    return {step.number for step, finding in findings(seen) if finding.happened}


def test_a_whole_morning_shows_all_six_steps(morning_without: MorningWithout) -> None:
    assert happened(morning_without()) == {1, 2, 3, 4, 5, 6}


def test_before_anything_happened_no_step_has(morning_without: MorningWithout) -> None:
    assert happened(morning_without(1, 2, 3, 4, 5, 6)) == set()


@pytest.mark.parametrize("missing", range(1, 7))
def test_each_step_needs_evidence_of_its_own(missing: int, morning_without: MorningWithout) -> None:
    assert happened(morning_without(missing)) == {1, 2, 3, 4, 5, 6} - {missing}


def test_a_report_that_is_not_on_the_server_does_not_count(
    morning_without: MorningWithout,
) -> None:
    seen = morning_without()
    seen.stored.clear()
    assert 1 not in happened(seen)


@pytest.mark.parametrize("number", [3, 4, 5])
def test_without_alerts_nobody_was_told(number: int, morning_without: MorningWithout) -> None:
    seen = morning_without()
    seen.alerts.clear()
    assert number not in happened(seen)


def test_a_robot_that_speaks_on_after_a_cry_fails(morning_without: MorningWithout) -> None:
    seen = morning_without()
    late_s = SILENT_WITHIN_S + 0.1
    seen.measures = [
        replace(measure, silent_s=measure.cry_s + late_s)
        if isinstance(measure, BargedIn)
        else measure
        for measure in seen.measures
    ]
    assert 5 not in happened(seen)


def test_an_alert_that_comes_late_fails(morning_without: MorningWithout) -> None:
    seen = morning_without()
    seen.alerts = {
        key: replace(alert, seen_s=500.0 + ALERT_WITHIN_S + 0.1)
        for key, alert in seen.alerts.items()
    }
    assert 5 not in happened(seen)


@pytest.mark.parametrize(
    "ledgers",
    [
        Ledgers(in_outbox=60, acknowledged=59, missing=1, repeated=0),
        Ledgers(in_outbox=60, acknowledged=60, missing=0, repeated=1),
        Ledgers(in_outbox=0, acknowledged=0, missing=0, repeated=0),
    ],
)
def test_logs_that_do_not_agree_fail(ledgers: Ledgers, morning_without: MorningWithout) -> None:
    seen = morning_without()
    seen.ledgers = ledgers
    assert 6 not in happened(seen)


def test_a_step_that_did_not_happen_says_what_is_missing(morning_without: MorningWithout) -> None:
    texts = [finding.evidence for _, finding in findings(morning_without(1, 2, 3, 4, 5, 6))]
    assert all(text.startswith("missing: ") for text in texts)
