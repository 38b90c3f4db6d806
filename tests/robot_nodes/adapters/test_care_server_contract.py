"""What every care server does for a robot: the fake of the tests as well as the real care API."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.command import CommandReceived, SayThis
from codebook.event import Event
from codebook.heartbeat import Heartbeat, Missing, Reach
from codebook.task import TaskReported
from codebook.upload import ItemStatus
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ports import CareServer, Orders, ServerRefused, ServerUnreachable
from schedules.outcome import EvidenceGrade, Outcome
from tests.robot_nodes.adapters.care_servers import Counterpart, Fake, real_care_api
from tests.robot_nodes.adapters.stores import MORNING, cry, fault

AT_ONCE = timedelta(0)
TAKEN = TaskReported(
    occurrence_id=UUID(int=71),
    item_id=UUID(int=72),
    outcome=Outcome.TAKEN,
    grade=EvidenceGrade.SAID,
)
A_WHILE = timedelta(seconds=20)


@pytest.fixture(params=["fake", "real"])
def counterpart(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Counterpart]:
    if request.param == "fake":
        yield Fake()
    else:
        with real_care_api(tmp_path) as real:
            yield real


@pytest.fixture
def store(counterpart: Counterpart, tmp_path: Path) -> Iterator[SqliteStore]:
    opened = SqliteStore.open(
        tmp_path / "robot.sqlite",
        robot_id=counterpart.robot_id,
        software_version="0.1.0",
        at=MORNING,
    )
    with closing(opened):
        yield opened


def run(counterpart: Counterpart, scene: Callable[[CareServer], Awaitable[None]]) -> None:
    async def bounded() -> None:
        async with asyncio.timeout(30):
            try:
                await scene(counterpart.server)
            finally:
                await counterpart.server.close()

    asyncio.run(bounded())


def _version(orders: Orders, resident_id: UUID) -> int:
    assert orders.plans
    (plan,) = (each.plan for each in orders.plans.residents if each.resident_id == resident_id)
    return plan.version


def _stranger(event: Event) -> Event:
    return event.model_copy(update={"resident_id": UUID(int=404)})


def test_what_is_called_stored_is_stored_in_order(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    store.record(cry(), resident_id=counterpart.resident_id, at=MORNING)
    for nth in range(20):
        store.record(fault(nth), resident_id=None, at=MORNING)
    events = store.pending(500)

    async def scene(server: CareServer) -> None:
        answer = await server.upload(events, MORNING)

        assert [result.id for result in answer.results] == [event.id for event in events]
        assert {result.status for result in answer.results} == {ItemStatus.STORED}

    run(counterpart, scene)
    assert counterpart.stored() == [event.id for event in events]


def test_an_event_that_comes_again_is_a_duplicate(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    (started,) = store.pending(1)

    async def scene(server: CareServer) -> None:
        await server.upload([started], MORNING)
        (result,) = (await server.upload([started], MORNING)).results
        assert result.status is ItemStatus.DUPLICATE

    run(counterpart, scene)
    assert counterpart.stored() == [started.id]


def test_one_bad_event_harms_no_other(counterpart: Counterpart, store: SqliteStore) -> None:
    (started,) = store.pending(1)
    bad = _stranger(store.record(cry(), resident_id=None, at=MORNING))
    good = store.record(fault(), resident_id=None, at=MORNING)

    async def scene(server: CareServer) -> None:
        results = (await server.upload([started, bad, good], MORNING)).results

        assert [result.status for result in results] == [
            ItemStatus.STORED,
            ItemStatus.REJECTED,
            ItemStatus.STORED,
        ]
        assert results[1].id == bad.id
        assert results[1].reason

    run(counterpart, scene)
    assert counterpart.stored() == [started.id, good.id]


def test_the_answer_tells_the_servers_time(counterpart: Counterpart, store: SqliteStore) -> None:
    counterpart.clock.advance(timedelta(seconds=3))

    async def scene(server: CareServer) -> None:
        answer = await server.upload(store.pending(1), MORNING)
        assert answer.received_at == MORNING + timedelta(seconds=3)

    run(counterpart, scene)


def test_plans_are_sent_when_they_are_new(counterpart: Counterpart) -> None:
    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        assert first
        assert await server.orders(first.etag, AT_ONCE) is None

        counterpart.edit_plan()
        second = await server.orders(first.etag, AT_ONCE)
        assert second
        assert (second.etag, second.plans_etag) != (first.etag, first.plans_etag)
        assert _version(first, counterpart.resident_id) == 1
        assert _version(second, counterpart.resident_id) == 2

    run(counterpart, scene)


def test_a_clock_that_skips_hours_ahead_breaks_nothing(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    async def scene(server: CareServer) -> None:
        for _ in range(3):
            counterpart.clock.advance(timedelta(hours=5))
            await server.upload(store.pending(1), counterpart.clock.now())
            await server.orders("", AT_ONCE)

    run(counterpart, scene)


@pytest.mark.parametrize("hours", [-24, -1, 1, 24])
def test_a_robot_whose_clock_is_off_is_let_in_and_told_the_servers_time(
    counterpart: Counterpart, store: SqliteStore, hours: int
) -> None:
    clock = counterpart.robot_clock
    clock.ahead = timedelta(hours=hours)
    event = store.record(cry(), resident_id=counterpart.resident_id, at=clock.now())

    async def scene(server: CareServer) -> None:
        answer = await server.upload([event], clock.now())
        assert answer.received_at == counterpart.clock.now()
        assert [result.status for result in answer.results] == [ItemStatus.STORED]
        counterpart.clock.advance(timedelta(hours=1))  # the token is over
        clock.ahead = timedelta(0)  # and somebody has set the clock
        assert await server.orders("", AT_ONCE)

    run(counterpart, scene)
    assert counterpart.stored() == [event.id]


def test_a_revoked_robot_is_refused(counterpart: Counterpart, store: SqliteStore) -> None:
    async def scene(server: CareServer) -> None:
        await server.upload(store.pending(1), MORNING)
        counterpart.revoke_robot()

        with pytest.raises(ServerRefused, match="pair"):
            await server.upload(store.pending(1), MORNING)
        with pytest.raises(ServerRefused, match="pair"):
            await server.orders("", AT_ONCE)

    run(counterpart, scene)


def test_a_server_that_is_gone_is_worth_another_try(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    async def scene(server: CareServer) -> None:
        await server.upload(store.pending(1), MORNING)
        await asyncio.to_thread(counterpart.vanish)

        with pytest.raises(ServerUnreachable):
            await server.upload(store.pending(1), MORNING)
        with pytest.raises(ServerUnreachable):
            await server.orders("", AT_ONCE)

    run(counterpart, scene)


def test_a_question_is_held_until_there_is_news(counterpart: Counterpart) -> None:
    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        assert first
        held = asyncio.create_task(server.orders(first.etag, A_WHILE))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(held), 0.3)
        await asyncio.to_thread(counterpart.edit_plan)
        async with asyncio.timeout(2):
            second = await held
        assert second
        assert _version(second, counterpart.resident_id) == 2

    run(counterpart, scene)


def test_a_robot_that_is_revoked_while_it_waits_is_told_so(counterpart: Counterpart) -> None:
    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        assert first
        held = asyncio.create_task(server.orders(first.etag, A_WHILE))
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(asyncio.shield(held), 0.3)
        await asyncio.to_thread(counterpart.revoke_robot)
        with pytest.raises(ServerRefused, match="pair"):
            async with asyncio.timeout(2):
                await held

    run(counterpart, scene)


def test_a_command_is_handed_out_until_the_robot_says_that_it_has_it(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    command_id = counterpart.send(SayThis(text="Det er kaffe i stua."))

    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        again = await server.orders("", AT_ONCE)
        assert first
        assert again
        assert [command.id for command in first.commands] == [command_id]
        assert again == first

        received = CommandReceived(command_id=command_id)
        event = store.record(received, resident_id=counterpart.resident_id, at=MORNING)
        await server.upload([event], MORNING)

        last = await server.orders(first.etag, AT_ONCE)
        assert last
        assert (last.commands, last.plans_etag) == ((), first.plans_etag)

    run(counterpart, scene)


def test_a_robot_learns_what_another_was_told_at_once(counterpart: Counterpart) -> None:
    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        assert first
        held = asyncio.create_task(server.orders(first.etag, A_WHILE))
        told = await asyncio.to_thread(counterpart.tell_another_robot, TAKEN)
        async with asyncio.timeout(5):
            second = await held
        assert second
        (known,) = second.reports
        assert (known.report_id, known.resident_id) == (told, counterpart.resident_id)
        assert (known.outcome, known.grade, known.at) == (TAKEN.outcome, TAKEN.grade, MORNING)
        assert (second.plans_etag, second.plans) == (first.plans_etag, first.plans)
        assert await server.orders(second.etag, AT_ONCE) is None

    run(counterpart, scene)


def test_a_robots_own_reports_are_no_news_to_it_and_given_back_if_it_asks_anew(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    own = store.record(TAKEN, resident_id=counterpart.resident_id, at=MORNING)

    async def scene(server: CareServer) -> None:
        first = await server.orders("", AT_ONCE)
        assert first
        await server.upload([own], MORNING)
        assert await server.orders(first.etag, AT_ONCE) is None
        anew = await server.orders("", AT_ONCE)
        assert anew
        assert [known.report_id for known in anew.reports] == [own.id]

    run(counterpart, scene)


def test_a_heartbeat_asks_for_what_the_server_has_lost(
    counterpart: Counterpart, store: SqliteStore
) -> None:
    for nth in range(3):
        store.record(fault(nth), resident_id=None, at=MORNING)
    first, lost, last, waiting = store.pending(10)

    async def scene(server: CareServer) -> None:
        await server.upload([first, last], MORNING)
        reach = Reach(boot_id=first.boot_id, first=1, last=last.sequence)
        beat = Heartbeat(
            sent_at=MORNING,
            software_version="0.1.0",
            plans_etag="",
            waiting_events=1,
            refused_events=0,
            boots=(reach,),
        )
        answer = await server.heartbeat(beat)
        assert answer.missing == (
            Missing(boot_id=first.boot_id, first=lost.sequence, last=lost.sequence),
        )
        assert answer.received_at == MORNING
        await server.upload([lost, waiting], MORNING)
        assert (await server.heartbeat(beat)).missing == ()

    run(counterpart, scene)


def test_a_robot_that_is_revoked_is_refused_its_heartbeat(counterpart: Counterpart) -> None:
    counterpart.revoke_robot()
    beat = Heartbeat(
        sent_at=MORNING, software_version="1", plans_etag="", waiting_events=0, refused_events=0
    )

    async def scene(server: CareServer) -> None:
        with pytest.raises(ServerRefused, match="pair"):
            await server.heartbeat(beat)

    run(counterpart, scene)


def test_who_has_read_is_told_of_the_robots_own_residents_only(counterpart: Counterpart) -> None:
    counterpart.be_read_about()

    async def scene(server: CareServer) -> None:
        found = await server.readership(counterpart.resident_id)
        assert [reader.last_at for reader in found.staff] == [MORNING]
        assert found.since == MORNING - timedelta(days=7)
        with pytest.raises(ServerRefused):
            await server.readership(UUID(int=404))

    run(counterpart, scene)
