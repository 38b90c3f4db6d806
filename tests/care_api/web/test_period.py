from datetime import date, timedelta
from itertools import pairwise

import pytest

from care_api.tasks.adherence import Period
from care_api.web.over_time import step_starts
from care_api.web.period import Asked, chosen

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("asked", "first_on", "last_on"),
    [
        (Asked(), date(2026, 2, 1), TODAY),
        (Asked(days=7), date(2026, 2, 24), TODAY),
        (Asked(first_on=date(2026, 1, 5), last_on=date(2026, 1, 9)), date(2026, 1, 5), None),
        (Asked(first_on=date(2026, 2, 28), last_on=date(2027, 1, 1)), date(2026, 2, 28), TODAY),
    ],
)
def test_a_time_ends_today_at_the_latest(
    asked: Asked, first_on: date, last_on: date | None
) -> None:
    found = chosen(asked, TODAY)
    assert (found.first_on, found.last_on) == (first_on, last_on or asked.last_on)
    assert found.fault is None


@pytest.mark.parametrize(
    "asked",
    [
        Asked(first_on=date(2026, 3, 1), last_on=date(2026, 2, 1)),
        Asked(first_on=date(2024, 3, 1)),
        Asked(first_on=date.max),
        Asked(last_on=date.min, first_on=date.min),
    ],
)
def test_a_time_that_is_none_is_said_and_replaced_by_the_usual_one(asked: Asked) -> None:
    found = chosen(asked, TODAY)
    assert found.fault
    assert found.days == 30


@pytest.mark.parametrize(
    ("days", "step", "bars"), [(30, Period.DAY, 30), (90, Period.WEEK, 14), (365, Period.MONTH, 13)]
)
def test_a_longer_time_has_longer_steps_and_leaves_none_out(
    days: int, step: Period, bars: int
) -> None:
    found = chosen(Asked(days=days), TODAY)
    starts = step_starts(found)
    assert found.step is step
    assert len(starts) == bars
    assert starts[0] == found.first_on
    gaps = [later - earlier for earlier, later in pairwise(starts)]
    assert max(gaps) <= timedelta(days=31)
