import asyncio
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

from codebook.robot import HeartbeatGap
from robot_nodes.adapters.boots import latest_boot
from robot_nodes.sync.sign_of_life import SignOfLife
from tests.robot_nodes.adapters.stores import MORNING, no_file_grows, open_store, store_in
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.deadline import until

HOUR = timedelta(hours=1)


def _last_alive_at(folder: Path) -> datetime:
    with closing(sqlite3.connect(folder / "robot.sqlite")) as connection:
        boot = latest_boot(connection)
    assert boot
    return boot.last_alive_at


def test_the_next_boot_counts_from_the_last_sign_of_life(tmp_path: Path) -> None:
    clock = HandMovedClock(MORNING + HOUR)

    async def scene() -> None:
        with store_in(tmp_path) as store:
            running = asyncio.create_task(SignOfLife(store, clock).run(HOUR))
            await until(lambda: _last_alive_at(tmp_path) == clock.now())
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())
    store = open_store(tmp_path / "robot.sqlite", MORNING + 2 * HOUR)
    *_, gap = store.pending(10)
    store.close()

    assert gap.body == HeartbeatGap(gap_s=3600)


def test_a_store_that_cannot_be_written_is_told_until_it_can(tmp_path: Path) -> None:
    async def scene() -> None:
        with store_in(tmp_path) as store:
            clock = HandMovedClock(MORNING)
            life = SignOfLife(store, clock)
            running = asyncio.create_task(life.run(timedelta(milliseconds=1)))
            with no_file_grows():
                clock.advance(HOUR)
                await until(lambda: "the disk failed" in life.trouble)
            await until(lambda: not life.trouble)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())
