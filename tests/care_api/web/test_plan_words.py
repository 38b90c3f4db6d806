from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from care_api.web.catalogues import load_catalogues
from care_api.web.plan_words import PlanWords
from care_api.web.times import Times
from schedules.locale import Locale
from schedules.quiet_hours import QuietHours
from schedules.recurrence import (
    Anchor,
    AsNeeded,
    DailyTimes,
    Elapsed,
    EveryNDays,
    EveryNWeeks,
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

NOW = datetime(2026, 3, 2, 7, tzinfo=UTC)
MONDAY = date(2026, 3, 2)
EIGHT = (time(8),)


def words(locale: Locale = Locale.NB_NO) -> PlanWords:
    times = Times(locale=locale, zone=ZoneInfo("Europe/Oslo"), now=NOW)
    return PlanWords(say=load_catalogues()[locale].gettext, times=times)


@pytest.mark.parametrize(
    ("locale", "said"),
    [
        (
            Locale.NB_NO,
            "hver dag kl. 08.00 og kl. 20.00, fra 2. mars, i 10 dager (til 11. mars)",
        ),
        (
            Locale.NN_NO,
            "kvar dag kl. 08.00 og kl. 20.00, frå 2. mars, i 10 dagar (til 11. mars)",
        ),
        (
            Locale.EN_GB,
            "every day at 08:00 and 20:00, from 2 March, for 10 days (to 11 March)",
        ),
    ],
)
def test_a_course_is_said_as_people_say_it(locale: Locale, said: str) -> None:
    course = DailyTimes(times=(time(20), time(8)), starts_on=MONDAY, ends_on=date(2026, 3, 11))

    assert words(locale).rule(course) == said


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (
            DailyTimes(times=EIGHT, weekdays=frozenset({Weekday.FRIDAY, Weekday.MONDAY})),
            "mandag og fredag kl. 08.00",
        ),
        (
            EveryNDays(every=3, anchored_on=MONDAY, times=EIGHT),
            "hver 3. dag kl. 08.00, fra 2. mars",
        ),
        (
            EveryNWeeks(
                every=2, anchored_on=MONDAY, weekdays=frozenset({Weekday.MONDAY}), times=EIGHT
            ),
            "hver 2. uke, mandag kl. 08.00, fra 2. mars",
        ),
        (SpecificDates(dates=(MONDAY,), times=EIGHT), "2. mars kl. 08.00"),
        (MealRelative(meals=(Meal.BREAKFAST,)), "til frokost"),
        (
            MealRelative(
                meals=(Meal.LUNCH,), relation=MealRelation.BEFORE, offset=timedelta(minutes=30)
            ),
            "30 minutter før lunsj",
        ),
        (
            Taper(starts_on=MONDAY, steps=(TaperStep(days=3, times=EIGHT, dose="to"),)),
            "i trinn: 3 dager kl. 08.00 (to)",
        ),
        (Elapsed(every=timedelta(hours=8), anchor=Anchor(at=MORNING)), "med 8 timer imellom"),
        (Elapsed(every=timedelta(hours=1), anchor=Anchor(at=MORNING)), "med 1 time imellom"),
        (Elapsed(every=timedelta(minutes=90), anchor=Anchor(at=MORNING)), "med 1,5 timer imellom"),
        (
            AsNeeded(minimum_gap=timedelta(hours=6), daily_maximum=4),
            "ved behov, minst 6 timer mellom, høyst 4 om dagen",
        ),
    ],
)
def test_every_rule_has_its_words(rule: Recurrence, said: str) -> None:
    assert words().rule(rule) == said


def test_a_change_says_what_is_new_gone_and_other() -> None:
    before = plan_of(medicine(time(8), item=1), medicine(time(9), item=2))
    after = plan_of(medicine(time(10), item=1), medicine(time(9), item=3))

    said = words(Locale.EN_GB).changes(before, after)

    assert [line.split(":")[0] for line in said] == ["New", "Removed", "Changed"]
    assert said[2].endswith(
        "every day at 10:00 (before: Paracet, to tabletter, every day at 08:00)"
    )


def test_a_change_around_the_items_is_said_too() -> None:
    quiet = QuietHours(starts_at=time(22), ends_at=time(7))
    before = plan_of()
    after = type(before)(
        id=before.id,
        resident_id=before.resident_id,
        version=2,
        zone=before.zone,
        effective_at=before.effective_at,
        items=(),
        quiet_hours=(quiet,),
    )

    assert "Endret: stille timer" in words().changes(before, after)
    assert words().changes(before, before) == ()
