"""Robot and real care API together: nothing is lost, and a cry for help is there at once."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, closing
from datetime import timedelta
from itertools import count
from pathlib import Path

import pytest

from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ports import ServerRefused
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from tests.faults.proxy import Fault, RunningProxy, proxy
from tests.robot_nodes.adapters.care_servers import RealCareApi, real_care_api
from tests.robot_nodes.adapters.stores import MORNING, cry, fault
from tests.robot_nodes.fakes.deadline import until

LONG = timedelta(seconds=30)
"""For a busy machine; how fast it really is, the demonstration measures."""
RHYTHM = Rhythm(every=timedelta(seconds=1), wait=timedelta(seconds=25))


@pytest.fixture
def api(tmp_path: Path) -> Iterator[RealCareApi]:
    with real_care_api(tmp_path) as running:
        yield running


@pytest.fixture
def store(api: RealCareApi, tmp_path: Path) -> Iterator[SqliteStore]:
    path = tmp_path / "robot.sqlite"
    opened = SqliteStore.open(path, robot_id=api.robot_id, software_version="0.1.0", at=MORNING)
    with closing(opened):
        yield opened


@asynccontextmanager
async def synchronising(store: SqliteStore, api: RealCareApi) -> AsyncIterator[Synchronisation]:
    taken_over: list[str] = []
    sync = Synchronisation(
        store, api.server, api.robot_clock, changed=lambda: None, plans_taken_over=taken_over.append
    )
    running = asyncio.create_task(sync.run(RHYTHM))
    try:
        await until(lambda: bool(taken_over) and store.waiting_count() == 0)
        yield sync
        assert not running.done()
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        await api.server.close()


def test_a_cry_for_help_reaches_the_server_at_once(store: SqliteStore, api: RealCareApi) -> None:
    async def scene() -> None:
        async with synchronising(store, api):
            for nth in range(50):
                store.record(fault(nth), resident_id=None, at=MORNING)
            event = store.record(cry(), resident_id=api.resident_id, at=MORNING)
            assert await store.acknowledged(event.id, LONG)
            assert event.id in api.stored()

    asyncio.run(asyncio.wait_for(scene(), timeout=90))


def test_a_server_that_restarts_under_a_talking_robot_gets_every_event_once_and_in_order(
    store: SqliteStore, api: RealCareApi
) -> None:
    recorded = list(store.pending(100))
    store.observe(recorded.append)

    async def scene() -> None:
        async with synchronising(store, api):
            for nth in range(30):
                store.record(fault(nth), resident_id=None, at=MORNING)
                await asyncio.sleep(0)
            await asyncio.to_thread(api.vanish)
            store.record(fault(), resident_id=None, at=MORNING)
            await until(lambda: "sync.lost" in [event.kind for event in recorded])
            await asyncio.to_thread(api.come_back)
            store.record(cry(), resident_id=api.resident_id, at=MORNING)
            await until(lambda: "sync.caught-up" in [event.kind for event in recorded])
            await until(lambda: store.waiting_count() == 0)

    asyncio.run(asyncio.wait_for(scene(), timeout=90))
    sequences = {event.id: event.sequence for event in recorded}
    assert [sequences[event_id] for event_id in api.stored()] == list(range(1, len(recorded) + 1))


def test_a_server_that_comes_back_is_asked_at_once_what_it_has_lost(
    store: SqliteStore, api: RealCareApi
) -> None:
    async def scene() -> None:
        async with synchronising(store, api):
            api.back_up()
            lost = store.record(fault(), resident_id=None, at=MORNING)
            await until(lambda: lost.id in api.stored())
            await asyncio.to_thread(api.vanish)
            store.record(cry(), resident_id=api.resident_id, at=MORNING)
            await until(lambda: "sync.lost" in [event.kind for event in store.pending(10)])
            await asyncio.to_thread(api.restore)
            assert lost.id not in api.stored()
            await asyncio.to_thread(api.come_back)
            store.record(cry(), resident_id=api.resident_id, at=MORNING)
            await until(lambda: lost.id in api.stored())

    asyncio.run(asyncio.wait_for(scene(), timeout=90))


def test_a_robot_that_is_revoked_while_its_upload_is_under_way_leaves_nothing_behind(
    store: SqliteStore, api: RealCareApi
) -> None:
    requests = count(1)

    def revoked_at_the_second() -> Fault:
        """The first asks for the token; the second is the upload, on its way to the server."""
        if next(requests) == 2:
            api.revoke_robot()
        return Fault.NONE

    async def scene(network: RunningProxy) -> None:
        network.lead_to(api.port)
        server = api.seen_at(network.address)
        events = store.pending(10)
        with pytest.raises(ServerRefused, match="pair"):
            await server.upload(events, MORNING)
        await server.close()
        await api.server.close()
        assert store.pending(10) == events

    with proxy(revoked_at_the_second) as network:
        asyncio.run(asyncio.wait_for(scene(network), timeout=30))
    assert api.stored() == []


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_robot_whose_clock_is_off_is_one_alert_until_it_is_set(
    store: SqliteStore, api: RealCareApi, hours: int
) -> None:
    api.robot_clock.ahead = timedelta(hours=hours)

    async def scene() -> None:
        async with synchronising(store, api):
            for _ in range(2):
                store.record(cry(), resident_id=api.resident_id, at=api.robot_clock.now())
                await until(lambda: store.waiting_count() == 0)
            assert api.clock_alerts() == [True]
            assert api.clock_offset() == timedelta(hours=-hours)
            event = store.record(fault(), resident_id=None, at=api.robot_clock.now())
            assert event.clock_offset_s == -3600 * hours

            api.robot_clock.ahead = timedelta(0)
            store.record(fault(), resident_id=None, at=api.robot_clock.now())
            await until(lambda: api.clock_alerts() == [False])
            assert api.clock_offset() == timedelta(0)

    asyncio.run(asyncio.wait_for(scene(), timeout=90))
