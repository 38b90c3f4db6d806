from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.dialogue import spoken
from schedules.locale import Locale

NB, NN, EN = Locale.NB_NO, Locale.NN_NO, Locale.EN_GB


@pytest.mark.parametrize(
    ("locale", "at", "words"),
    [
        (NB, time(8, 0), "klokka åtte"),
        (NB, time(8, 15), "klokka kvart over åtte"),
        (NB, time(8, 20), "klokka tjue over åtte"),
        (NB, time(8, 25), "klokka fem på halv ni"),
        (NB, time(8, 30), "klokka halv ni"),
        (NB, time(8, 35), "klokka fem over halv ni"),
        (NB, time(12, 45), "klokka kvart på ett"),
        (NB, time(0, 0), "klokka tolv"),
        (NN, time(12, 30), "klokka halv eitt"),
        (NN, time(8, 45), "klokka kvart på ni"),
        (EN, time(8, 0), "at eight o'clock"),
        (EN, time(8, 30), "at half past eight"),
        (EN, time(20, 45), "at quarter to nine"),
        (EN, time(8, 10), "at ten past eight"),
        (EN, time(8, 59), "at one minute to nine"),
    ],
)
def test_a_time_is_spoken_as_people_say_it(locale: Locale, at: time, words: str) -> None:
    assert spoken.at_clock(at, locale) == words


@given(st.times(), st.sampled_from(Locale))
def test_every_minute_can_be_spoken_without_a_digit(at: time, locale: Locale) -> None:
    words = spoken.clock(at, locale)
    assert words
    assert not any(letter.isdigit() for letter in words)


@pytest.mark.parametrize(
    ("locale", "words"),
    [(NB, "mandag 2. mars"), (NN, "måndag 2. mars"), (EN, "Monday 2 March")],
)
def test_a_date_is_spoken_with_its_weekday(locale: Locale, words: str) -> None:
    assert spoken.day(date(2026, 3, 2), locale) == words


@pytest.mark.parametrize(
    ("locale", "minutes", "words"),
    [
        (NB, 10, "ti minutter"),
        (NB, 30, "en halv time"),
        (NB, 60, "en time"),
        (NB, 120, "to timer"),
        (NN, 15, "eit kvarter"),
        (EN, 1, "one minute"),
        (EN, 45, "forty-five minutes"),
    ],
)
def test_a_wait_is_spoken_in_words(locale: Locale, minutes: int, words: str) -> None:
    assert spoken.wait(timedelta(minutes=minutes), locale) == words


@pytest.mark.parametrize(("hour", "part"), [(8, "morning"), (13, "day"), (19, "evening")])
def test_the_greeting_fits_the_time_of_day(hour: int, part: str) -> None:
    assert spoken.part_of_day(datetime(2026, 3, 2, hour, tzinfo=UTC)) == part
