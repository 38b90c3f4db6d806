from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from care_api.alerts.foretelling import About, foretold
from care_api.alerts.ladder import Target
from care_api.alerts.rules import AlertRules, QuietHoursRule, RungRule, SeverityRules
from codebook.alert import Severity
from tests.care_api.on_call.test_cover import change, contact, shift

NIGHT = datetime(2026, 3, 2, 22, 0, tzinfo=UTC)
"""Eleven o'clock in Norway."""
TWO_RUNGS = AlertRules(
    severities=tuple(
        SeverityRules(
            severity=severity,
            acknowledge_within_s=180,
            handle_within_s=600,
            ladder=(
                RungRule(target=Target.FIRST_ON_CALL, wait_s=180),
                RungRule(target=Target.UNIT_CONTACTS, wait_s=300),
            ),
            repeats=1,
        )
        for severity in (Severity.CRITICAL, Severity.MODERATE)
    ),
    quiet_hours=QuietHoursRule(starts_time=time(22), ends_time=time(7)),
)


def told(severity: Severity, *people: object) -> list[tuple[timedelta, list[int]]]:
    steps = foretold(TWO_RUNGS, people, About(severity=severity), NIGHT)  # type: ignore[arg-type]  # contacts
    return [(step.at - NIGHT, [each.position for each in step.contacts]) for step in steps]


def test_a_grave_alert_climbs_at_once_to_whoever_is_on_call_at_each_step() -> None:
    day, night = contact(1, shift(7, 22)), contact(2, shift(22, 7))
    assert told(Severity.CRITICAL, day, night) == [
        (timedelta(0), [2]),
        (timedelta(minutes=3), [1, 2]),
        (timedelta(minutes=8), [1, 2]),
    ]


def test_what_can_wait_is_told_in_the_morning_to_the_days_people() -> None:
    day, night = contact(1, shift(7, 22)), contact(2, shift(22, 7))
    assert told(Severity.MODERATE, day, night)[0] == (timedelta(hours=8), [1])


def test_without_anybody_only_the_pages_show_it() -> None:
    assert [people for _, people in told(Severity.CRITICAL)] == [[], [], []]


def test_whoever_is_away_is_passed_over() -> None:
    away = contact(1, changes=(change(0, 48, is_on_call=False),))
    assert told(Severity.CRITICAL, away, contact(2))[0] == (timedelta(0), [2])
    assert UUID(int=1) == away.id
