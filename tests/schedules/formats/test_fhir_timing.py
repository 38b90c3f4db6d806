from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given

from schedules.formats.fhir_timing import from_timing, to_timing
from schedules.formats.refusal import CannotExpress
from schedules.occurrences import instant
from schedules.pause import Pause
from schedules.recurrence import (
    Anchor,
    AsNeeded,
    DailyTimes,
    Elapsed,
    EveryNDays,
    Meal,
    MealRelation,
    MealRelative,
    Recurrence,
    SpecificDates,
    Taper,
    TaperStep,
    Weekday,
)
from tests.schedules.plans import MORNING, medicine, plan_of
from tests.schedules.rules import by_meals, daily, elapsed, specific, zones

OSLO = ZoneInfo("Europe/Oslo")


def written(rule: Recurrence, zone: str = "Europe/Oslo") -> dict[str, Any]:
    item = medicine(recurrence=rule)
    return to_timing(plan_of(item, zone=zone), item)


def test_times_of_day_stand_without_frequency_and_period() -> None:
    rule = DailyTimes(
        times=(time(20), time(8)),
        weekdays=frozenset({Weekday.MONDAY}),
        starts_on=date(2026, 3, 2),
        ends_on=date(2026, 3, 30),
    )
    assert written(rule) == {
        "repeat": {
            "boundsPeriod": {"start": "2026-03-02", "end": "2026-03-30"},
            "dayOfWeek": ["mon"],
            "timeOfDay": ["08:00:00", "20:00:00"],
        }
    }


def test_half_an_hour_before_breakfast_is_acm_with_its_offset() -> None:
    rule = MealRelative(
        meals=(Meal.BREAKFAST,), relation=MealRelation.BEFORE, offset=timedelta(minutes=30)
    )
    assert written(rule) == {"repeat": {"when": ["ACM"], "offset": 30}}


def test_every_eight_hours_is_a_period() -> None:
    rule = Elapsed(every=timedelta(hours=8), anchor=Anchor(at=MORNING))
    assert written(rule) == {
        "repeat": {
            "boundsPeriod": {"start": "2026-03-02T07:00:00+00:00"},
            "frequency": 1,
            "period": 8,
            "periodUnit": "h",
        }
    }


@given(daily.map(lambda rule: replace(rule, times=tuple(sorted(rule.times)))))
def test_daily_times_come_back(rule: DailyTimes) -> None:
    assert from_timing(written(rule), OSLO) == rule


@given(by_meals.filter(lambda rule: Meal.SUPPER not in rule.meals))
def test_meals_come_back(rule: MealRelative) -> None:
    assert from_timing(written(rule), OSLO) == rule


@given(elapsed.filter(lambda rule: rule.anchor.report_id is None))
def test_elapsed_time_comes_back(rule: Elapsed) -> None:
    assert from_timing(written(rule), OSLO) == rule


@given(specific, zones)
def test_dates_come_back_as_the_same_instants_or_are_refused(
    rule: SpecificDates, zone: str
) -> None:
    where = ZoneInfo(zone)
    try:
        back = from_timing(written(rule, zone), where)
    except CannotExpress as refusal:
        assert "not the same times" in str(refusal)  # noqa: PT017 - a skipped time became another
    else:
        assert isinstance(back, SpecificDates)
        assert instants(back, where) == instants(rule, where)


def instants(rule: SpecificDates, zone: ZoneInfo) -> set[str]:
    return {instant(on, at, zone).isoformat() for on in rule.dates for at in rule.times}


@pytest.mark.parametrize(
    ("rule", "why"),
    [
        (EveryNDays(every=2, anchored_on=date(2026, 3, 2), times=(time(8),)), "period"),
        (Taper(starts_on=date(2026, 3, 2), steps=(TaperStep(days=2, times=(time(8),)),)), "steps"),
        (AsNeeded(minimum_gap=timedelta(hours=4), daily_maximum=3), "as needed"),
        (MealRelative(meals=(Meal.SUPPER,)), "supper"),
        (
            Elapsed(
                every=timedelta(hours=8), anchor=Anchor(at=MORNING), counts_from_last_taken=True
            ),
            "last taken",
        ),
    ],
)
def test_what_r4_has_no_word_for_is_refused(rule: Recurrence, why: str) -> None:
    with pytest.raises(CannotExpress, match=rf"^Paracet.*{why}"):
        written(rule)


def test_a_paused_item_is_refused() -> None:
    item = medicine()
    plan = plan_of(item, pauses=(Pause(first_on=date(2026, 3, 3)),))
    with pytest.raises(CannotExpress, match="pauses"):
        to_timing(plan, item)


@pytest.mark.parametrize(
    ("timing", "why"),
    [
        ({"repeat": {"frequency": 3, "period": 1, "periodUnit": "d"}}, "times of day open"),
        ({"repeat": {"timeOfDay": ["08:00:00"], "count": 5}}, "count"),
        ({"repeat": {"timeOfDay": ["8 o'clock"]}}, "8 o'clock"),
        ({"repeat": {"when": ["HS"]}}, "HS"),
        ({"repeat": {"when": ["ACM", "PCV"], "offset": 30}}, "ACM, PCV"),
        ({"repeat": {"period": 8, "periodUnit": "h"}}, "from when"),
        ({"code": {"text": "BID"}}, "code"),
        ({"event": ["2026-03-02"]}, "time of day"),
        ({"event": ["2026-03-02T08:00:00Z", "2026-03-03T09:00:00Z"]}, "same times"),
    ],
)
def test_a_timing_that_no_rule_means_is_refused(timing: dict[str, Any], why: str) -> None:
    with pytest.raises(CannotExpress, match=f"^Timing.*{why}"):
        from_timing(timing, OSLO)
