import asyncio
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from codebook.check_in import CheckInAnswered
from codebook.command import (
    AlertSeen,
    CallBack,
    CheckInNow,
    Command,
    CommandBody,
    Refusal,
    Restart,
    SayThis,
)
from robot_nodes.care.command_runner import CommandRunner
from tests.robot_nodes.care.morning import (
    ARNE,
    MORNING,
    SOLVEIG,
    EndlessVoice,
    Home,
    check_in,
    meant,
    morning,
)

SEEN = AlertSeen(alert_id=UUID(int=3), code="3", cause_event_id=None)


class Desk:
    """Fulfils `robot_nodes.ports.Commands`."""

    def __init__(self, *bodies: CommandBody, resident_id: UUID | None = SOLVEIG) -> None:
        self.commands = [
            Command(
                id=UUID(int=number),
                resident_id=resident_id,
                created_at=MORNING,
                expires_at=MORNING + timedelta(hours=1),
                body=body,
            )
            for number, body in enumerate(bodies, 1)
        ]
        self.begun: list[UUID] = []
        self.endings: list[Refusal | None] = []

    def waiting(self) -> tuple[Command, ...]:
        """See the port."""
        return tuple(each for each in self.commands if each.id not in self.begun)

    def begin(self, command_id: UUID) -> bool:
        """See the port."""
        if command_id in self.begun:
            return False
        self.begun.append(command_id)
        return True

    def end(self, command_id: UUID, refusal: Refusal | None = None) -> None:
        """See the port."""
        del command_id
        self.endings.append(refusal)

    def observe(self, watcher: Callable[[], None]) -> None:
        """See the port."""


def runner(home: Home, desk: Desk, restart: Callable[[], None] = lambda: None) -> CommandRunner:
    talks = home.caretaker._with.talks  # noqa: SLF001 - put together by the tests' home
    return CommandRunner(desk, home.caretaker, talks, restart)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (SEEN, "Solveig, hjemmetjenesten har sett varselet ditt. Jeg vet ikke når noen kommer."),
        (CallBack(), "Solveig, hjemmetjenesten har sagt at de ringer deg."),
        (
            SayThis(text="Kari kommer klokka to."),
            "Solveig, hjemmetjenesten ber meg si dette: Kari kommer klokka to.",
        ),
    ],
)
def test_it_is_said_once_and_answered_for(tmp_path: Path, body: CommandBody, sentence: str) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            desk = Desk(body)
            running = runner(home, desk)
            running.look()
            running.look()
            await home.settle()
            running.look()
            await home.settle()
            assert home.voice.sentences == [sentence]
            assert desk.endings == [None]

    asyncio.run(scenario())


def test_of_an_alert_that_the_resident_does_not_know_of_nothing_is_said(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            desk = Desk(AlertSeen(alert_id=UUID(int=3), code="1.4", cause_event_id=None))
            runner(home, desk).look()
            await home.settle()
            assert home.voice.sentences == []
            assert desk.endings == [None]

    asyncio.run(scenario())


@pytest.mark.parametrize("item_id", [None, UUID(int=5)])
def test_a_check_in_now_is_asked_and_its_answers_filed(
    tmp_path: Path, item_id: UUID | None
) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, check_in(), answers=("bare bra", "bare bra")) as home:
            home.clock.advance(-timedelta(minutes=30))
            desk = Desk(CheckInNow(item_id=item_id))
            runner(home, desk).look()
            await home.settle()
            assert desk.endings == [None]
            answers = [e.body for e in home.recorded if isinstance(e.body, CheckInAnswered)]
            assert {answer.occurrence_id for answer in answers} == {desk.commands[0].id}

    asyncio.run(scenario())


def test_what_cannot_be_done_is_refused_with_its_reason(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            stranger = Desk(CallBack(), resident_id=ARNE)
            runner(home, stranger).look()
            unknown = Desk(CheckInNow(item_id=UUID(int=404)))
            runner(home, unknown).look()
            await home.settle()
            assert stranger.endings == unknown.endings == [Refusal.NOT_HERE]

    asyncio.run(scenario())


def test_what_a_cry_breaks_off_is_said_to_be_broken_off(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path, voice=EndlessVoice("ber meg si")) as home:
            desk = Desk(SayThis(text="Kari kommer."))
            runner(home, desk).look()
            await home.settle()
            home.caretaker.heard(meant("help", is_emergency=True))
            await home.settle()
            assert desk.endings == [Refusal.INTERRUPTED]

    asyncio.run(scenario())


def test_a_restart_is_begun_before_the_robot_ends(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            desk = Desk(Restart(), resident_id=None)
            begun_first: list[bool] = []
            runner(home, desk, lambda: begun_first.append(bool(desk.begun))).look()
            assert begun_first == [True]

    asyncio.run(scenario())


def test_a_restart_waits_for_the_end_of_a_call_for_help(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            desk = Desk(Restart(), SayThis(text="Kari kommer."))
            restarts: list[bool] = []
            running = runner(home, desk, lambda: restarts.append(home.caretaker.is_free))
            home.caretaker.heard(meant("help", is_emergency=True))
            running.look()
            assert (restarts, desk.begun) == ([], [])
            await home.settle()
            running.look()
            running.look()
            assert restarts == [True]
            assert len(desk.begun) == 2

    asyncio.run(scenario())


def test_a_robot_that_is_about_to_restart_begins_nothing_else(tmp_path: Path) -> None:
    async def scenario() -> None:
        async with morning(tmp_path) as home:
            desk = Desk(Restart())
            running = runner(home, desk)
            running.look()
            desk.commands += Desk(Restart(), SayThis(text="Kari kommer.")).commands[1:]
            running.look()
            await home.settle()
            assert desk.begun == [UUID(int=1)]
            assert home.voice.sentences == []

    asyncio.run(scenario())
