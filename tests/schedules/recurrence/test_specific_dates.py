from datetime import date, time

import pytest

from schedules.recurrence import SpecificDates

FIRST, OTHER = date(2026, 3, 2), date(2026, 4, 7)


def test_only_the_named_dates_have_slots() -> None:
    rule = SpecificDates(dates=(FIRST, OTHER), times=(time(8), time(20)))
    slots = list(rule.local_slots(date(2026, 1, 1), date(2026, 12, 31)))
    assert [slot.date() for slot in slots] == [FIRST, FIRST, OTHER, OTHER]
    assert rule.day_at_or_after(date(2026, 4, 8)) is None


@pytest.mark.parametrize("dates", [(), (FIRST, FIRST), (OTHER, FIRST)])
def test_dates_stand_once_and_in_order(dates: tuple[date, ...]) -> None:
    with pytest.raises(ValueError, match="^dates:"):
        SpecificDates(dates=dates, times=(time(8),))
