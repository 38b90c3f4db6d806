import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from codebook.robot import URGENT_EVENT_REJECTED, RobotFault
from codebook.upload import MAX_BATCH
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.sync.back_off import BackOff
from robot_nodes.sync.link import Link
from robot_nodes.sync.server_time import ServerTime
from robot_nodes.sync.uploader import Uploader, Uploads
from tests.robot_nodes.adapters.stores import MORNING, cry, fault, recorded, store_in
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.deadline import until

NEVER = BackOff(first=timedelta(hours=1), longest=timedelta(hours=1))
AT_ONCE = BackOff(first=timedelta(milliseconds=1), longest=timedelta(milliseconds=5))


class Robot:
    """A store, a server and an uploader between them."""

    def __init__(self, store: SqliteStore, back_off: BackOff = AT_ONCE) -> None:
        self.store = store
        self.clock = HandMovedClock(MORNING)
        self.server = FakeCareServer(self.clock)
        self.link = Link(store, self.clock, lambda: None)
        self.uploader = Uploader(
            Uploads(
                store=store,
                server=self.server,
                clock=self.clock,
                link=self.link,
                server_time=ServerTime(self.clock),
                back_off=back_off,
                chance=lambda: 1.0,
            )
        )

    @asynccontextmanager
    async def uploading(self) -> AsyncIterator[None]:
        running = asyncio.create_task(self.uploader.run())
        try:
            yield
            assert not running.done()
        finally:
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    def has_kinds(self, *kinds: str) -> Callable[[], bool]:
        return lambda: [event.kind for event in self.server.stored.values()] == list(kinds)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqliteStore]:
    with store_in(tmp_path) as opened:
        yield opened


def run(scene: Callable[[], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(30):
            await scene()

    asyncio.run(bounded())


def test_a_new_event_is_uploaded_at_once(store: SqliteStore) -> None:
    robot = Robot(store, NEVER)

    async def scene() -> None:
        async with robot.uploading():
            await until(robot.has_kinds("robot.started"))
            event = await asyncio.to_thread(recorded, store, cry())
            assert await store.acknowledged(event.id, timedelta(seconds=10))

    run(scene)
    assert robot.has_kinds("robot.started", "help.requested")()


def test_a_backlog_goes_up_in_batches_and_in_order(store: SqliteStore) -> None:
    robot = Robot(store)
    with store.transaction() as step:
        for nth in range(MAX_BATCH + 10):
            step.record(fault(nth), resident_id=None, at=MORNING)

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: store.waiting_count() == 0)

    run(scene)
    assert robot.server.batches == [MAX_BATCH, 11]
    sequences = [event.sequence for event in robot.server.stored.values()]
    assert sequences == list(range(1, MAX_BATCH + 12))


def test_a_batch_that_is_too_much_goes_up_in_parts(store: SqliteStore) -> None:
    robot = Robot(store)
    robot.server.most = 100
    with store.transaction() as step:
        for nth in range(MAX_BATCH):
            step.record(fault(nth), resident_id=None, at=MORNING)

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: store.waiting_count() == 0)

    run(scene)
    told = [event.sequence for event in robot.server.stored.values()]
    assert told == sorted(told)
    kinds = [event.kind for event in robot.server.stored.values()]
    assert kinds.count("robot.fault") == MAX_BATCH
    assert max(robot.server.batches) <= 100


def test_an_outage_is_told_once_and_its_end_once(store: SqliteStore) -> None:
    robot = Robot(store)

    async def scene() -> None:
        async with robot.uploading():
            await until(robot.has_kinds("robot.started"))
            robot.server.is_reachable = False
            await asyncio.to_thread(recorded, store, fault())
            await until(lambda: robot.link.is_lost and store.waiting_count() == 2)
            robot.clock.advance(timedelta(minutes=20))
            robot.server.is_reachable = True
            await until(lambda: len(robot.server.stored) == 4)

    run(scene)
    *_, lost, caught_up = robot.server.stored.values()
    assert (lost.kind, caught_up.kind) == ("sync.lost", "sync.caught-up")
    assert caught_up.body.model_dump()["offline_s"] == 1200
    assert caught_up.body.model_dump()["uploaded"] == 2


def test_an_answer_that_was_lost_doubles_nothing(store: SqliteStore) -> None:
    robot = Robot(store)
    robot.server.answers_to_lose = 1

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: len(robot.server.batches) >= 3 and store.waiting_count() == 0)

    run(scene)
    assert robot.has_kinds("robot.started", "sync.lost", "sync.caught-up")()


def test_a_cry_for_help_does_not_wait_for_the_back_off(store: SqliteStore) -> None:
    robot = Robot(store, NEVER)
    robot.server.is_reachable = False

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: robot.link.is_lost)
            robot.server.is_reachable = True
            event = await asyncio.to_thread(recorded, store, cry())
            assert await store.acknowledged(event.id, timedelta(seconds=10))

    run(scene)


def test_what_is_not_urgent_waits_for_the_back_off(store: SqliteStore) -> None:
    robot = Robot(store, NEVER)
    robot.server.is_reachable = False

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: robot.link.is_lost)
            robot.server.is_reachable = True
            event = await asyncio.to_thread(recorded, store, fault())
            assert not await store.acknowledged(event.id, timedelta(milliseconds=300))

    run(scene)


def test_a_rejected_event_is_told_to_a_technician_and_holds_up_nothing(store: SqliteStore) -> None:
    robot = Robot(store)
    robot.server.rejects = {"help.requested"}

    async def scene() -> None:
        async with robot.uploading():
            await asyncio.to_thread(recorded, store, cry())
            await until(robot.has_kinds("robot.started", "robot.fault"))

    run(scene)
    told = list(robot.server.stored.values())[-1]
    assert isinstance(told.body, RobotFault)
    assert told.body.code == URGENT_EVENT_REJECTED, "a nurse should have known at once"
    assert "not wanted here" in told.body.detail
    assert store.refused_count() == 1


def test_a_robot_that_is_not_known_keeps_everything(store: SqliteStore) -> None:
    robot = Robot(store)
    robot.server.knows_the_robot = False

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: store.waiting_count() == 2)

    run(scene)
    assert "pair the robot again" in robot.link.trouble
    assert [event.kind for event in store.pending(10)] == ["robot.started", "sync.lost"]


def test_a_store_that_fails_is_no_outage(store: SqliteStore) -> None:
    robot = Robot(store)
    store.close()

    async def scene() -> None:
        async with robot.uploading():
            await until(lambda: "robot.sqlite" in robot.link.trouble)

    run(scene)
    assert not robot.link.is_lost


def test_the_servers_clock_is_measured_with_each_upload(store: SqliteStore) -> None:
    robot = Robot(store)
    robot.server = FakeCareServer(HandMovedClock(MORNING + timedelta(seconds=90)))
    server_time = ServerTime(robot.clock)
    robot.uploader = Uploader(
        Uploads(
            store=store,
            server=robot.server,
            clock=robot.clock,
            link=robot.link,
            server_time=server_time,
            back_off=AT_ONCE,
            chance=lambda: 1.0,
        )
    )

    async def scene() -> None:
        assert await robot.uploader.upload_once() == 0

    run(scene)
    assert recorded(store, fault()).clock_offset_s == 90
    assert server_time.now() == MORNING + timedelta(seconds=90)
