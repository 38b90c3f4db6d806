from datetime import UTC, datetime, time, timedelta

from care_api.care_plans import preview
from schedules.recurrence import DailyTimes
from tests.schedules.plans import medicine, plan_of

SPRING = datetime(2026, 3, 28, 12, tzinfo=UTC)
"""The day before the clocks are put forward in Norway."""


def test_fourteen_days_are_shown_with_the_clock_change_among_them() -> None:
    item = medicine(recurrence=DailyTimes(times=(time(2, 30),)))

    days = preview.days(plan_of(), item, SPRING)

    assert len(days) == 14
    assert [day.clock_change for day in days if day.clock_change] == [timedelta(hours=1)]
    assert days[0].due_at == (datetime(2026, 3, 29, 1, 0, tzinfo=UTC),)


def test_an_item_that_has_ended_has_no_days() -> None:
    ended = DailyTimes(times=(time(8),), ends_on=SPRING.date())

    assert preview.days(plan_of(), medicine(recurrence=ended), SPRING) == ()
