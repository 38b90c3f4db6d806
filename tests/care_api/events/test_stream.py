import asyncio

import pytest

from care_api.events import log, stream
from care_api.events.stream import Change, Resync, changes
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

PATIENCE_S = 20
CRY = HelpRequested(
    cause=HelpCause.PAIN, utterance_id="u", transcript="au", grade=EvidenceGrade.SAID
)


def cry(village: Village) -> None:
    send(village, village.robot.event(CRY, village.solveig, MORNING))


def first(village: Village, wanted: int, last_seen: int | None) -> list[Change | Resync]:
    """Return the first changes that a page of Solbakken hears of."""

    async def listen() -> list[Change | Resync]:
        source = changes(village.database, [village.solbakken], last_seen)
        return [await anext(source) for _ in range(wanted)]

    return asyncio.run(asyncio.wait_for(listen(), PATIENCE_S))


def test_a_page_that_was_away_hears_what_it_missed_in_order(village: Village) -> None:
    cry(village)
    seen = position(village)
    cry(village)
    heard = first(village, 2, seen)
    assert [change.kind for change in heard if isinstance(change, Change)] == [
        "help.requested",
        "alert.raised",
    ]
    assert [change.number for change in heard] == list(range(seen + 1, seen + 3))


def test_a_change_says_nothing_of_what_was_said(village: Village) -> None:
    cry(village)
    [change] = first(village, 1, 0)
    assert isinstance(change, Change)
    assert (change.unit_id, change.resident_id) == (village.solbakken, village.solveig)


def test_a_page_from_another_time_is_told_to_load_itself(village: Village) -> None:
    cry(village)
    assert first(village, 1, 999) == [Resync(number=position(village))]


def test_a_page_that_missed_too_much_is_told_to_load_itself(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LONGEST_REPLAY", 1)
    cry(village)
    assert first(village, 1, 0) == [Resync(number=position(village))]


def test_another_unit_hears_nothing_of_it(village: Village) -> None:
    cry(village)

    async def listen() -> None:
        source = changes(village.database, [village.elvebakken], 0)
        await asyncio.wait_for(anext(source), stream.POLL_S * 3)

    with pytest.raises(TimeoutError):
        asyncio.run(listen())


def position(village: Village) -> int:
    with village.database.reading() as session:
        return log.position(session)
