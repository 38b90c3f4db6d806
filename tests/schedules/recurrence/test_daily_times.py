from datetime import UTC, date, datetime, time

import pytest

from schedules.recurrence import DailyTimes, Weekday

FIRST = date(2026, 3, 2)


def test_each_day_has_its_times_in_wall_clock_order() -> None:
    rule = DailyTimes(times=(time(20), time(8)))
    assert list(rule.local_slots(FIRST, date(2026, 3, 3))) == [
        datetime(2026, 3, 2, 8),  # noqa: DTZ001 - local slots know no zone
        datetime(2026, 3, 2, 20),  # noqa: DTZ001 - as above
        datetime(2026, 3, 3, 8),  # noqa: DTZ001 - as above
        datetime(2026, 3, 3, 20),  # noqa: DTZ001 - as above
    ]


def test_only_the_chosen_weekdays_have_slots() -> None:
    rule = DailyTimes(times=(time(8),), weekdays=frozenset({Weekday.TUESDAY, Weekday.SUNDAY}))
    days = [slot.date() for slot in rule.local_slots(FIRST, date(2026, 3, 8))]
    assert days == [date(2026, 3, 3), date(2026, 3, 8)]


def test_a_course_has_no_slot_before_its_first_or_after_its_last_day() -> None:
    rule = DailyTimes(times=(time(8),), starts_on=date(2026, 3, 4), ends_on=date(2026, 3, 5))
    days = [slot.day for slot in rule.local_slots(FIRST, date(2026, 3, 31))]
    assert days == [4, 5]


@pytest.mark.parametrize(
    ("times", "weekdays", "ends_on", "named"),
    [
        ((), frozenset(Weekday), None, "times"),
        ((time(8), time(8)), frozenset(Weekday), None, "times"),
        ((time(8, 0, 30),), frozenset(Weekday), None, "times"),
        ((time(8, tzinfo=UTC),), frozenset(Weekday), None, "times"),
        ((time(8),), frozenset[Weekday](), None, "weekdays"),
        ((time(8),), frozenset(Weekday), date(2026, 3, 1), "ends_on"),
    ],
)
def test_a_rule_that_could_not_work_is_refused_by_name(
    times: tuple[time, ...], weekdays: frozenset[Weekday], ends_on: date | None, named: str
) -> None:
    with pytest.raises(ValueError, match=f"^{named}:"):
        DailyTimes(times=times, weekdays=weekdays, starts_on=FIRST, ends_on=ends_on)
