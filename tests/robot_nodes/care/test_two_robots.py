"""Two robots for one resident, and one in the place of another, on the real care API."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from care_api.demo.people import SOLVEIG
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care import known_reports
from robot_nodes.ports import CareServer
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from tests.robot_nodes.adapters.care_servers import RealCareApi, real_care_api
from tests.robot_nodes.care.morning import INTERPRETER, MORNING, Home, home, meant
from tests.robot_nodes.fakes.deadline import until
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

PATIENTLY_S = 60.0
OFTEN = Rhythm(every=timedelta(milliseconds=50), wait=timedelta(seconds=5))
EARLIER = timedelta(minutes=10)
"""Than eight o'clock, when a robot gets its plan."""
BREAKFAST = timedelta(minutes=1)
"""After eight."""


@asynccontextmanager
async def running(
    path: Path, robot_id: UUID, server: CareServer, *answers: str
) -> AsyncIterator[Home]:
    """Run a robot: its memory, its care, its upload and its server are the real ones."""
    store = SqliteStore.open(path, robot_id=robot_id, software_version="0.1.0", at=MORNING)
    robot = home(store, FakeVoice(), ScriptedEars(INTERPRETER, answers), takes_all=False)
    robot.clock.advance(-EARLIER)
    sync = Synchronisation(
        store,
        server,
        robot.clock,
        changed=lambda: None,
        plans_taken_over=lambda _: robot.caretaker.new_plans(),
    )
    exchange = asyncio.create_task(sync.run(OFTEN))
    try:
        await until(lambda: bool(store.plan_etag()), PATIENTLY_S)
        yield robot
    finally:
        exchange.cancel()
        await asyncio.wait([exchange])
        store.close()


def held(folder: Path, scenario: Callable[[RealCareApi], Awaitable[None]]) -> None:
    """Let a scenario take place on a care API of its own."""

    async def to_its_end(api: RealCareApi) -> None:
        try:
            await scenario(api)
        finally:
            await api.server.close()

    with real_care_api(folder) as api:
        asyncio.run(to_its_end(api))


async def first_is_answered(folder: Path, api: RealCareApi) -> None:
    """Let the first robot remind of the breakfast's dose, and be told that it was taken."""
    answers = ("ja, jeg har tatt den",)
    async with running(folder / "one.sqlite", api.robot_id, api.server, *answers) as one:
        await one.at(BREAKFAST)
        await until(lambda: "task.closed" in api.kinds(), PATIENTLY_S)


def has_heard(robot: Home) -> bool:
    """Return whether a robot knows of an answer that the server has handed out."""
    known = known_reports.kept(robot.store)
    return any(robot.store.task(each.occurrence_id) for each in known)


def test_a_dose_that_one_robot_has_an_answer_for_is_not_reminded_of_by_the_other(
    tmp_path: Path,
) -> None:
    async def scenario(api: RealCareApi) -> None:
        robot_id, server = await asyncio.to_thread(api.add_robot)
        async with running(tmp_path / "two.sqlite", robot_id, server) as two:
            await first_is_answered(tmp_path, api)
            await until(lambda: has_heard(two), PATIENTLY_S)
            await two.at(BREAKFAST)
            assert two.voice.sentences == []

            two.caretaker.heard(meant("taken", by=SOLVEIG.id))
            await two.settle()
            assert two.voice.sentences[0].startswith("Du sa klokka")
            assert "task.reported" not in two.kinds()
        await server.close()

    held(tmp_path, scenario)


def test_a_robot_in_place_of_another_asks_for_nothing_that_was_answered(tmp_path: Path) -> None:
    async def scenario(api: RealCareApi) -> None:
        await first_is_answered(tmp_path, api)
        robot_id, server = await asyncio.to_thread(api.add_robot, takes_over=True)
        async with running(tmp_path / "two.sqlite", robot_id, server) as two:
            await two.at(BREAKFAST)
            assert two.voice.sentences == []
        await server.close()

    held(tmp_path, scenario)


@pytest.mark.parametrize("intent", ["taken", "ask_taken"])
def test_a_robot_that_has_lost_its_store_tells_what_it_was_told(
    tmp_path: Path, intent: str
) -> None:
    async def scenario(api: RealCareApi) -> None:
        await first_is_answered(tmp_path, api)
        lost = tmp_path / "lost.sqlite"
        async with running(lost, api.robot_id, api.server) as rebuilt:
            await rebuilt.at(BREAKFAST)
            rebuilt.caretaker.heard(meant(intent, by=SOLVEIG.id))
            await rebuilt.settle()
            assert [each.split(" klokka")[0] for each in rebuilt.voice.sentences] == ["Du sa"]

    held(tmp_path, scenario)
