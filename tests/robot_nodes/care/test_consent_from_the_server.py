"""A consent that a nurse writes down reaches the robot's ears, and what the robot did the nurse."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

from care_api.consents.scope import Scope
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.sync.orders_poll import Rhythm
from robot_nodes.sync.synchronisation import Synchronisation
from tests.robot_nodes.adapters.care_servers import RealCareApi, real_care_api
from tests.robot_nodes.care.morning import INTERPRETER, MORNING, Home, home
from tests.robot_nodes.fakes.deadline import until
from tests.robot_nodes.fakes.ears import ScriptedEars
from tests.robot_nodes.fakes.voice import FakeVoice

PATIENTLY_S = 60.0
"""A robot that has lost its server asks less and less often."""
OFTEN = Rhythm(every=timedelta(milliseconds=50), wait=timedelta(seconds=5))


@asynccontextmanager
async def running(folder: Path, api: RealCareApi) -> AsyncIterator[Home]:
    """Run a robot of one life: its memory, its care and its upload are the real ones."""
    store = SqliteStore.open(
        folder / "robot.sqlite", robot_id=api.robot_id, software_version="0.1.0", at=MORNING
    )
    robot = home(store, FakeVoice(), ScriptedEars(INTERPRETER), takes_all=False)
    sync = Synchronisation(
        store,
        api.server,
        robot.clock,
        changed=lambda: None,
        plans_taken_over=lambda _: robot.caretaker.new_plans(),
    )
    robot.caretaker.look()
    exchange = asyncio.create_task(sync.run(OFTEN))
    try:
        yield robot
    finally:
        exchange.cancel()
        await asyncio.wait([exchange])
        store.close()


def test_consent_taken_back_on_the_page_closes_the_ears_and_given_again_opens_them(
    tmp_path: Path,
) -> None:
    async def scenario(api: RealCareApi) -> None:
        async with running(tmp_path, api) as robot:
            await until(lambda: bool(robot.store.plan_etag()), PATIENTLY_S)
            assert False not in robot.listening
            await asyncio.to_thread(api.agree, Scope.LISTENING, is_given=False)
            await until(lambda: False in robot.listening, PATIENTLY_S)
            await until(lambda: "privacy.stopped" in api.kinds(), PATIENTLY_S)
        await asyncio.to_thread(api.vanish)
        async with running(tmp_path, api) as restarted:
            restarted.caretaker._memory.privacy.show()  # noqa: SLF001 - as the node does at its start
            assert restarted.listening[-1] is False
            await asyncio.to_thread(api.agree, Scope.LISTENING, is_given=True)
            assert restarted.listening[-1] is False, "no word of it has come"
            await asyncio.to_thread(api.come_back)
            await until(lambda: restarted.listening[-1] is True, PATIENTLY_S)
            await until(lambda: "privacy.resumed" in api.kinds(), PATIENTLY_S)

    async def to_its_end(api: RealCareApi) -> None:
        try:
            await scenario(api)
        finally:
            await api.server.close()

    with real_care_api(tmp_path) as api:
        asyncio.run(to_its_end(api))
