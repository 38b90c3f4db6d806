from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import DAILY, FR, MO, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import given

from schedules.recurrence import DailyTimes, EveryNDays, EveryNWeeks, Weekday
from tests.schedules.rules import daily, days, every_n_days, every_n_weeks

DATEUTIL_DAYS = dict(zip(Weekday, (MO, TU, WE, TH, FR, SA, SU), strict=True))
SPAN = timedelta(days=400)


def test_every_other_day_is_counted_from_its_first() -> None:
    rule = EveryNDays(every=2, anchored_on=date(2026, 3, 2), times=(time(8),))
    assert rule.day_at_or_after(date(2020, 1, 1)) == date(2026, 3, 2)
    assert rule.day_at_or_after(date(2026, 3, 3)) == date(2026, 3, 4)


def test_every_other_week_leaps_over_the_weeks_between() -> None:
    rule = EveryNWeeks(
        every=2,
        anchored_on=date(2026, 3, 4),
        weekdays=frozenset({Weekday.TUESDAY}),
        times=(time(8),),
    )
    assert rule.day_at_or_after(date(2026, 3, 2)) == date(2026, 3, 17)
    assert rule.day_at_or_after(date(2036, 3, 5)) == date(2036, 3, 18)


def test_a_cycle_that_stands_still_is_refused() -> None:
    with pytest.raises(ValueError, match="^every:"):
        EveryNDays(every=0, anchored_on=date(2026, 3, 2), times=(time(8),))


def test_a_cycle_has_no_slot_after_its_last_day() -> None:
    first = date(2026, 3, 2)
    rule = EveryNDays(every=2, anchored_on=first, times=(time(8),), ends_on=date(2026, 3, 5))
    assert [slot.day for slot in rule.local_slots(first, date(2027, 1, 1))] == [2, 4]


@given(every_n_days, days)
def test_dateutil_agrees_on_every_n_days(rule: EveryNDays, first: date) -> None:
    until = min(first + SPAN, rule.ends_on or date.max)
    theirs = rrule(DAILY, midnight(rule.anchored_on), rule.every, until=midnight(until))
    assert ours(rule, first) == [at.date() for at in theirs if at.date() >= first]


@given(every_n_weeks, days)
def test_dateutil_agrees_on_every_n_weeks(rule: EveryNWeeks, first: date) -> None:
    until = min(first + SPAN, rule.ends_on or date.max)
    theirs = rrule(
        WEEKLY,
        midnight(rule.anchored_on),
        interval=rule.every,
        until=midnight(until),
        wkst=MO,
        byweekday=[DATEUTIL_DAYS[weekday] for weekday in rule.weekdays],
    )
    assert ours(rule, first) == [at.date() for at in theirs if at.date() >= first]


@given(daily, days)
def test_dateutil_agrees_on_weekdays(rule: DailyTimes, first: date) -> None:
    until = min(first + SPAN, rule.ends_on or date.max)
    by_day = [DATEUTIL_DAYS[weekday] for weekday in rule.weekdays]
    theirs = rrule(DAILY, midnight(first), until=midnight(until), byweekday=by_day)
    assert ours(rule, first) == [at.date() for at in theirs]


def ours(rule: DailyTimes | EveryNDays | EveryNWeeks, first: date) -> list[date]:
    slots = rule.local_slots(first, first + SPAN)
    return sorted({slot.date() for slot in slots})


def midnight(on: date) -> datetime:
    return datetime.combine(on, time(0), tzinfo=UTC)
