"""Times as people say them."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from care_api.web.times import Times
from schedules.locale import Locale

NOW = datetime(2026, 3, 2, 7, 15, tzinfo=UTC)
OSLO = ZoneInfo("Europe/Oslo")


def times(locale: Locale = Locale.NB_NO) -> Times:
    return Times(locale=locale, zone=OSLO, now=NOW)


@pytest.mark.parametrize(
    ("locale", "said"),
    [(Locale.NB_NO, "kl. 08.15"), (Locale.NN_NO, "kl. 08.15"), (Locale.EN_GB, "08:15")],
)
def test_a_time_today_is_said_by_the_clock_of_the_unit(locale: Locale, said: str) -> None:
    assert times(locale).clock(NOW) == said


def test_a_time_of_another_day_is_said_with_its_day() -> None:
    assert times().clock(NOW - timedelta(days=1)) == "1. mars kl. 08.15"


def test_on_the_page_of_another_day_that_day_goes_without_saying() -> None:
    on_the_first = replace(times(), shown_on=date(2026, 3, 1))
    assert on_the_first.clock(datetime(2026, 3, 1, 7, 15, tzinfo=UTC)) == "kl. 08.15"
    assert on_the_first.clock(NOW) == "2. mars kl. 08.15"


def test_what_comes_tomorrow_is_said_so() -> None:
    assert times().ahead(datetime(2026, 3, 3, 7, 15, tzinfo=UTC)) == "i morgen kl. 08.15"
    assert times().ahead(datetime(2026, 3, 4, 7, 15, tzinfo=UTC)) == "4. mars kl. 08.15"


@pytest.mark.parametrize(
    ("passed", "said"),
    [
        (timedelta(seconds=10), None),
        (timedelta(minutes=1), "for 1 minutt siden"),
        (timedelta(minutes=5), "for 5 minutter siden"),
        (timedelta(hours=3), "for 3 timer siden"),
        (timedelta(hours=13), "1. mars kl. 19.15"),
        (timedelta(minutes=-5), "kl. 08.20"),
    ],
)
def test_what_has_just_passed_is_said_by_how_long_ago(passed: timedelta, said: str | None) -> None:
    assert times().ago(NOW - passed) == said


def test_nynorsk_says_it_its_own_way() -> None:
    assert times(Locale.NN_NO).ago(NOW - timedelta(minutes=5)) == "for 5 minutt sidan"
    assert times(Locale.NN_NO).day(date(2026, 3, 2)) == "måndag 2. mars"


def test_the_exact_time_is_there_for_people_and_machines() -> None:
    assert times().exact(NOW) == "mandag 2. mars 2026 kl. 08.15.00"
    assert times().machine(NOW) == "2026-03-02T07:15:00+00:00"


def test_today_is_the_units_date_and_not_greenwichs() -> None:
    late = Times(locale=Locale.NB_NO, zone=OSLO, now=datetime(2026, 3, 2, 23, 30, tzinfo=UTC))
    assert late.today == date(2026, 3, 3)
