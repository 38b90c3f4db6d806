import asyncio
from collections.abc import AsyncIterator

import pytest

from care_api.events import log, stream
from care_api.events.stream import Change, News, Resync, Stream
from codebook.help import HelpCause, HelpRequested
from schedules.outcome import EvidenceGrade
from tests.care_api.events.sending import send
from tests.care_api.village import MORNING, Village

PATIENCE_S = 20
CRY = HelpRequested(
    cause=HelpCause.PAIN, utterance_id="u", transcript="au", grade=EvidenceGrade.SAID
)


async def each(source: AsyncIterator[News | Resync]) -> AsyncIterator[Change | Resync]:
    """Yield changes one by one."""
    async for news in source:
        if isinstance(news, Resync):
            yield news
        else:
            for change in news.changes:
                yield change


def cry(village: Village) -> None:
    send(village, village.robot.event(CRY, village.solveig, MORNING))


def first(village: Village, wanted: int, last_seen: int | None) -> list[Change | Resync]:
    """Return the first changes that a page of Solbakken hears of."""

    async def listen() -> list[Change | Resync]:
        source = each(Stream(village.database).news([village.solbakken], last_seen))
        return [await anext(source) for _ in range(wanted)]

    return asyncio.run(asyncio.wait_for(listen(), PATIENCE_S))


def test_a_page_that_was_away_hears_what_it_missed_in_order(village: Village) -> None:
    cry(village)
    seen = position(village)
    cry(village)
    heard = first(village, 3, seen)
    assert [change.kind for change in heard if isinstance(change, Change)] == [
        "help.requested",
        "alert.raised",
        "alert.notified",
    ]
    assert [change.number for change in heard] == list(range(seen + 1, seen + 4))


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
        source = each(Stream(village.database).news([village.elvebakken], 0))
        await asyncio.wait_for(anext(source), stream.POLL_S * 3)

    with pytest.raises(TimeoutError):
        asyncio.run(listen())


def test_a_page_that_nothing_happens_to_hears_that_we_are_still_here(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "PING_S", 0.05)

    async def listen() -> News | Resync:
        return await anext(Stream(village.database).news([village.solbakken], None))

    assert asyncio.run(asyncio.wait_for(listen(), PATIENCE_S)) == News(changes=())


def test_many_pages_hear_the_same_from_one_reader_each_from_where_it_was(
    village: Village,
) -> None:
    cry(village)
    source = Stream(village.database)

    async def hear(last_seen: int | None, wanted: int) -> list[int]:
        changes = each(source.news([village.solbakken], last_seen))
        heard = [(await anext(changes)).number for _ in range(wanted)]
        await changes.aclose()  # type: ignore[attr-defined]  # an async generator
        return heard

    async def listen() -> list[list[int]]:
        pages = [asyncio.create_task(hear(None, 3)) for _ in range(20)]
        late = [asyncio.create_task(hear(seen, 6 - seen)) for seen in (0, 1, 2)]
        await asyncio.sleep(2 * stream.POLL_S)  # all listen
        await asyncio.to_thread(cry, village)
        return await asyncio.gather(*pages, *late)

    heard = asyncio.run(asyncio.wait_for(listen(), PATIENCE_S))
    assert heard == [[4, 5, 6]] * 20 + [[1, 2, 3, 4, 5, 6], [2, 3, 4, 5, 6], [3, 4, 5, 6]]


def test_a_page_that_cannot_follow_is_told_to_load_itself(
    village: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stream, "LONGEST_REPLAY", 4)

    shared = Stream(village.database)

    async def hear_one(pages: AsyncIterator[Change | Resync]) -> Change | Resync:
        return await anext(pages)

    async def hear(pages: AsyncIterator[Change | Resync]) -> list[Change | Resync]:
        heard = [await anext(pages)]
        while heard[-1].number < 12:
            heard.append(await anext(pages))
        return heard

    async def listen() -> list[Change | Resync]:
        slow = each(shared.news([village.solbakken], None))
        waiting = asyncio.create_task(hear_one(slow))
        quick = asyncio.create_task(hear(each(shared.news([village.solbakken], None))))
        await asyncio.sleep(2 * stream.POLL_S)
        await asyncio.to_thread(cry, village)
        await waiting
        for _ in range(3):  # while the slow page takes nothing in
            await asyncio.to_thread(cry, village)
        assert len(await quick) == 12
        return await hear(slow)

    heard = asyncio.run(asyncio.wait_for(listen(), PATIENCE_S))
    assert Resync(number=12) in heard


def position(village: Village) -> int:
    with village.database.reading() as session:
        return log.position(session)
