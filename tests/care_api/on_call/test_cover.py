from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from care_api.on_call.contact import Contact
from care_api.on_call.cover import Stretch, cover, gaps
from care_api.on_call.rota import Change, Shift, is_on_call
from schedules.locale import Locale

MONDAY = datetime(2026, 3, 2, 0, 0, tzinfo=UTC)
WEEK = timedelta(days=7)
OSLO = "Europe/Oslo"
EVERY_DAY = frozenset(range(1, 8))


def contact(number: int, *shifts: Shift, changes: tuple[Change, ...] = ()) -> Contact:
    return Contact(
        id=UUID(int=number),
        name=f"Vakt {number}",
        position=number,
        email="vakt@fjordvik.example",
        phone=None,
        locale=Locale.NB_NO,
        resident_id=None,
        staff_id=None,
        shifts=shifts,
        changes=changes,
    )


def shift(starts: int, ends: int, weekdays: frozenset[int] = EVERY_DAY) -> Shift:
    return Shift(weekdays=weekdays, starts_time=time(starts), ends_time=time(ends), zone=OSLO)


def change(starts_h: int, ends_h: int, *, is_on_call: bool) -> Change:
    return Change(
        id=UUID(int=9),
        starts_at=MONDAY + timedelta(hours=starts_h),
        ends_at=MONDAY + timedelta(hours=ends_h),
        is_on_call=is_on_call,
    )


def test_day_and_night_together_leave_no_gap_and_change_at_their_hours() -> None:
    day, night = contact(1, shift(7, 22)), contact(2, shift(22, 7))
    found = cover([day, night], MONDAY, MONDAY + timedelta(days=1))
    assert [(s.starts_at.hour, [c.position for c in s.contacts]) for s in found] == [
        (0, [2]),
        (6, [1]),
        (21, [2]),
    ]
    assert gaps(found) == ()


def test_a_weekend_that_nobody_has_is_one_gap() -> None:
    weekdays = contact(1, shift(0, 0, frozenset({1, 2, 3, 4, 5})))
    [gap] = gaps(cover([weekdays], MONDAY, MONDAY + WEEK - timedelta(hours=1)))
    assert gap.starts_at == datetime(2026, 3, 6, 23, tzinfo=UTC)
    assert gap.ends_at == MONDAY + WEEK - timedelta(hours=1)


def test_who_is_away_leaves_a_gap_and_who_steps_in_closes_it() -> None:
    away = contact(1, changes=(change(10, 20, is_on_call=False),))
    alone = cover([away], MONDAY, MONDAY + timedelta(days=1))
    assert [(g.starts_at, g.ends_at) for g in gaps(alone)] == [
        (MONDAY + timedelta(hours=10), MONDAY + timedelta(hours=20))
    ]
    never = shift(3, 4, frozenset({7}))
    steps_in = contact(2, never, changes=(change(10, 20, is_on_call=True),))
    assert gaps(cover([away, steps_in], MONDAY, MONDAY + timedelta(days=1))) == ()


def test_whoever_is_both_away_and_called_in_is_away() -> None:
    both = (change(0, 9, is_on_call=True), change(5, 6, is_on_call=False))
    assert not is_on_call((), MONDAY + timedelta(hours=5), both)
    assert is_on_call((), MONDAY + timedelta(hours=6), both)


def test_nobody_at_all_is_a_gap_of_the_whole_week() -> None:
    assert cover([], MONDAY, MONDAY + WEEK) == (
        Stretch(starts_at=MONDAY, ends_at=MONDAY + WEEK, contacts=()),
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 23), st.integers(0, 23), st.sets(st.integers(1, 7))), max_size=4
    ),
    st.integers(0, 7 * 24 * 4 - 1),
    st.integers(0, 360),
)
def test_at_every_quarter_of_an_hour_the_stretch_says_what_the_rota_says(
    rows: list[tuple[int, int, set[int]]], quarter: int, day: int
) -> None:
    start = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=day)
    people = [
        contact(number, shift(starts, ends, frozenset(days)))
        for number, (starts, ends, days) in enumerate(rows, start=1)
        if days
    ]
    at = start + timedelta(minutes=15 * quarter)
    found = cover(people, start, start + WEEK)
    [there] = [each for each in found if each.starts_at <= at < each.ends_at]
    assert there.contacts == tuple(each for each in people if is_on_call(each.shifts, at))
