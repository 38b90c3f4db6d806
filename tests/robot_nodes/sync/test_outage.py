from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from codebook.sync import SyncCaughtUp, SyncLost
from robot_nodes.sync.outage import Contact, Phase, exchanged, lost

START = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ONLINE = Contact(phase=Phase.ONLINE, exchanged_at=START)


def _later(seconds: float) -> datetime:
    return START + timedelta(seconds=seconds)


def test_an_outage_is_noted_once() -> None:
    contact, first = lost(ONLINE, _later(5), "no connection")
    contact, second = lost(contact, _later(105), "no connection")

    assert first == SyncLost(reason="no connection")
    assert second is None
    assert not contact.is_online


def test_a_server_that_was_never_reached_is_lost_too() -> None:
    contact, news = lost(Contact(), START, "no connection")

    assert news == SyncLost(reason="no connection")
    assert contact.phase is Phase.OFFLINE


def test_the_first_contact_after_the_start_is_no_news() -> None:
    contact, news = exchanged(Contact(), _later(1), uploaded=1, waiting=0)

    assert news is None
    assert contact.is_online


def test_caught_up_means_that_nothing_waits_any_more() -> None:
    contact, _ = lost(ONLINE, _later(5), "no connection")
    contact, halfway = exchanged(contact, _later(3600), uploaded=500, waiting=20)
    assert (halfway, contact.is_online) == (None, True)

    contact, news = exchanged(contact, _later(3601), uploaded=20, waiting=0)

    assert news == SyncCaughtUp(offline_s=3600, uploaded=520)
    assert contact.phase is Phase.ONLINE


def test_an_outage_that_comes_back_while_catching_up_is_the_same_outage() -> None:
    contact, _ = lost(ONLINE, _later(5), "no connection")
    contact, _ = exchanged(contact, _later(100), uploaded=500, waiting=20)
    contact, again = lost(contact, _later(105), "no answer")
    contact, news = exchanged(contact, _later(110), uploaded=20, waiting=0)

    assert again is None
    assert news == SyncCaughtUp(offline_s=110, uploaded=520)


def test_an_outage_before_the_first_contact_counts_from_the_first_failure() -> None:
    contact, _ = lost(Contact(), _later(10), "no connection")
    contact, _ = lost(contact, _later(20), "no connection")
    _, news = exchanged(contact, _later(70), uploaded=2, waiting=0)

    assert news == SyncCaughtUp(offline_s=60, uploaded=2)


def test_a_clock_set_back_makes_no_negative_outage() -> None:
    contact, _ = lost(ONLINE, _later(5), "no connection")
    _, news = exchanged(contact, _later(-50), uploaded=1, waiting=0)

    assert news == SyncCaughtUp(offline_s=0, uploaded=1)


EXCHANGES = st.lists(st.none() | st.tuples(st.integers(0, 500), st.integers(0, 3)))


@given(exchanges=EXCHANGES)
def test_lost_and_caught_up_take_turns(exchanges: list[tuple[int, int] | None]) -> None:
    contact = Contact()
    news: list[SyncLost | SyncCaughtUp] = []
    for seconds, exchange in enumerate(exchanges):
        told: SyncLost | SyncCaughtUp | None
        if exchange is None:
            contact, told = lost(contact, _later(seconds), "no connection")
        else:
            uploaded, waiting = exchange
            contact, told = exchanged(contact, _later(seconds), uploaded=uploaded, waiting=waiting)
        news += [told] if told else []

    kinds = [item.kind for item in news]
    assert kinds == ["sync.lost", "sync.caught-up"] * (len(kinds) // 2) + ["sync.lost"] * (
        len(kinds) % 2
    )
    assert contact.is_online is bool(exchanges and exchanges[-1] is not None)
