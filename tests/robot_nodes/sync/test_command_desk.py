from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from codebook.command import (
    CallBack,
    Command,
    CommandBody,
    CommandStage,
    Refusal,
    Restart,
    SayThis,
)
from codebook.event import Event
from robot_nodes.adapters.store_sqlite import SqliteStore
from robot_nodes.ports import StoreUnavailable
from robot_nodes.sync.command_desk import CommandDesk
from robot_nodes.sync.server_time import ServerTime
from tests.robot_nodes.adapters.stores import MORNING, SOLVEIG, open_store, plans
from tests.robot_nodes.fakes.clock import HandMovedClock

COFFEE = SayThis(text="Det er kaffe i stua.")


class Robot:
    """A desk on a real store, which may fall and start again."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.clock = HandMovedClock(MORNING)
        self.server_time = ServerTime(self.clock)
        self.hear_the_server()
        self.start()
        with self.store.transaction() as step:
            step.save_plans('"1"', plans())

    def start(self) -> None:
        self.store: SqliteStore = open_store(self._path, self.clock.now())
        self.desk = CommandDesk(self.store, self.clock, self.server_time)
        self.desk.recover()

    def hear_the_server(self, ahead: timedelta = timedelta(0)) -> None:
        now = self.clock.now()
        self.server_time.heard(now, now + ahead, now)

    def fall_and_start_again(self) -> None:
        self.store.close()
        self.start()

    def end_and_start_again(self) -> None:
        self.store.end_boot("restart requested", self.clock.now())
        self.fall_and_start_again()

    def told(self) -> list[str]:
        """Return what the log says of commands."""
        return [event.kind for event in self.events()]

    def events(self) -> list[Event]:
        return [each for each in self.store.pending(100) if isinstance(each.body, CommandStage)]


@pytest.fixture
def robot(tmp_path: Path) -> Iterator[Robot]:
    robot = Robot(tmp_path / "robot.sqlite")
    yield robot
    robot.store.close()


def command(
    body: CommandBody = COFFEE, *, resident_id: UUID | None = SOLVEIG, minutes: int = 15
) -> Command:
    return Command(
        id=uuid4(),
        resident_id=resident_id,
        created_at=MORNING,
        expires_at=MORNING + timedelta(minutes=minutes),
        body=body,
    )


def test_a_command_is_on_board_before_the_server_hears_so(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    assert robot.desk.waiting() == (coffee,)
    [received] = robot.events()
    assert (received.kind, received.resident_id) == ("command.received", SOLVEIG)


def test_what_is_handed_out_again_is_taken_once(robot: Robot) -> None:
    coffee = command()
    seen: list[int] = []
    robot.desk.observe(lambda: seen.append(len(robot.desk.waiting())))
    for _ in range(3):
        robot.desk.take([coffee])
    assert robot.told() == ["command.received"]
    assert seen == [1]


def test_a_command_is_begun_once_and_ended_once(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    assert robot.desk.begin(coffee.id)
    assert not robot.desk.begin(coffee.id)
    assert robot.desk.waiting() == ()
    robot.desk.end(coffee.id)
    robot.desk.end(coffee.id, Refusal.CANNOT)
    robot.desk.take([coffee])
    assert robot.told() == ["command.received", "command.done"]


def test_what_cannot_be_done_is_told_with_its_reason(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.desk.begin(coffee.id)
    robot.desk.end(coffee.id, Refusal.INTERRUPTED)
    assert robot.events()[-1].body.model_dump()["reason"] == "interrupted"


def test_a_robot_that_falls_before_it_begins_still_does_it(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.fall_and_start_again()
    assert robot.desk.waiting() == (coffee,)


def test_a_robot_that_falls_in_between_does_not_know_and_does_not_try_again(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.desk.begin(coffee.id)
    robot.fall_and_start_again()
    robot.fall_and_start_again()
    robot.desk.take([coffee])
    assert robot.desk.waiting() == ()
    assert not robot.desk.begin(coffee.id)
    assert robot.told() == ["command.received", "command.uncertain"]


def test_a_robot_that_ended_in_order_and_runs_anew_has_restarted(robot: Robot) -> None:
    restart = command(Restart(), resident_id=None)
    robot.desk.take([restart])
    assert robot.desk.begin(restart.id)
    for _ in range(3):
        robot.end_and_start_again()
        robot.desk.take([restart])
        assert robot.desk.waiting() == ()
    assert robot.told() == ["command.received", "command.done"]


def test_a_robot_that_falls_as_it_restarts_does_not_call_that_done(robot: Robot) -> None:
    restart = command(Restart(), resident_id=None)
    robot.desk.take([restart])
    assert robot.desk.begin(restart.id)
    robot.fall_and_start_again()
    robot.end_and_start_again()
    assert robot.told() == ["command.received", "command.uncertain"]


@pytest.mark.parametrize("way", ["waiting", "begin"])
def test_what_comes_too_late_is_not_begun(robot: Robot, way: str) -> None:
    promise = command(CallBack())
    robot.desk.take([promise])
    robot.clock.advance(timedelta(minutes=15))
    if way == "waiting":
        assert robot.desk.waiting() == ()
    assert not robot.desk.begin(promise.id)
    assert robot.told() == ["command.received", "command.expired"]


def test_time_runs_out_by_the_servers_clock(robot: Robot) -> None:
    early, late = command(minutes=10), command(minutes=70)
    robot.hear_the_server(timedelta(hours=1))  # the robot is an hour behind
    robot.desk.take([early, late])
    assert robot.desk.waiting() == (late,)
    robot.hear_the_server(timedelta(hours=-1))
    assert robot.desk.begin(late.id)


def test_what_concerns_a_stranger_is_refused(robot: Robot) -> None:
    robot.desk.take([command(resident_id=UUID(int=404))])
    assert robot.desk.waiting() == ()
    assert robot.told() == ["command.received", "command.refused"]
    assert {event.resident_id for event in robot.events()} == {None}


def test_what_this_release_does_not_know_is_refused(robot: Robot) -> None:
    robot.desk.take([], [UUID(int=9)])
    [refused] = robot.events()
    assert refused.body.model_dump()["command_id"] == UUID(int=9)
    assert refused.body.model_dump()["reason"] == "unreadable"


def test_what_cannot_be_written_down_is_not_begun(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.store.close()
    with pytest.raises(StoreUnavailable):
        robot.desk.begin(coffee.id)
    robot.start()
    assert robot.desk.waiting() == (coffee,)


def test_a_command_long_past_is_forgotten(robot: Robot) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.desk.begin(coffee.id)
    robot.desk.end(coffee.id)
    robot.fall_and_start_again()
    assert len(robot.store.notes("command/")) == 1
    robot.clock.advance(timedelta(days=8))
    robot.fall_and_start_again()
    assert robot.desk.waiting() == ()
    assert len(robot.store.notes("command/")) == 0


def test_a_clock_that_was_never_set_calls_nothing_too_late_and_begins_nothing(robot: Robot) -> None:
    seen: list[tuple[Command, ...]] = []
    robot.server_time = ServerTime(robot.clock)
    robot.clock.advance(timedelta(days=4000))
    robot.fall_and_start_again()
    robot.server_time.observe(robot.desk.look_again)
    robot.desk.observe(lambda: seen.append(robot.desk.waiting()))
    coffee = command()
    robot.desk.take([coffee])
    assert robot.desk.waiting() == ()
    assert not robot.desk.begin(coffee.id)
    assert robot.told() == ["command.received"]
    now = robot.clock.now()
    robot.server_time.heard(now, MORNING, now)
    assert seen == [(), (coffee,)]
    assert robot.desk.begin(coffee.id)


def test_a_command_that_is_over_is_not_forgotten_by_a_clock_that_was_never_set(
    robot: Robot,
) -> None:
    coffee = command()
    robot.desk.take([coffee])
    robot.desk.begin(coffee.id)
    robot.desk.end(coffee.id)
    robot.server_time = ServerTime(robot.clock)
    robot.clock.advance(timedelta(days=4000))
    robot.fall_and_start_again()
    now = robot.clock.now()
    robot.server_time.heard(now, MORNING + timedelta(minutes=1), now)
    robot.desk.take([coffee])
    assert robot.desk.waiting() == ()
