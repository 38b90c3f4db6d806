"""Robots that wait for news: one look into the database for all of them, however many wait.

No thread and no session is held for a waiting robot. Several servers on one database each look for
their own robots; nothing has to tell one server what another has done.
"""

import asyncio
from collections import defaultdict
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from care_api.db import Database
from care_api.robots import news

LOOK_EVERY_S = 0.5
"""So that a nurse's change reaches a waiting robot well within two seconds."""
_ROBOTS_IN_A_QUERY = 1000


class WaitingRobots:
    """Those whose request is held; used on the server's event loop."""

    def __init__(self, database: Database) -> None:
        """Begin with nobody waiting."""
        self._database = database
        self._waiting: defaultdict[UUID, dict[asyncio.Event, int]] = defaultdict(dict)
        """Robot -> its requests, each with the number of news that it knows."""
        self._looking: asyncio.Task[None] | None = None
        self.is_ending = False
        """Whether nobody is held any more."""

    async def news(self, robot_id: UUID, known: int, within: timedelta) -> None:
        """Return once there may be news for the robot, or after `within`.

        Args:
            robot_id: Who waits.
            known: The number of its news when it was last looked at.
            within: How long at most, real time.
        """
        if self.is_ending:
            return
        came = asyncio.Event()
        self._waiting[robot_id][came] = known
        self._look_around()
        try:
            with suppress(TimeoutError):
                async with asyncio.timeout(within.total_seconds()):
                    await came.wait()
        finally:
            self._waiting[robot_id].pop(came)
            if not self._waiting[robot_id]:
                del self._waiting[robot_id]

    def count(self) -> int:
        """Return how many requests are held."""
        return sum(map(len, self._waiting.values()))

    def end(self) -> None:
        """Answer everybody now, and hold nobody any more: the server stops."""
        self.is_ending = True
        self._wake_all()

    def begin(self) -> None:
        """Hold requests again: a server that ended may be started once more."""
        self.is_ending = False

    def _look_around(self) -> None:
        loop = asyncio.get_running_loop()
        if self._looking is None or self._looking.done() or self._looking.get_loop() is not loop:
            self._looking = loop.create_task(self._look())

    async def _look(self) -> None:
        while self._waiting:
            await asyncio.sleep(LOOK_EVERY_S)
            try:
                numbers = await run_in_threadpool(self._numbers, tuple(self._waiting))
            except SQLAlchemyError:
                self._wake_all()  # each request finds out for itself what is wrong, and says so
                continue
            for robot_id, requests in self._waiting.items():
                for came, known in requests.items():
                    if numbers.get(robot_id) != known:
                        came.set()

    def _numbers(self, robot_ids: tuple[UUID, ...]) -> dict[UUID, int]:
        found: dict[UUID, int] = {}
        with self._database.reading() as session:
            for some in _parts(robot_ids):
                found |= news.numbers(session, some)
        return found

    def _wake_all(self) -> None:
        for requests in self._waiting.values():
            for came in requests:
                came.set()


def _parts(robot_ids: tuple[UUID, ...]) -> list[tuple[UUID, ...]]:
    return [
        robot_ids[start : start + _ROBOTS_IN_A_QUERY]
        for start in range(0, len(robot_ids), _ROBOTS_IN_A_QUERY)
    ]
