from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from care_api.care_plans.form_fault import FormFault
from care_api.care_plans.rule_form import Repeat, RuleForm, times
from schedules.recurrence import (
    AsNeeded,
    DailyTimes,
    EveryNDays,
    Meal,
    MealRelation,
    MealRelative,
    Recurrence,
    SpecificDates,
    Weekday,
)

MONDAY = date(2026, 3, 2)
TIMES = st.lists(st.times().map(lambda t: time(t.hour, t.minute)), min_size=1, unique=True).map(
    lambda found: tuple(sorted(found))
)
DATES = st.dates(date(2026, 1, 1), date(2030, 1, 1))
COURSES = st.one_of(
    st.just((None, None)),
    DATES.map(lambda on: (on, None)),
    st.tuples(DATES, st.integers(0, 900)).map(lambda c: (c[0], c[0] + timedelta(days=c[1]))),
)
RULES: st.SearchStrategy[Recurrence] = st.one_of(
    st.builds(
        lambda at, days, course: DailyTimes(
            times=at, weekdays=days, starts_on=course[0], ends_on=course[1]
        ),
        TIMES,
        st.frozensets(st.sampled_from(Weekday), min_size=1),
        COURSES,
    ),
    st.builds(
        lambda every, at, on: EveryNDays(every=every, anchored_on=on, times=at),
        st.integers(1, 1000),
        TIMES,
        DATES,
    ),
    st.builds(
        lambda on, at: SpecificDates(dates=tuple(sorted(on)), times=at),
        st.sets(DATES, min_size=1, max_size=9),
        TIMES,
    ),
    st.builds(
        lambda meals, minutes: MealRelative(
            meals=tuple(meal for meal in Meal if meal in meals),
            relation=MealRelation.BEFORE,
            offset=timedelta(minutes=minutes),
        ),
        st.frozensets(st.sampled_from(Meal), min_size=1),
        st.integers(1, 60),
    ),
    st.builds(
        lambda hours, most: AsNeeded(minimum_gap=timedelta(hours=hours), daily_maximum=most),
        st.integers(1, 23),
        st.integers(1, 8),
    ),
)


@given(RULES)
def test_a_rule_that_the_form_shows_comes_back_as_it_was(rule: Recurrence) -> None:
    form = RuleForm.of(rule)

    assert form.repeat is not Repeat.KEPT
    assert form.rule(MONDAY) == rule


@given(TIMES)
def test_times_come_back_however_they_are_joined(at: tuple[time, ...]) -> None:
    for joint in (", ", " og ", " and kl. ", " "):
        assert times("times", joint.join(each.strftime("%H:%M") for each in at)) == at


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("8", (time(8),)),
        ("kl 8 og kl. 20.30", (time(8), time(20, 30))),
        ("20, 8,8", (time(8), time(20))),
    ],
)
def test_times_are_read_in_plain_words(text: str, expected: tuple[time, ...]) -> None:
    assert times("times", text) == expected


@pytest.mark.parametrize("text", ["", "morgen", "25", "8.75", "8 eller så", "-8"])
def test_what_is_no_time_is_refused(text: str) -> None:
    with pytest.raises(FormFault) as caught:
        times("times", text)
    assert caught.value.field == "times"


def test_ten_days_from_now_on_begin_today() -> None:
    rule = RuleForm(times="8", days="10").rule(MONDAY)

    assert rule == DailyTimes(times=(time(8),), starts_on=MONDAY, ends_on=date(2026, 3, 11))


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (RuleForm(repeat=Repeat.WEEKDAYS, times="8"), "weekdays"),
        (RuleForm(times="8", days="0"), "days"),
        (RuleForm(times="8", starts_on="i morgen"), "starts_on"),
        (RuleForm(repeat=Repeat.DATES, times="8"), "dates"),
        (RuleForm(repeat=Repeat.MEALS), "meals"),
        (RuleForm(repeat=Repeat.AS_NEEDED, gap_hours="mange"), "gap_hours"),
        (RuleForm(repeat=Repeat.EVERY_N_DAYS, times="8", every="²"), "every"),
        (RuleForm(repeat=Repeat.KEPT), "repeat"),
    ],
)
def test_a_fault_names_its_field(form: RuleForm, field: str) -> None:
    with pytest.raises(FormFault) as caught:
        form.rule(MONDAY)
    assert caught.value.field == field
