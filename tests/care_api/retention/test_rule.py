"""The rule alone: what may be chosen, and which day is the first that is kept."""

from calendar import monthrange
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.retention.rule import BOUNDS, USUAL, YEAR, Kind, is_allowed, kept_from

DAYS = st.dates(min_value=date(2000, 1, 1), max_value=date(2999, 12, 31))
MONTHS = st.integers(min_value=1, max_value=30 * YEAR)


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_bounds_and_what_is_proposed_lies_within_them(kind: Kind) -> None:
    bounds = BOUNDS[kind]
    assert bounds.choices[0] == bounds.shortest
    assert bounds.choices[-1] == bounds.longest
    assert is_allowed(kind, USUAL[kind])
    assert not is_allowed(kind, bounds.shortest - 1)
    assert not is_allowed(kind, bounds.longest + 1)


def test_documentation_of_care_is_kept_ten_years_at_least_and_words_half_a_year_at_most() -> None:
    for kind in (Kind.EVENTS, Kind.ALERTS, Kind.NOTES):
        assert BOUNDS[kind].shortest == 10 * YEAR
    for kind in (Kind.WORDS, Kind.PRESENCE):
        assert BOUNDS[kind].longest == 6


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (date(2026, 3, 2), 1, date(2026, 2, 2)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2026, 1, 15), 3, date(2025, 10, 15)),
        (date(2026, 12, 31), 12, date(2025, 12, 31)),
        (date(2028, 2, 29), 120, date(2018, 2, 28)),
    ],
)
def test_months_are_those_of_the_calendar(today: date, months: int, first: date) -> None:
    assert kept_from(today, months) == first


@given(DAYS, MONTHS)
def test_what_is_kept_spans_the_months_and_at_most_three_days_more(
    today: date, months: int
) -> None:
    first = kept_from(today, months)
    passed = (today.year - first.year) * 12 + today.month - first.month
    assert passed == months
    assert first.day == min(today.day, monthrange(first.year, first.month)[1])


@given(DAYS, MONTHS)
def test_as_days_go_by_nothing_that_was_kept_from_is_older_than_before(
    today: date, months: int
) -> None:
    assert kept_from(today, months) <= kept_from(today + timedelta(days=1), months)


def test_no_time_at_all_is_none() -> None:
    with pytest.raises(ValueError, match="one month"):
        kept_from(date(2026, 3, 2), 0)
