"""A robot is killed in the middle of an upload; what it recorded arrives, in order, once."""

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby
from pathlib import Path
from threading import Event as Signal
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from codebook.robot import RobotStarted
from robot_nodes.adapters.care_server_http import CareServerHttp
from robot_nodes.adapters.identity import Identity
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from tests.robot_nodes.adapters.stores import MORNING, ROBOT, open_store
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.deadline import until
from tests.robot_nodes.fakes.loopback_care_api import LoopbackCareApi, loopback_care_api

DEADLINE_S = 30.0


class DoomedRobot:
    """A child process that this test may kill."""

    def __init__(self, store: Path, address: str) -> None:
        module = "tests.robot_nodes.sync.doomed_robot"
        self._process = subprocess.Popen(
            [sys.executable, "-m", module, str(store), address], stdout=subprocess.PIPE, text=True
        )
        self._died = Signal()

    def kill(self) -> None:
        """SIGKILL: nothing of the robot's own runs any more."""
        self._process.kill()
        self._died.set()

    def recorded_until_death(self) -> list[UUID]:
        """Return the ids of the events whose `record` had returned."""
        assert self._died.wait(DEADLINE_S)
        out, _ = self._process.communicate(timeout=DEADLINE_S)
        lines = out.splitlines(keepends=True)
        return [UUID(line.strip()) for line in lines if line.endswith("\n")]

    def end(self) -> None:
        """Leave nothing behind, whatever happened."""
        self._process.kill()
        self._process.wait(DEADLINE_S)
        if self._process.stdout:
            self._process.stdout.close()


@contextmanager
def doomed_robot(store: Path, address: str) -> Iterator[DoomedRobot]:
    robot = DoomedRobot(store, address)
    try:
        yield robot
    finally:
        robot.end()


def _before_storing(api: LoopbackCareApi, strike: Callable[[int], None]) -> None:
    api.before_storing = strike


def _before_answering(api: LoopbackCareApi, strike: Callable[[int], None]) -> None:
    api.before_answering = strike


@pytest.mark.parametrize("batch", [1, 2, 7])
@pytest.mark.parametrize("aim", [_before_storing, _before_answering])
def test_what_a_killed_robot_recorded_arrives_once_and_in_order(
    tmp_path: Path,
    aim: Callable[[LoopbackCareApi, Callable[[int], None]], None],
    batch: int,
) -> None:
    path = tmp_path / "robot.sqlite"
    with loopback_care_api() as api, doomed_robot(path, api.address) as robot:
        aim(api, lambda number: robot.kill() if number == batch else None)
        told = robot.recorded_until_death()
        aim(api, lambda _: None)
        again = open_store(path, MORNING + timedelta(minutes=5))
        _assert_all_on_record(again, told)

        asyncio.run(_upload_everything(again, api.address))
        again.close()

    arrived = [event_id for event_id in api.stored if event_id in set(told)]
    assert arrived == told
    _assert_no_gap(api)


def _assert_all_on_record(store: SqliteStore, told: list[UUID]) -> None:
    query = "SELECT event_id FROM outbox ORDER BY position"
    rows = store._keeping.connection.execute(query)  # noqa: SLF001 - what is on disk, past the port
    on_record = [UUID(event_id) for (event_id,) in rows]
    assert [event_id for event_id in on_record if event_id in set(told)] == told


SELDOM = Rhythm(every=timedelta(hours=1), wait=timedelta(0))


async def _upload_everything(store: SqliteStore, address: str) -> None:
    clock = HandMovedClock(MORNING + timedelta(minutes=5))
    identity = Identity(robot_id=ROBOT, name="Nabo 1", private_key=Ed25519PrivateKey.generate())
    server = CareServerHttp(address, identity, clock)
    sync = Synchronisation(
        store, server, clock, changed=lambda: None, plans_taken_over=lambda _: None
    )
    running = asyncio.create_task(sync.run(SELDOM))
    await until(lambda: store.waiting_count() == 0, DEADLINE_S)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    await server.close()


def _assert_no_gap(api: LoopbackCareApi) -> None:
    """Of both boots, the killed one and the one after, every event has arrived."""
    boots = [
        list(events) for _, events in groupby(api.stored.values(), key=lambda event: event.boot_id)
    ]
    assert len(boots) == 2
    for events in boots:
        assert [event.sequence for event in events] == list(range(1, len(events) + 1))
    started = boots[1][0].body
    assert isinstance(started, RobotStarted)
    assert started.previous_boot_ended_cleanly is False
