from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from care_api.presence.stays import LONGEST, minutes_by_day, minutes_by_hour, rooms, stays
from codebook.event import Event
from codebook.presence import PresenceChanged, PresenceSource

OSLO = ZoneInfo("Europe/Oslo")
START = datetime(2026, 3, 28, 23, tzinfo=UTC)
"""Midnight in Norway; the clock goes forward the night after."""
END = START + timedelta(days=2)


def seen(*changes: tuple[timedelta, str | None]) -> list[Event]:
    return [
        Event(
            id=UUID(int=index + 1),
            robot_id=UUID(int=1),
            boot_id=UUID(int=1),
            sequence=index + 1,
            resident_id=UUID(int=1),
            occurred_at=START + after,
            body=PresenceChanged(room=room, source=PresenceSource.SENSOR),
        )
        for index, (after, room) in enumerate(changes)
    ]


CHANGES = st.lists(
    st.tuples(
        st.timedeltas(min_value=-timedelta(hours=20), max_value=timedelta(days=3)),
        st.sampled_from(["stue", "bad", None]),
    ),
    max_size=12,
).map(lambda changes: sorted(changes, key=lambda change: change[0]))


@given(changes=CHANGES)
def test_nobody_is_in_two_rooms_at_once_or_outside_the_time(
    changes: list[tuple[timedelta, str | None]],
) -> None:
    found = stays(seen(*changes), (START, END))
    assert all(START <= stay.start < stay.end <= END for stay in found)
    assert all(stay.length <= LONGEST for stay in found)
    ends = [stay.end for stay in found]
    assert all(end <= stay.start for end, stay in zip(ends, found[1:], strict=False))


@given(changes=CHANGES)
def test_days_and_hours_divide_the_same_time(changes: list[tuple[timedelta, str | None]]) -> None:
    found = stays(seen(*changes), (START, END))
    total = sum((stay.length for stay in found), timedelta()) / timedelta(minutes=1)
    by_hour = sum(sum(hours) for hours in minutes_by_hour(found, OSLO).values())
    by_day = sum(sum(day.values()) for day in minutes_by_day(found, OSLO).values())
    assert abs(by_day - total) <= 6, "seconds that make no whole minute"
    assert abs(by_hour - total) <= 48


def test_what_began_the_day_before_counts_from_midnight() -> None:
    (stay,) = stays(seen((-timedelta(hours=1), "stue"), (timedelta(hours=2), None)), (START, END))
    assert (stay.start, stay.length) == (START, timedelta(hours=2))


def test_silence_is_no_presence() -> None:
    (stay,) = stays(seen((timedelta(0), "stue")), (START, END))
    assert stay.length == LONGEST


@given(changes=CHANGES, hours=st.integers(0, 40), lasts=st.none() | st.integers(1, 20))
def test_no_stay_reaches_into_a_stretch_in_which_it_was_refused(
    changes: list[tuple[timedelta, str | None]], hours: int, lasts: int | None
) -> None:
    since = START + timedelta(hours=hours)
    until = None if lasts is None else since + timedelta(hours=lasts)
    found = stays(seen(*changes), (START, END), [(since, until)])
    assert all(stay.end <= since or (until is not None and stay.start >= until) for stay in found)
    before = [stay for stay in stays(seen(*changes), (START, END)) if stay.end <= since]
    assert [stay for stay in found if stay.end <= since][: len(before)] == before


def test_the_room_with_the_most_time_comes_first() -> None:
    found = stays(
        seen(
            (timedelta(0), "bad"),
            (timedelta(minutes=20), "stue"),
            (timedelta(hours=3), None),
        ),
        (START, END),
    )
    assert rooms(found) == ("stue", "bad")
    assert minutes_by_day(found, OSLO) == {date(2026, 3, 29): {"bad": 20, "stue": 160}}
    assert minutes_by_hour(found, OSLO)["bad"][0] == 20
    assert minutes_by_hour(found, OSLO)["stue"][3] == 60, "the hour after two is the third"
