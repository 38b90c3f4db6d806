import asyncio
from pathlib import Path

from codebook.upload import ItemStatus
from robot_nodes.battery import Battery
from robot_nodes.sync.heartbeat import Heartbeats, Vitals
from robot_nodes.sync.link import Link
from robot_nodes.sync.present_faults import PresentFaults
from robot_nodes.sync.server_time import ServerTime
from tests.robot_nodes.adapters.stores import (
    MORNING,
    SOLVEIG,
    fault,
    plans,
    recorded,
    store_in,
    stored,
)
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock


def test_a_heartbeat_tells_how_the_robot_is_and_takes_back_what_the_server_lost(
    tmp_path: Path,
) -> None:
    clock = HandMovedClock(MORNING)
    server = FakeCareServer(clock)
    woken: list[int] = []
    server_time = ServerTime(clock)
    with store_in(tmp_path) as store:
        with store.transaction() as step:
            step.save_plans('"1"', plans())
        recorded(store, fault(1))
        events = store.pending(10)
        store.settle(stored(*events), MORNING)
        server.stored[events[0].id] = events[0]  # the other was lost with yesterday's backup
        beats = Heartbeats(
            Vitals(
                store=store,
                server=server,
                clock=clock,
                link=Link(store, clock, lambda: None),
                server_time=server_time,
                software_version="0.1.0",
                battery=lambda: Battery(ratio=0.8, is_charging=True),
                faults=PresentFaults(store).present,
                taken_back=lambda: woken.append(1),
            )
        )

        asyncio.run(beats.beat_once())

        [beat] = server.beats
        assert (beat.battery, beat.is_charging, beat.plans_etag) == (0.8, True, '"1"')
        assert (beat.waiting_events, beat.boots[0].first, beat.boots[0].last) == (0, 1, 2)
        assert [(each.resident_id, each.plan_version) for each in beat.plans or ()] == [
            (SOLVEIG, 1)
        ]
        assert store.pending(10) == (events[1],)
        assert woken == [1]
        assert server_time.is_known

        async def again() -> None:
            answer = await server.upload(store.pending(10), MORNING)
            assert {result.status for result in answer.results} == {ItemStatus.STORED}
            store.settle(answer.results, MORNING)
            await beats.beat_once()

        asyncio.run(again())
        assert store.waiting_count() == 0
        assert woken == [1]
