from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from robot_nodes.presence import Presence

NOON = datetime(2026, 3, 2, 11, tzinfo=UTC)
SECOND = timedelta(seconds=1)
SETTLES_AFTER = timedelta(seconds=20)
GONE_AFTER = timedelta(minutes=30)


def after(*signs: tuple[int, str]) -> Presence:
    """Return what comes of signs, each so many seconds after noon."""
    presence = Presence()
    for seconds, room in signs:
        presence = presence.perceived(room, NOON + seconds * SECOND, SETTLES_AFTER)
    return presence


def test_somebody_is_in_a_room_once_all_signs_have_come_from_there_for_a_while() -> None:
    assert after((0, "stue"), (10, "stue")).room is None
    assert after((0, "stue"), (10, "stue"), (20, "stue")).room == "stue"


def test_whoever_passes_through_the_hall_has_not_changed_room() -> None:
    there = ((0, "stue"), (20, "stue"))
    assert after(*there, (30, "gang"), (35, "gang"), (40, "stue")).room == "stue"
    assert after(*there, (30, "gang"), (50, "gang")).room == "gang"


def test_two_rooms_at_once_settle_nothing() -> None:
    assert after(*((n, ("stue", "bad")[n % 2]) for n in range(0, 600, 5))).room is None


def test_after_a_long_silence_nobody_is_perceived() -> None:
    there = after((0, "stue"), (20, "stue"))
    last_at = NOON + 20 * SECOND
    assert there.passed(last_at + GONE_AFTER - SECOND, GONE_AFTER).room == "stue"
    assert there.passed(last_at + GONE_AFTER, GONE_AFTER).room is None


def test_a_clock_that_was_set_back_begins_the_wait_anew() -> None:
    presence = after((3600, "stue"), (0, "stue"), (10, "stue"))
    assert presence.room is None
    assert presence.perceived("stue", NOON + SETTLES_AFTER, SETTLES_AFTER).room == "stue"


@given(st.lists(st.tuples(st.integers(0, 120), st.sampled_from(["stue", "bad", "gang"]))))
def test_a_room_changes_at_most_once_in_the_time_that_settling_takes(
    signs: list[tuple[int, str]],
) -> None:
    presence, changed_at = Presence(), [NOON - SETTLES_AFTER]
    for seconds, room in sorted(signs, key=lambda sign: sign[0]):
        at = NOON + seconds * SECOND
        before, presence = presence.room, presence.perceived(room, at, SETTLES_AFTER)
        if presence.room != before:
            assert at - changed_at[-1] >= SETTLES_AFTER
            changed_at.append(at)
