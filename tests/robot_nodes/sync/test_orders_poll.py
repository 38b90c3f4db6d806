import asyncio
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.command import Command, Restart
from codebook.event import Event
from codebook.orders import KnownReport
from codebook.robot import RobotFault
from codebook.sync import PlanReceived
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.care import known_reports
from robot_nodes.ports import ServerUnreachable, StoreUnavailable
from robot_nodes.sync.command_desk import CommandDesk
from robot_nodes.sync.link import Link
from robot_nodes.sync.orders_poll import OrdersPoll, Polling, Rhythm
from robot_nodes.sync.server_time import ServerTime
from schedules.outcome import EvidenceGrade, Outcome
from tests.robot_nodes.adapters.stores import MORNING, SOLVEIG, plans, store_in
from tests.robot_nodes.fakes.care_server import FakeCareServer
from tests.robot_nodes.fakes.clock import HandMovedClock
from tests.robot_nodes.fakes.deadline import until

AT_ONCE = Rhythm(every=timedelta(milliseconds=1), wait=timedelta(0))


class Robot:
    """A store, a server and a poll between them."""

    def __init__(self, store: SqliteStore) -> None:
        clock = HandMovedClock(MORNING)
        self.store = store
        self.server = FakeCareServer(clock)
        self.link = Link(store, clock, lambda: None)
        self.taken_over: list[str] = []
        server_time = ServerTime(clock)
        server_time.heard(MORNING, MORNING, MORNING)
        self.desk = CommandDesk(store, clock, server_time)
        self.poll = OrdersPoll(
            Polling(
                store=store,
                server=self.server,
                clock=clock,
                link=self.link,
                desk=self.desk,
                taken_over=self._taken_over,
            )
        )
        self.on_plans: Callable[[], None] = lambda: None

    def _taken_over(self, etag: str) -> None:
        self.taken_over.append(etag)
        self.on_plans()

    def events(self) -> list[Event]:
        return [event for event in self.store.pending(100) if event.kind != "robot.started"]

    async def poll_until_asked_again(self) -> None:
        """Let the poll run until it has asked at least twice more."""
        enough = self.server.polls + 2
        running = asyncio.create_task(self.poll.run(AT_ONCE))
        await until(lambda: self.server.polls >= enough)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    with store_in(tmp_path) as store:
        yield Robot(store)


def test_new_plans_are_on_board_and_in_the_log(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))

    asyncio.run(robot.poll.poll_once())

    assert (robot.store.plan_etag(), robot.store.plans()) == ('"1"', plans(1))
    assert robot.taken_over == ['"1"']
    (received,) = robot.events()
    assert isinstance(received.body, PlanReceived)
    assert (received.body.plan_version, received.resident_id) == (1, SOLVEIG)


def known(report: int = 1) -> KnownReport:
    return KnownReport(
        occurrence_id=UUID(int=71),
        item_id=UUID(int=72),
        resident_id=SOLVEIG,
        report_id=UUID(int=report),
        robot_id=None,
        outcome=Outcome.TAKEN,
        grade=EvidenceGrade.SAID,
        at=MORNING,
    )


def test_what_others_were_told_is_on_board_before_the_plans_that_ask_for_it(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    robot.server.told_elsewhere = [known()]
    seen: list[tuple[KnownReport, ...]] = []
    robot.on_plans = lambda: seen.append(known_reports.kept(robot.store))

    asyncio.run(robot.poll.poll_once())

    assert seen == [(known(),)]


def test_news_of_others_is_told_once_and_without_other_plans(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    asyncio.run(robot.poll.poll_once())
    robot.server.told_elsewhere = [known()]

    assert asyncio.run(robot.poll.poll_once())
    assert not asyncio.run(robot.poll.poll_once())

    assert robot.taken_over == ['"1"', '"1"']
    assert [event.kind for event in robot.events()] == ["sync.plan-received"]


def test_plans_that_have_not_changed_make_no_event(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))

    asyncio.run(robot.poll_until_asked_again())

    assert robot.taken_over == ['"1"']
    assert len(robot.events()) == 1


def test_only_what_is_new_in_the_plans_is_told(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    asyncio.run(robot.poll.poll_once())
    robot.server.offer('"1b"', plans(1))
    asyncio.run(robot.poll.poll_once())
    robot.server.offer('"2"', plans(2))
    asyncio.run(robot.poll.poll_once())

    versions = [event.body.model_dump()["plan_version"] for event in robot.events()]
    assert versions == [1, 2]
    assert robot.store.plans() == plans(2)


def test_refused_plans_are_told_once_and_once_more_when_it_is_over(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    robot.server.plans_refusal = "the server's plans cannot be read, at residents.0"
    asyncio.run(robot.poll_until_asked_again())
    robot.server.plans_refusal = ""
    asyncio.run(robot.poll_until_asked_again())

    told = [event.body for event in robot.events() if isinstance(event.body, RobotFault)]
    assert [(fault.code, fault.is_resolved) for fault in told] == [
        ("plans_unreadable", False),
        ("plans_unreadable", True),
    ]
    assert not robot.link.is_lost


def test_a_silent_server_leaves_the_plans_on_board(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    asyncio.run(robot.poll.poll_once())
    robot.server.is_reachable = False

    with pytest.raises(ServerUnreachable):
        asyncio.run(robot.poll.poll_once())

    assert robot.store.plans() == plans(1)


def test_nobody_polls_during_an_outage(robot: Robot) -> None:
    robot.server.is_reachable = False

    async def scene() -> None:
        running = asyncio.create_task(robot.poll.run(AT_ONCE))
        await until(lambda: robot.link.is_lost)
        robot.server.is_reachable = True
        with pytest.raises(TimeoutError):
            await until(lambda: robot.server.polls > 0, within_s=0.1)
        await robot.link.succeeded(uploaded=1, waiting=0)
        await until(lambda: robot.server.polls > 0)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())


def test_a_store_that_fails_is_no_outage(robot: Robot) -> None:
    robot.store.close()

    async def scene() -> None:
        running = asyncio.create_task(robot.poll.run(AT_ONCE))
        await until(lambda: "robot.sqlite" in robot.link.trouble)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())
    assert not robot.link.is_lost


def test_a_command_comes_onto_the_desk_and_leaves_the_plans_alone(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    asyncio.run(robot.poll.poll_once())
    restart = Command(
        id=UUID(int=1),
        resident_id=None,
        created_at=MORNING,
        expires_at=MORNING + timedelta(minutes=15),
        body=Restart(),
    )
    robot.server.commands.append(restart)

    asyncio.run(robot.poll.poll_once())

    assert robot.desk.waiting() == (restart,)
    assert robot.taken_over == ['"1"']
    assert [event.kind for event in robot.events()] == ["sync.plan-received", "command.received"]


def test_commands_come_through_although_the_plans_cannot_be_read(robot: Robot) -> None:
    robot.server.plans_refusal = "the server's plans cannot be read, at residents.0"
    robot.server.unreadable.append(UUID(int=2))

    asyncio.run(robot.poll.poll_once())

    assert [event.kind for event in robot.events()] == ["robot.fault", "command.refused"]


def test_a_held_question_brings_news_at_once(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    rhythm = Rhythm(every=timedelta(hours=1), wait=timedelta(hours=1))

    async def scene() -> None:
        running = asyncio.create_task(robot.poll.run(rhythm))
        await until(lambda: robot.taken_over == ['"1"'])
        await until(lambda: robot.server.polls == 2)
        robot.server.offer('"2"', plans(2))
        await until(lambda: robot.taken_over == ['"1"', '"2"'], within_s=2)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    asyncio.run(scene())


def test_what_could_not_be_stored_is_asked_for_again(robot: Robot) -> None:
    robot.server.offer('"1"', plans(1))
    robot.store.close()
    with pytest.raises(StoreUnavailable):
        asyncio.run(robot.poll.poll_once())
    with pytest.raises(StoreUnavailable):
        asyncio.run(robot.poll.poll_once())
    assert robot.server.polls == 2
    assert robot.taken_over == []
